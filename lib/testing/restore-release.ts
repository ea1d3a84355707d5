// A database as an earlier release left it: its tables at that release's last migration, and its rows, then brought up
// to date as `npm start` brings a person's.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { z } from "zod";
import { pool } from "@/lib/db/client";
import { runIdSchema } from "@/lib/domain/ids";
import { prepareEngine } from "@/lib/engine/prepare-engine";

const root = fileURLToPath(new URL("../../", import.meta.url));

const releaseSchema = z.object({
  /** How many migrations it had. */
  migrations: z.int().positive(),
  /** What was left in which state. */
  runs: z.record(z.string(), runIdSchema),
  /** By `schema.table`; as PostgreSQL writes a row as JSON. */
  rows: z.record(z.string(), z.array(z.looseObject({}))),
});

/** The runs that were left, by what was so of them. `file` lies beside this one. */
export async function restoreRelease(file: string) {
  const text = readFileSync(fileURLToPath(new URL(file, import.meta.url)), "utf8");
  const release = releaseSchema.parse(JSON.parse(text));
  await pool().query(
    "drop schema public cascade; create schema public; drop schema drizzle, sandbox cascade",
  );
  await migrateTo(release.migrations);
  await prepareEngine();
  await insertRows(release.rows);
  await migrate(drizzle(pool()), { migrationsFolder: path.join(root, "drizzle") });
  await prepareEngine();
  return release.runs;
}

/** As the release's own folder of migrations did. */
async function migrateTo(count: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "lamplight-migrations-"));
  try {
    cpSync(path.join(root, "drizzle"), folder, { recursive: true });
    const file = path.join(folder, "meta/_journal.json");
    const journal = JSON.parse(readFileSync(file, "utf8"));
    writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }));
    await migrate(drizzle(pool()), { migrationsFolder: folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Tables that refer to others come after them: what is refused is tried again once the others are there. */
async function insertRows(rows: Record<string, readonly unknown[]>): Promise<void> {
  let left = Object.entries(rows);
  while (left.length > 0) {
    const refused: typeof left = [];
    let problem: unknown;
    for (const [table, content] of left) {
      try {
        await insertInto(table, content);
      } catch (error) {
        refused.push([table, content]);
        problem = error;
      }
    }
    if (refused.length === left.length) throw problem;
    left = refused;
  }
}

async function insertInto(table: string, content: readonly unknown[]): Promise<void> {
  const [schema = "", name = ""] = table.split(".");
  const { rows } = await pool().query<{ column: string }>(
    `select quote_ident(column_name) as column from information_schema.columns
     where table_schema = $1 and table_name = $2 and is_generated = 'NEVER'`,
    [schema, name],
  );
  const columns = rows.map(({ column }) => column).join(", ");
  const target = `"${schema}"."${name}"`;
  await pool().query(
    `insert into ${target} (${columns}) select ${columns} from json_populate_recordset(null::${target}, $1)
     on conflict do nothing`,
    [JSON.stringify(content)],
  );
}
