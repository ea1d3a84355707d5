// Looks for a secret, in every spelling it is likely to leak in, wherever an installation keeps anything.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { z } from "zod";

/** The part of a secret's base64 that is the same wherever it begins in what is encoded. */
function base64Cores(secret: string, encoding: "base64" | "base64url"): string[] {
  return [0, 1, 2].map((offset) =>
    Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)])
      .toString(encoding)
      .slice(offset === 0 ? 0 : 4, -4),
  );
}

export function spellingsOf(secret: string): string[] {
  const hex = Buffer.from(secret).toString("hex");
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams([["", secret]]).toString().slice(1),
    hex,
    hex.toUpperCase(),
    ...base64Cores(secret, "base64"),
    ...base64Cores(secret, "base64url"),
  ];
}

/** The spellings found in a text or in bytes. */
export function spellingsIn(content: string | Buffer, spellings: readonly string[]): string[] {
  return spellings.filter((one) => content.includes(one));
}

/** Everything in the data folder, byte for byte: logs, files, the search index, the database's own files. */
export function searchFolder(
  folder: string,
  spellings: readonly string[],
): { hits: string[]; files: number } {
  const hits: string[] = [];
  let files = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const bytes = readIfThere(file);
    if (!bytes) continue;
    files += 1;
    hits.push(...spellingsIn(bytes, spellings).map((spelling) => `${file}: ${spelling}`));
  }
  return { hits, files };
}

/** Null for a file that is gone since it was listed. */
function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Every row of every table, as text: what the database's files hold compressed is found here. */
export async function searchDatabase(
  home: string,
  spellings: readonly string[],
): Promise<{ hits: string[]; tables: string[] }> {
  const read = (name: string): unknown => JSON.parse(readFileSync(path.join(home, name), "utf8"));
  const { password } = z.object({ password: z.string() }).parse(read("database.json"));
  const { postgres: port } = z.object({ postgres: z.number() }).parse(read("ports.json"));
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: "lamplight",
    password,
    database: "lamplight",
  });
  await client.connect();
  try {
    const { rows: names } = await client.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema', 'sandbox_sales')",
    );
    const hits: string[] = [];
    for (const { name } of names) {
      const { rows } = await client.query<{ text: string }>(`select t::text as text from ${name} t`);
      for (const { text } of rows) hits.push(...spellingsIn(text, spellings).map((one) => `${name}: ${one}`));
    }
    return { hits, tables: names.map(({ name }) => name) };
  } finally {
    await client.end();
  }
}
