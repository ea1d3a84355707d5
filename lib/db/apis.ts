// Imported APIs: the document each tool's call is derived from. An API's tools go with it.
import { asc, eq, ilike, inArray, or, sql } from "drizzle-orm";
import type { ImportSource, Selection } from "@/lib/domain/api-import";
import type { JsonObject } from "@/lib/domain/json";
import { db, type Querier } from "./client";
import { apis, tools } from "./schema";

/** An imported API without its document. */
export interface ApiSummary {
  id: string;
  title: string;
  description: string;
  /** Where its first server is: what a connection to it is bound to unless the person says otherwise. */
  origin: string;
  documentHash: string;
  /** Where its document can be looked at again; null for one imported before this was kept. */
  source: ImportSource | null;
  /** Which operations became tools; null: all. */
  selection: Selection | null;
  importedAt: string;
}

export interface ImportedApi extends ApiSummary {
  /** As imported; references inside it are kept. */
  document: JsonObject;
}

const summaryColumns = {
  id: apis.id,
  title: apis.title,
  description: apis.description,
  origin: apis.origin,
  documentHash: apis.documentHash,
  source: apis.source,
  selection: apis.selection,
  importedAt: apis.importedAt,
};

/** Stores an API, or replaces the one with the same id. */
export async function upsertApi(
  api: Omit<ImportedApi, "importedAt" | "source" | "selection"> &
    Partial<Pick<ImportedApi, "source" | "selection">>,
  querier: Querier = db(),
): Promise<void> {
  const { id, ...values } = api;
  await querier
    .insert(apis)
    .values({ id, ...values })
    .onConflictDoUpdate({ target: apis.id, set: { ...values, importedAt: sql`now()` } });
}

export async function findApi(id: string, querier: Querier = db()): Promise<ImportedApi | null> {
  const [row] = await querier
    .select({ ...summaryColumns, document: apis.document })
    .from(apis)
    .where(eq(apis.id, id));
  return row ? { ...row, importedAt: row.importedAt.toISOString() } : null;
}

/** An API without its document, which may be large; null when there is none. */
export async function findApiSummary(id: string, querier: Querier = db()): Promise<ApiSummary | null> {
  const [row] = await querier.select(summaryColumns).from(apis).where(eq(apis.id, id));
  return row ? { ...row, importedAt: row.importedAt.toISOString() } : null;
}

/** By title. */
export async function listApis(querier: Querier = db()): Promise<ApiSummary[]> {
  const rows = await querier.select(summaryColumns).from(apis).orderBy(asc(apis.title), asc(apis.id));
  return rows.map((row) => ({ ...row, importedAt: row.importedAt.toISOString() }));
}

/** APIs whose title or id holds a text, by title. */
export async function findApisByTitle(
  text: string,
  limit: number,
  querier: Querier = db(),
): Promise<ApiSummary[]> {
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await querier
    .select(summaryColumns)
    .from(apis)
    .where(or(ilike(apis.title, pattern), ilike(apis.id, pattern)))
    .orderBy(asc(apis.title), asc(apis.id))
    .limit(limit);
  return rows.map((row) => ({ ...row, importedAt: row.importedAt.toISOString() }));
}

/** The titles of APIs by id. */
export async function apiTitles(
  ids: readonly string[],
  querier: Querier = db(),
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await querier
    .select({ id: apis.id, title: apis.title })
    .from(apis)
    .where(inArray(apis.id, [...ids]));
  return new Map(rows.map(({ id, title }) => [id, title]));
}

/** The hash of an API's document, to know whether a copy in memory is still true. Null when there is no such API. */
export async function apiDocumentHash(id: string, querier: Querier = db()): Promise<string | null> {
  const [row] = await querier.select({ hash: apis.documentHash }).from(apis).where(eq(apis.id, id));
  return row?.hash ?? null;
}

/** Removes an API with its tools; false when there is none. */
export async function deleteApi(id: string, querier: Querier = db()): Promise<boolean> {
  const gone = await querier.delete(apis).where(eq(apis.id, id)).returning({ id: apis.id });
  return gone.length > 0;
}

/** By API: how many tools it has, and how many of them are switched off. */
export async function countApiTools(
  querier: Querier = db(),
): Promise<Map<string, { tools: number; off: number }>> {
  const rows = await querier
    .select({
      apiId: tools.apiId,
      tools: sql<number>`count(*)::int`,
      off: sql<number>`count(*) filter (where ${tools.edits} ? 'off')::int`,
    })
    .from(tools)
    .groupBy(tools.apiId);
  return new Map(rows.map(({ apiId, ...counts }) => [apiId ?? "", counts]));
}

/** Until the transaction ends, nobody else imports: ids are chosen by what is there. */
export async function lockApis(tx: Querier): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('imported APIs', 0))`);
}
