// The role the sales database is read through: it can log in and select from one schema, and nothing else (N5).
import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import pg, { type PoolClient } from "pg";
import { salesSchema } from "./sales-tables";

/** Each database of a server has a role of its own. */
export async function salesRoleName(client: PoolClient): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    "select datname || ' ' || oid as name from pg_database where datname = current_database()",
  );
  return `lamplight_sales_${createHash("sha256")
    .update(rows[0]?.name ?? "")
    .digest("hex")
    .slice(0, 10)}`;
}

/** Why this user can't make roles here; null when it can. */
export async function roleProblem(client: PoolClient): Promise<string | null> {
  const { rows } = await client.query<{ name: string; allowed: boolean }>(
    "select rolname as name, rolcreaterole or rolsuper as allowed from pg_roles where rolname = current_user",
  );
  const [user] = rows;
  if (user?.allowed) return null;
  return (
    `the database user “${user?.name ?? ""}” may not make roles, and the sales database is only read through a role that can't ` +
    `write. Allow it with: ALTER ROLE ${pg.escapeIdentifier(user?.name ?? "")} CREATEROLE`
  );
}

export async function roleExists(client: PoolClient, role: string): Promise<boolean> {
  const { rowCount } = await client.query("select 1 from pg_roles where rolname = $1", [role]);
  return rowCount === 1;
}

/** Makes the role, or gives it a new password, and lets it read the sales schema. Within the caller's transaction. */
export async function makeSalesRole(client: PoolClient, role: string, password: string): Promise<void> {
  const name = pg.escapeIdentifier(role);
  const verifier = pg.escapeLiteral(scramVerifier(password));
  const attributes = `login noinherit nocreatedb nocreaterole connection limit 20 password ${verifier}`;
  await client.query(
    `${(await roleExists(client, role)) ? "alter" : "create"} role ${name} with ${attributes}`,
  );
  const settings = {
    default_transaction_read_only: "on",
    statement_timeout: "30s",
    lock_timeout: "5s",
    idle_in_transaction_session_timeout: "60s",
    search_path: salesSchema,
  };
  for (const [setting, value] of Object.entries(settings)) {
    await client.query(`alter role ${name} set ${setting} = ${pg.escapeLiteral(value)}`);
  }
  await client.query(`grant usage on schema ${salesSchema} to ${name}`);
  await client.query(`grant select on all tables in schema ${salesSchema} to ${name}`);
  await closeToEverybody(client);
}

/** Removes the role. What it was granted must be gone before. */
export async function dropSalesRole(client: PoolClient, role: string): Promise<void> {
  await client.query(`drop role ${pg.escapeIdentifier(role)}`);
}

/**
 * Takes back what PostgreSQL lets every role do: use the schema `public`, make temporary tables, and (when this user
 * is a superuser) call functions with effects. Only where no other application's role could be relying on it.
 */
async function closeToEverybody(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{
    database: string;
    owned: boolean;
    shared: boolean;
    superuser: boolean;
  }>(`
    select datname as database, pg_has_role(datdba, 'member') as owned,
      (select rolsuper from pg_roles where rolname = current_user) as superuser,
      exists (select from pg_roles where rolcanlogin and not rolsuper and rolname <> current_user
        and rolname !~ '^lamplight_sales_') as shared
    from pg_database where datname = current_database()`);
  const [here] = rows;
  if (!here?.owned || here.shared) return;
  await client.query(`revoke temporary on database ${pg.escapeIdentifier(here.database)} from public`);
  await client.query("revoke all on schema public from public");
  if (here.superuser) await client.query(revokeEffects);
}

/** What only reads a clock or rolls a die stays. */
const revokeEffects = `do $$
declare effect regprocedure;
begin
  for effect in
    select oid::regprocedure from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace and provolatile = 'v' and prokind = 'f'
      and prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
      and proname !~ '^(random|setseed|clock_timestamp|timeofday|gen_random_uuid|uuidv[47]|set_config|pg_cancel_backend|pg_stat_get)'
  loop
    execute format('revoke execute on function %s from public', effect);
  end loop;
end $$`;

/** The form PostgreSQL keeps passwords in (RFC 5803), so that the password itself is in no log of the server's. */
function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const storedKey = createHash("sha256").update(hmac("Client Key")).digest("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${hmac("Server Key").toString("base64")}`;
}
