import type { ReadOnlyDatabase } from "@/lib/tools/read-only-database";
import { ToolError } from "@/lib/tools/tool-contract";

/** Volatile functions that do nothing but look at a clock or throw dice. */
const harmlessVolatile = new Set([
  "random",
  "random_normal",
  "clock_timestamp",
  "timeofday",
  "gen_random_uuid",
  "uuidv4",
  "uuidv7",
  "setseed",
]);

/**
 * Refuses functions that can do more than compute: PostgreSQL marks what has side effects or reads the server's
 * files as volatile, so those are refused whatever they are called and whoever wrote them. Not a list of known
 * bad names, which the next extension would outgrow.
 */
export async function checkFunctions(
  functions: readonly string[][],
  database: ReadOnlyDatabase,
): Promise<void> {
  const names = [...new Set(functions.flatMap((parts) => parts.at(-1) ?? []))];
  if (names.length === 0) return;
  const { rows } = await database.query(
    "select distinct proname::text from pg_catalog.pg_proc where proname = any($1) and provolatile = 'v'",
    [names],
  );
  const isVolatile = new Set(rows.map(([name]) => name));
  const refused = names.filter((name) => isVolatile.has(name) && !harmlessVolatile.has(name));
  if (refused.length === 0) return;
  const message = `The statement calls ${refused.map((name) => `${name}()`).join(", ")}, which can do more than read. Leave it out.`;
  throw new ToolError("refused", message, { evidence: { functions: refused } });
}
