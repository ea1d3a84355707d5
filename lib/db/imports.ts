// Imports of APIs, from reading the document to the index: what one process began another one can end.
import { and, asc, eq, inArray, lt, sql } from "drizzle-orm";
import type { ApiImport, ImportSource, ImportStatus, Progress, Selection } from "@/lib/domain/api-import";
import { type ImportId, newId } from "@/lib/domain/ids";
import { db, type Querier } from "./client";
import { imports } from "./schema";

type Row = typeof imports.$inferSelect;
/** What working on an import needs, without its preview. */
export type ImportWork = Pick<
  Row,
  "id" | "source" | "status" | "document" | "intoApiId" | "selection" | "result"
>;

const keptMs = 24 * 60 * 60_000;

/** Notes what is to be imported. Imports nobody went on with for a day go. */
export async function insertImport(values: {
  source: ImportSource;
  /** Packed. */
  document: Buffer | null;
  intoApiId: string | null;
  status: "reading" | "importing";
  selection: Selection | null;
}): Promise<ImportId> {
  const id = newId("import");
  await db()
    .delete(imports)
    .where(
      and(
        lt(imports.updatedAt, new Date(Date.now() - keptMs)),
        inArray(imports.status, ["previewed", "imported", "refused", "canceled"]),
      ),
    );
  await db()
    .insert(imports)
    .values({ id, ...values });
  return id;
}

export async function findImport(id: ImportId): Promise<ApiImport | null> {
  const [row] = await db()
    .select({
      ...{ id: imports.id, source: imports.source, status: imports.status, progress: imports.progress },
      ...{ preview: imports.preview, result: imports.result, message: imports.message },
    })
    .from(imports)
    .where(eq(imports.id, id));
  return row ?? null;
}

export async function findImportWork(id: ImportId): Promise<ImportWork | null> {
  const [row] = await db()
    .select({
      ...{ id: imports.id, source: imports.source, status: imports.status, document: imports.document },
      ...{ intoApiId: imports.intoApiId, selection: imports.selection, result: imports.result },
    })
    .from(imports)
    .where(eq(imports.id, id));
  return row ?? null;
}

/** Goes from one status to the next; false when it is not in that status any more: canceled, or done by another. */
export async function moveImport(
  id: ImportId,
  from: ImportStatus | readonly ImportStatus[],
  changes: Partial<Pick<Row, "status" | "document" | "selection" | "preview" | "result" | "message">>,
  querier: Querier = db(),
): Promise<boolean> {
  const moved = await querier
    .update(imports)
    .set({ ...changes, progress: null, updatedAt: sql`now()` })
    .where(and(eq(imports.id, id), inArray(imports.status, [from].flat())))
    .returning({ id: imports.id });
  return moved.length > 0;
}

/** Says how far it has come; false once it is canceled. */
export async function noteProgress(id: ImportId, status: ImportStatus, progress: Progress): Promise<boolean> {
  const noted = await db()
    .update(imports)
    .set({ progress, updatedAt: sql`now()` })
    .where(and(eq(imports.id, id), eq(imports.status, status)))
    .returning({ id: imports.id });
  return noted.length > 0;
}

/** Imports somebody has to go on with, oldest first. */
export async function unfinishedImports(): Promise<ImportId[]> {
  const rows = await db()
    .select({ id: imports.id })
    .from(imports)
    .where(inArray(imports.status, ["reading", "importing", "indexing"]))
    .orderBy(asc(imports.createdAt));
  return rows.map((row) => row.id);
}

/** How many imports wait for the importer: quick ones are over before anybody looks. */
export async function waitingImports(): Promise<number> {
  const [row] = await db()
    .select({ count: sql<number>`count(*)::int` })
    .from(imports)
    .where(
      and(
        inArray(imports.status, ["reading", "importing", "indexing"]),
        lt(imports.updatedAt, sql`now() - interval '400 milliseconds'`),
      ),
    );
  return row?.count ?? 0;
}

/**
 * Works on an import unless another process does, and says whether it did. The lock goes with the connection, so a
 * killed process leaves none behind.
 */
export async function withImport(id: ImportId, work: () => Promise<void>): Promise<boolean> {
  return db().transaction(async (tx) => {
    const { rows } = await tx.execute<{ locked: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended(${`import ${id}`}, 0)) as locked`,
    );
    if (!rows[0]?.locked) return false;
    await work();
    return true;
  });
}
