import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { db } from "@/lib/db/client";
import { plans } from "@/lib/db/schema";
import { env } from "@/lib/env";

test("a test file has a migrated, empty database of its own", async () => {
  expect(await db().select().from(plans)).toEqual([]);
  const { rows } = await db().execute(
    sql`select current_database() as name, current_setting('fsync') as fsync`,
  );
  expect(rows).toEqual([{ name: new URL(env().DATABASE_URL).pathname.slice(1), fsync: "on" }]);
});

test("the tests' database role is no superuser", async () => {
  const { rows } = await db().execute(sql`select rolsuper from pg_roles where rolname = current_user`);
  expect(rows).toEqual([{ rolsuper: false }]);
});
