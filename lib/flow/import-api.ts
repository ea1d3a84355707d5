// An import that a person looks at: read → previewed → confirmed → stored → indexed. Each stage is a row's status, so
// that whatever dies in between, another process goes on; and what is stored is stored whole.
import { apiOfDirectory } from "@/lib/api-directory/directory-documents";
import { findApiSummary, lockApis } from "@/lib/db/apis";
import { db, type Querier } from "@/lib/db/client";
import {
  findImportWork,
  type ImportWork,
  insertImport,
  moveImport,
  noteProgress,
  withImport,
} from "@/lib/db/imports";
import { pack, unpack } from "@/lib/db/packed";
import { type ImportSource, isUnderWay, type Selection, wholeSelection } from "@/lib/domain/api-import";
import type { ImportId } from "@/lib/domain/ids";
import { ensureIndex } from "@/lib/retrieval/ensure-index";
import { openOpenApi } from "@/lib/tools/openapi/parse-openapi";
import { fetchDocument, trustedOrigins } from "./fetch-document";
import { previewImport } from "./preview-import";
import { idChooser, storeApi } from "./store-api";

/** What a process that answers people does itself: a larger document is left to the importer's process. */
const quickBytes = { json: 1_000_000, yaml: 60_000 };

/** Thrown out of an import that a person has ended. */
class Canceled extends Error {}

/** What an import begins with. */
export interface ImportStart {
  source: ImportSource;
  /** The document itself, for one that was sent: its text, or that packed. */
  document?: string | Buffer;
  /** Imports into this API, whatever the document's title: importing it again. */
  into?: string;
  /** Imports all of it without waiting for somebody to look at it. */
  isConfirmed?: boolean;
}

/** Begins to read a document. What is small is done before this returns. */
export async function startImport(start: ImportStart): Promise<ImportId> {
  const { source, document = null, into = null, isConfirmed = false } = start;
  const id = await insertImport({
    source,
    document: typeof document === "string" ? pack(document) : document,
    intoApiId: into,
    ...(isConfirmed
      ? { status: "importing" as const, selection: wholeSelection }
      : { status: "reading" as const, selection: null }),
  });
  await advanceImport(id, { onlyQuick: true });
  return id;
}

/** Reads the document of an API again where it was found. Null when there is no such API, or nobody knows where. */
export async function importAgain(apiId: string): Promise<ImportId | null> {
  const api = await findApiSummary(apiId);
  if (!api?.source || api.source.kind === "document") return null;
  return startImport({ source: api.source, into: apiId });
}

/** Imports what was previewed, the selected part of it. False when it is not waiting for that any more. */
export async function confirmImport(id: ImportId, selection: Selection): Promise<boolean> {
  if (!(await moveImport(id, "previewed", { status: "importing", selection }))) return false;
  await advanceImport(id, { onlyQuick: true });
  return true;
}

/** Ends an import that has not been stored yet; nothing of it stays. */
export async function cancelImport(id: ImportId): Promise<boolean> {
  return moveImport(id, ["reading", "previewed", "importing"], { status: "canceled", document: null });
}

/** Does what is next to do for an import, unless another process is at it. */
export async function advanceImport(id: ImportId, options: { onlyQuick?: boolean } = {}): Promise<void> {
  await withImport(id, async () => {
    for (;;) {
      const work = await findImportWork(id);
      if (!work || !isUnderWay(work.status)) return;
      try {
        if (!(await advance(work, options))) return;
      } catch (error) {
        if (!(error instanceof Canceled)) throw error;
      }
    }
  });
}

/** One stage; false when it is left to the importer. */
async function advance(work: ImportWork, { onlyQuick = false }: { onlyQuick?: boolean }): Promise<boolean> {
  if (work.status === "indexing") {
    await indexImported(work);
    return true;
  }
  const found = await textOf(work, onlyQuick ? quickBytes.json : undefined);
  if (found === null) return false;
  if ("message" in found) {
    await moveImport(work.id, work.status, { status: "refused", message: found.message, document: null });
    return true;
  }
  if (onlyQuick && !isQuick(found.text)) return false;
  if (work.status === "reading") await read(work, found.text);
  else await store(work, found.text);
  return true;
}

/** The document, or why there is none; null when it has more than `most` bytes. */
async function textOf(
  work: ImportWork,
  most?: number,
): Promise<{ text: string } | { message: string } | null> {
  const { id, source, document } = work;
  if (document !== null) {
    const text = unpack(document, most);
    return text === null ? null : { text };
  }
  if (source.kind === "directory") return apiOfDirectory(source.id, most);
  if (source.kind === "document") return { message: "The document is not there any more. Give it again." };
  await note(work, "Fetching the document", 0, null);
  const fetched = await fetchDocument(source.address, trustedOrigins());
  // Kept, so that what is imported is what was previewed.
  if ("text" in fetched) await moveImport(id, work.status, { document: pack(fetched.text) });
  return fetched;
}

function isQuick(text: string): boolean {
  const isJson = /^\s*\{/.test(text);
  return text.length <= (isJson ? quickBytes.json : quickBytes.yaml);
}

async function open(work: ImportWork, text: string, querier: Querier) {
  const { source, intoApiId } = work;
  const chooseId = await idChooser(querier, intoApiId ?? undefined);
  const documentUrl = source.kind === "address" ? source.address : undefined;
  return openOpenApi(text, { documentUrl, chooseId });
}

async function read(work: ImportWork, text: string): Promise<void> {
  await note(work, "Reading the document", 0, null);
  const opened = await open(work, text, db());
  if (opened.kind === "refused") return refuse(work, opened.message);
  const elsewhere = await moveProblem(work, opened.api.origin);
  if (elsewhere !== null) return refuse(work, elsewhere);
  const preview = await previewImport(opened);
  await moveImport(work.id, "reading", { status: "previewed", preview });
}

/** P8: importing an API again doesn't take its tools, and what plans send with them, to another origin. */
async function moveProblem({ intoApiId }: ImportWork, origin: string): Promise<string | null> {
  const before = intoApiId === null ? null : await findApiSummary(intoApiId);
  if (!before || before.origin === origin) return null;
  return `The document is of an API at ${origin}; ${before.title} is at ${before.origin}. Import it as an API of its own.`;
}

async function store(work: ImportWork, text: string): Promise<void> {
  await note(work, "Reading the document", 0, null);
  const problem = await db().transaction(async (tx) => {
    await lockApis(tx);
    const opened = await open(work, text, tx);
    if (opened.kind === "refused") return opened.message;
    const elsewhere = await moveProblem(work, opened.api.origin);
    if (elsewhere !== null) return elsewhere;
    const { source, selection } = work;
    const stored = await storeApi(opened, {
      ...{ source, selection: selection ?? wholeSelection, trusted: trustedOrigins(), tx },
      onProgress: (done, total) => note(work, "Storing the tools", done, total),
    });
    const { tools, change, warnings, isConnected } = stored;
    const counts = {
      ...{ tools, added: change.added.length },
      ...{ changed: change.changed.length, removed: change.removed.length },
    };
    const result = { apiId: opened.api.id, title: opened.api.title, ...counts, warnings, isConnected };
    // In the same transaction: a canceled import leaves nothing, a stored one can't be canceled.
    const changes = { status: "indexing" as const, result, document: null };
    if (!(await moveImport(work.id, "importing", changes, tx))) throw new Canceled();
    return null;
  });
  if (problem !== null) await refuse(work, problem);
}

/** The index follows. When it can't be written now, the next start completes it. */
async function indexImported(work: ImportWork): Promise<void> {
  await note(work, "Making the tools searchable", 0, null);
  let { result } = work;
  try {
    await ensureIndex();
  } catch {
    const warning =
      "The search index could not be updated just now; the tools are found after the next start.";
    result = result && { ...result, warnings: [...result.warnings, warning] };
  }
  await moveImport(work.id, "indexing", { status: "imported", result, preview: null });
}

async function refuse({ id, status }: ImportWork, message: string): Promise<void> {
  await moveImport(id, status, { status: "refused", message, document: null });
}

async function note(work: ImportWork, what: string, done: number, total: number | null): Promise<void> {
  if (!(await noteProgress(work.id, work.status, { what, done, total }))) throw new Canceled();
}
