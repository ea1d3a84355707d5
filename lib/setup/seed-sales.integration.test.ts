import { afterEach, expect, test } from "vitest";
import { pool } from "@/lib/db/client";
import { listConnections } from "@/lib/db/connections";
import { listSeeds } from "@/lib/db/sandbox-seeds";
import { salesRoleName } from "./sales-role";
import { seedSales } from "./seed-sales";

async function roleName(): Promise<string> {
  const client = await pool().connect();
  try {
    return await salesRoleName(client);
  } finally {
    client.release();
  }
}

/** What a seed would have left behind. */
async function leftovers() {
  const { rows } = await pool().query(
    "select nspname as name from pg_namespace where nspname = 'sandbox_sales' union select rolname from pg_roles where rolname = $1",
    [await roleName()],
  );
  return {
    names: rows.map(({ name }) => name),
    connections: await listConnections(),
    seeds: await listSeeds(),
  };
}
const nothing = { names: [], connections: [], seeds: new Map() };

afterEach(() => pool().query("drop schema if exists sandbox_sales cascade"));

test("a schema of that name that is somebody else's is left alone", async () => {
  await pool().query("create schema sandbox_sales create table theirs (a int)");
  expect(await seedSales(new Map())).toEqual({
    kind: "skipped",
    reason: "there is a schema “sandbox_sales” already that is not Lamplight's",
  });
  expect((await pool().query("select 1 from pg_tables where tablename = 'theirs'")).rowCount).toBe(1);
});

test("a user who may not make schemas has no sales database, and is told why", async () => {
  const { rows } = await pool().query("select quote_ident(current_database()) as name");
  await pool().query(`revoke create on database ${rows[0].name} from current_user`);
  expect(await seedSales(new Map())).toEqual({
    kind: "skipped",
    reason: expect.stringContaining("permission denied for database"),
  });
  expect(await leftovers()).toEqual(nothing);
  await pool().query(`grant create on database ${rows[0].name} to current_user`);
});

test("it is loaded whole or not at all: when its last step fails, nothing stays, and the next seed makes it", async () => {
  await pool().query("alter table connections add constraint full_disk check (kind <> 'postgres')");
  await expect(seedSales(new Map())).rejects.toThrow();
  expect(await leftovers()).toEqual(nothing);
  await pool().query("alter table connections drop constraint full_disk");
  expect(await seedSales(new Map())).toEqual({ kind: "seeded" });
  expect((await leftovers()).names.sort()).toEqual([await roleName(), "sandbox_sales"]);
});
