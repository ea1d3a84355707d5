// The API directory: how far it is installed, its APIs and operations.
import { asc, count, eq, inArray, sql } from "drizzle-orm";
import type {
  DirectoryApi,
  DirectoryOperation,
  DirectoryState,
  DirectoryStatus,
} from "@/lib/domain/api-directory";
import type { Progress } from "@/lib/domain/api-import";
import { db, type Querier } from "./client";
import { apiDirectory, apis, directoryApis, directoryOperations } from "./schema";

const id = "api-directory";
const rowsPerStatement = 1000;

/** How far it is installed. */
export async function directoryState(): Promise<
  Omit<DirectoryState, "package"> & { package: string | null }
> {
  const [row] = await db().select().from(apiDirectory).where(eq(apiDirectory.id, id));
  const [total] = await db()
    .select({ apis: count(), operations: sql<number>`coalesce(sum(${directoryApis.operations}), 0)::int` })
    .from(directoryApis);
  return {
    ...{ status: row?.status ?? "absent", progress: row?.progress ?? null, message: row?.message ?? null },
    ...{ package: row?.package ?? null, apis: total?.apis ?? 0, operations: total?.operations ?? 0 },
  };
}

export async function directoryStatus(): Promise<DirectoryStatus> {
  const [row] = await db()
    .select({ status: apiDirectory.status })
    .from(apiDirectory)
    .where(eq(apiDirectory.id, id));
  return row?.status ?? "absent";
}

/** Goes from one status to the next; false when it is not in one of `from` any more. */
export async function moveDirectory(
  from: readonly DirectoryStatus[],
  changes: { status: DirectoryStatus; package?: string; message?: string | null },
): Promise<boolean> {
  const values = { message: null, ...changes, progress: null, updatedAt: new Date() };
  const moved = await db()
    .update(apiDirectory)
    .set(values)
    .where(sql`${apiDirectory.id} = ${id} and ${inArray(apiDirectory.status, [...from])}`)
    .returning({ id: apiDirectory.id });
  if (moved.length > 0 || !from.includes("absent")) return moved.length > 0;
  const made = await db()
    .insert(apiDirectory)
    .values({ id, package: "", ...values })
    .onConflictDoNothing()
    .returning({ id: apiDirectory.id });
  return made.length > 0;
}

/** Says how far it has come; false once it is canceled. */
export async function noteDirectoryProgress(status: DirectoryStatus, progress: Progress): Promise<boolean> {
  const noted = await db()
    .update(apiDirectory)
    .set({ progress, updatedAt: new Date() })
    .where(sql`${apiDirectory.id} = ${id} and ${apiDirectory.status} = ${status}`)
    .returning({ id: apiDirectory.id });
  return noted.length > 0;
}

/** Works on the directory unless another process does, and says whether it did. */
export async function withDirectory(work: () => Promise<void>): Promise<boolean> {
  return db().transaction(async (tx) => {
    const { rows } = await tx.execute<{ locked: boolean }>(
      sql`select pg_try_advisory_xact_lock(hashtextextended('api directory', 0)) as locked`,
    );
    if (!rows[0]?.locked) return false;
    await work();
    return true;
  });
}

/** Stores APIs of the directory with their operations, all or none. */
export async function upsertDirectoryApis(
  list: readonly {
    api: Omit<DirectoryApi, "apiId" | "operations">;
    operations: readonly Omit<DirectoryOperation, "apiId">[];
  }[],
): Promise<void> {
  if (list.length === 0) return;
  const rows = list.flatMap(({ api, operations }) =>
    operations.map((operation, place) => ({ ...operation, apiId: api.id, place })),
  );
  await db().transaction(async (tx) => {
    const ids = list.map(({ api }) => api.id);
    await tx.delete(directoryApis).where(inArray(directoryApis.id, ids));
    await tx
      .insert(directoryApis)
      .values(list.map(({ api, operations }) => ({ ...api, operations: operations.length })));
    for (let start = 0; start < rows.length; start += rowsPerStatement) {
      await tx.insert(directoryOperations).values(rows.slice(start, start + rowsPerStatement));
    }
  });
}

/** Ids of the APIs that are stored. */
export async function directoryApiIds(): Promise<Set<string>> {
  const rows = await db().select({ id: directoryApis.id }).from(directoryApis);
  return new Set(rows.map((row) => row.id));
}

/** All APIs by title, or those with some ids. */
export async function listDirectoryApis(ids?: readonly string[]): Promise<DirectoryApi[]> {
  const rows = await db()
    .select()
    .from(directoryApis)
    .where(ids && inArray(directoryApis.id, [...ids]))
    .orderBy(asc(sql`lower(${directoryApis.title})`), asc(directoryApis.id));
  const added = await addedApis();
  return rows.map((row) => ({ ...row, apiId: added.get(row.id) ?? null }));
}

export async function findDirectoryApi(apiId: string): Promise<DirectoryApi | null> {
  return (await listDirectoryApis([apiId]))[0] ?? null;
}

/** The operations of an API in the order of its document. */
export async function listDirectoryOperations(apiId: string): Promise<DirectoryOperation[]> {
  return db()
    .select(operationColumns)
    .from(directoryOperations)
    .where(eq(directoryOperations.apiId, apiId))
    .orderBy(asc(directoryOperations.place));
}

/** The operations with these ids; unknown ones are left out. */
export async function findDirectoryOperations(
  ids: readonly string[],
): Promise<Map<string, DirectoryOperation>> {
  if (ids.length === 0) return new Map();
  const rows = await db()
    .select(operationColumns)
    .from(directoryOperations)
    .where(inArray(directoryOperations.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row]));
}

/** Forgets all of it. */
export async function clearDirectory(querier: Querier = db()): Promise<void> {
  await querier.delete(directoryApis);
  await querier.delete(apiDirectory);
}

const operationColumns = {
  ...{ id: directoryOperations.id, apiId: directoryOperations.apiId, title: directoryOperations.title },
  ...{ description: directoryOperations.description, method: directoryOperations.method },
  ...{ path: directoryOperations.path, effect: directoryOperations.effect },
};

/** By id in the directory: the imported API. */
async function addedApis(): Promise<Map<string, string>> {
  const rows = await db()
    .select({ apiId: apis.id, directoryId: sql<string>`${apis.source}->>'id'` })
    .from(apis)
    .where(sql`${apis.source}->>'kind' = 'directory'`);
  return new Map(rows.map((row) => [row.directoryId, row.apiId]));
}
