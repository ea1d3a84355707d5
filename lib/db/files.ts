import { desc, eq, inArray } from "drizzle-orm";
import type { StoredFile } from "@/lib/domain/file";
import type { FileId } from "@/lib/domain/ids";
import { db, type Querier } from "./client";
import { files } from "./schema";

type FileRow = typeof files.$inferSelect;

const toStoredFile = (row: FileRow): StoredFile => ({ ...row, createdAt: row.createdAt.toISOString() });

/** Records a file whose bytes are already in place. */
export async function insertFile(
  file: Omit<StoredFile, "createdAt">,
  querier: Querier = db(),
): Promise<StoredFile> {
  const [row] = await querier.insert(files).values(file).returning();
  if (!row) throw new Error("insert into files returned no row");
  return toStoredFile(row);
}

/** The file's record; null when there is none. */
export async function findFile(id: FileId, querier: Querier = db()): Promise<StoredFile | null> {
  const [row] = await querier.select().from(files).where(eq(files.id, id));
  return row ? toStoredFile(row) : null;
}

/** The records of those ids that exist. */
export async function findFiles(
  ids: readonly FileId[],
  querier: Querier = db(),
): Promise<Map<FileId, StoredFile>> {
  if (ids.length === 0) return new Map();
  const rows = await querier
    .select()
    .from(files)
    .where(inArray(files.id, [...ids]));
  return new Map(rows.map((row) => [row.id, toStoredFile(row)]));
}

/** The newest files first. */
export async function listFiles(limit: number, querier: Querier = db()): Promise<StoredFile[]> {
  const rows = await querier.select().from(files).orderBy(desc(files.createdAt)).limit(limit);
  return rows.map(toStoredFile);
}

/** Forgets a file; its bytes are removed by the store. */
export async function deleteFile(id: FileId, querier: Querier = db()): Promise<void> {
  await querier.delete(files).where(eq(files.id, id));
}
