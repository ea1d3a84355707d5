// The sales database of the sandbox: loaded once, whole or not at all, and read through a role of its own.
import pg, { type PoolClient } from "pg";
import { z } from "zod";
import type { Querier } from "@/lib/db/client";
import { clientTransaction } from "@/lib/db/client-transaction";
import { deleteConnection } from "@/lib/db/connections";
import { forgetSeed, recordSeed } from "@/lib/db/sandbox-seeds";
import type { Connection } from "@/lib/domain/connection";
import { env } from "@/lib/env";
import { addConnection } from "@/lib/flow/manage-connections";
import { dropSalesRole, makeSalesRole, roleExists, roleProblem, salesRoleName } from "./sales-role";
import { salesRows, salesSchema, salesTablesSql, salesViewSql } from "./sales-tables";
import type { SeedReport } from "./seed-report";
import { findSeeded, moveSeeded, newSecret, parseSeed, seededConnectionSchema } from "./seeded-connection";

const seedName = "sales";
/** Raised when the tables or their contents change: they are then loaded anew. */
const version = 1;
const seedSchema = seededConnectionSchema.extend({ version: z.number() });

/** SQLSTATE */
const insufficientPrivilege = "42501";

/** The database as its connection has it. */
interface Place {
  origin: string;
  ssl: "require" | "off";
}

interface SalesAccess extends Place {
  role: string;
  password: string;
}

type Loaded = SeedReport | { kind: "loaded"; connection: Connection; access: SalesAccess };

/** Loads the sales database and makes the connection to it, or sees to it that the two still fit together. */
export async function seedSales(seeds: ReadonlyMap<string, string>): Promise<SeedReport> {
  const place = salesPlace(env().DATABASE_URL);
  if (!place) return skipped("DATABASE_URL has no host name");
  const seeded = parseSeed(seedSchema, seeds.get(seedName));
  const found = seeded ? await findSeeded(seeded) : null;
  if (found?.kind === "left-alone") return { kind: "unchanged" };

  const load = async (tx: Querier, client: PoolClient): Promise<Loaded> => {
    const role = await salesRoleName(client);
    const isLoaded = seeded?.version === version;
    const isOpen = found?.secret?.password !== undefined && (await roleExists(client, role));
    if (isLoaded && isOpen && found.connection.origin === place.origin) return { kind: "unchanged" };

    const problem = await roleProblem(client);
    if (problem) return skipped(problem);
    if (!seeded && (await schemaExists(client))) {
      return skipped(`there is a schema “${salesSchema}” already that is not Lamplight's`);
    }
    if (!isLoaded) await loadSales(client);
    const access = { ...place, role, password: newSecret() };
    await makeSalesRole(client, role, access.password);
    const connection = await saveConnection(found?.connection ?? null, access, tx);
    if (!connection) return { kind: "unchanged" };
    await recordSeed(seedName, JSON.stringify({ id: connection.id, origin: place.origin, version }), tx);
    return { kind: "loaded", connection, access };
  };
  const loaded = await clientTransaction(load).catch((error: unknown) => {
    // Nothing of it is kept.
    if (error instanceof pg.DatabaseError && error.code === insufficientPrivilege)
      return skipped(error.message);
    throw error;
  });
  if (loaded.kind !== "loaded") return loaded;
  const refusal = await tryToRead(loaded.access);
  if (refusal === null) return { kind: "seeded" };
  await unload(loaded.connection, loaded.access.role);
  return skipped(`the role made for the sales database can't log in: ${refusal}`);
}

const skipped = (reason: string): SeedReport => ({ kind: "skipped", reason });

/** Null for an address without a host. */
function salesPlace(databaseUrl: string): Place | null {
  const url = new URL(databaseUrl);
  if (url.hostname === "") return null;
  const ssl = /^(require|verify-ca|verify-full)$/.test(url.searchParams.get("sslmode") ?? "")
    ? "require"
    : "off";
  return { origin: `postgres://${url.hostname}:${url.port || 5432}${url.pathname}`, ssl };
}

async function schemaExists(client: PoolClient): Promise<boolean> {
  const { rowCount } = await client.query("select 1 from pg_namespace where nspname = $1", [salesSchema]);
  return rowCount === 1;
}

async function loadSales(client: PoolClient): Promise<void> {
  await client.query(`drop schema if exists ${salesSchema} cascade`);
  await client.query(`create schema ${salesSchema}`);
  await client.query(salesTablesSql);
  for (const { table, columns } of salesRows()) {
    const names = columns.map(({ name }) => name).join(", ");
    const lists = columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(", ");
    const values = columns.map((column) => column.values);
    await client.query(
      `insert into ${salesSchema}.${table} (${names}) select * from unnest(${lists})`,
      values,
    );
  }
  await client.query(salesViewSql);
}

/** Null when a person changed the connection meanwhile. */
async function saveConnection(
  current: Connection | null,
  { origin, ssl, role, password }: SalesAccess,
  tx: Querier,
): Promise<Connection | null> {
  const config = { user: role, searchPath: salesSchema, ssl };
  const secret = { password };
  if (!current) {
    const parts = { kind: "postgres", name: "Sandbox sales database", origin, config, secrets: secret };
    return addConnection({ ...parts, isSandbox: true }, tx);
  }
  return (await moveSeeded(current, { origin, config, secret }, tx)) ? current : null;
}

/** What keeps the role from reading, in the server's words; null when it can. */
async function tryToRead({ origin, ssl, role, password }: SalesAccess): Promise<string | null> {
  const address = new URL(origin);
  const client = new pg.Client({
    host: address.hostname.replace(/^\[|\]$/g, ""),
    port: Number(address.port),
    database: decodeURIComponent(address.pathname.slice(1)),
    user: role,
    password,
    ssl: ssl === "require" ? { rejectUnauthorized: true } : false,
    connectionTimeoutMillis: 10_000,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(`select 1 from ${salesSchema}.sales limit 1`);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await client.end().catch(() => {});
  }
}

async function unload(connection: Connection, role: string): Promise<void> {
  await clientTransaction(async (tx, client) => {
    await client.query(`drop schema if exists ${salesSchema} cascade`);
    await dropSalesRole(client, role);
    await deleteConnection(connection.id, tx);
    await forgetSeed(seedName, tx);
  });
}
