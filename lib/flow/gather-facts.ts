// What the planner is told about the world: the connections there are, the default database's tables and columns,
// and the columns of attached files. Cached, since a goal should be planned in milliseconds.

import { openConnection } from "@/lib/connections/open-connection";
import { connectedKinds, defaultOfKind } from "@/lib/db/connections";
import type { Connection } from "@/lib/domain/connection";
import type { StoredFile } from "@/lib/domain/file";
import type { FileId } from "@/lib/domain/ids";
import { readFileColumns } from "@/lib/files/read-columns";
import type {
  ColumnFacts,
  DatabaseFacts,
  FileFacts,
  TableFacts,
} from "@/lib/planning/embedded/planning-request";
import { describeTables } from "@/lib/tools/describe-tables";

export interface GatheredFacts {
  connectedKinds: ReadonlySet<string>;
  databases: readonly DatabaseFacts[];
  files: readonly FileFacts[];
  /** What couldn't be found out, in sentences for the plan's notes. */
  notes: string[];
}

/** Kinds of connections whose tables are looked at. */
const databaseKinds = ["postgres"];

/** Everything the planners need beside the goal and the tools. Never throws for a service that is down: it says so in `notes`. */
export async function gatherFacts(files: readonly StoredFile[]): Promise<GatheredFacts> {
  const notes: string[] = [];
  const [kinds, fileFacts, ...databases] = await Promise.all([
    connectedKinds(),
    Promise.all(files.map((file) => fileFactsOf(file, notes))),
    ...databaseKinds.map((kind) => databaseFactsOf(kind, notes)),
  ]);
  return {
    connectedKinds: kinds,
    databases: databases.filter((facts) => facts !== null),
    files: fileFacts,
    notes,
  };
}

/** Read again when they are older. */
const databaseFactsMs = 10 * 60_000;
/** A goal waits so long for tables that were never read: without them its questions of data can't be planned. */
const firstPatienceMs = 8000;
/** And so long for what changed since they were read; what is late serves the next goal. */
const patienceMs = 1500;
const known = new Map<string, { at: number; tables: TableFacts[] }>();
const looking = new Map<string, Promise<TableFacts[]>>();

async function databaseFactsOf(kind: string, notes: string[]): Promise<DatabaseFacts | null> {
  const connection = await defaultOfKind(kind);
  if (!connection) return null;
  try {
    return { connectionKind: kind, tables: await tablesOf(connection) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    notes.push(
      `What is in “${connection.name}” couldn't be looked up, so nothing was planned from its columns: ${reason}`,
    );
    return null;
  }
}

async function tablesOf(connection: Connection): Promise<TableFacts[]> {
  const key = JSON.stringify([connection.id, connection.origin, connection.config]);
  const before = known.get(key);
  if (before && Date.now() - before.at < databaseFactsMs) return before.tables;
  const found = await within(before ? patienceMs : firstPatienceMs, lookUp(key, connection));
  const tables = found ?? before?.tables;
  if (!tables) throw new Error("it took too long to answer.");
  return tables;
}

/** One look for everybody who waits for it. */
function lookUp(key: string, connection: Connection): Promise<TableFacts[]> {
  const begun = looking.get(key);
  if (begun) return begun;
  const look = openConnection(connection.id)
    .then((open) => describeTables(open))
    .then((tables) => {
      known.set(key, { at: Date.now(), tables });
      return tables;
    })
    .finally(() => looking.delete(key));
  looking.set(key, look);
  return look;
}

/** Null when it is not there in time. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const mostFilesKept = 100;
const readFiles = new Map<FileId, readonly ColumnFacts[] | null>();

/** A stored file never changes, so its columns are read once. */
async function fileFactsOf(file: StoredFile, notes: string[]): Promise<FileFacts> {
  const { id, name, mediaType } = file;
  const known = readFiles.get(id);
  if (known !== undefined) return { id, name, mediaType, columns: known };
  const columns = await readFileColumns(file).catch((error: unknown) => {
    notes.push(error instanceof Error ? error.message : String(error));
    return null;
  });
  if (readFiles.size >= mostFilesKept) readFiles.clear();
  readFiles.set(id, columns);
  return { id, name, mediaType, columns };
}
