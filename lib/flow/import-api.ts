// An import that a person looks at: read → previewed → confirmed → stored → indexed. Each stage is a row's status, so
// that whatever dies in between, another process goes on; and what is stored is stored whole.
import { apiOfDirectory } from "@/lib/api-directory/directory-documents";
import { findApi, lockApis } from "@/lib/db/apis";
import { db, type Querier } from "@/lib/db/client";
import {
  findImportWork,
  type ImportWork,
  insertImport,
  moveImport,
  noteProgress,
  withImport,
} from "@/lib/db/imports";
import { type ImportSource, isUnderWay, type Selection, wholeSelection } from "@/lib/domain/api-import";
import type { ImportId } from "@/lib/domain/ids";
import { ensureIndex } from "@/lib/retrieval/ensure-index";
import { type ParseResult, parseOpenApi } from "@/lib/tools/openapi/parse-openapi";
import { fetchDocument, trustedOrigins } from "./fetch-document";
import { previewImport } from "./preview-import";
import { idChooser, storeApi } from "./store-api";

/** What a process that answers people does itself: a larger document is left to the importer's process. */
const quickCharacters = { json: 1_000_000, yaml: 60_000 };

/** Thrown out of an import that a person has ended. */
class Canceled extends Error {}

/**
 * Begins to read a document. @param request.text the document itself, for one that is pasted or a file.
 * @param request.into imports into this API, whatever the document's title: importing it again.
 */
export async function startImport(request: {
  source: ImportSource;
  text?: string;
  into?: string;
}): Promise<ImportId> {
  const { source, text = null, into = null } = request;
  const id = await insertImport({ source, document: text, intoApiId: into });
  await advanceImport(id, { onlyQuick: true });
  return id;
}

/** Reads the document of an API again where it was found. Null when there is no such API, or nobody knows where. */
export async function importAgain(apiId: string): Promise<ImportId | null> {
  const api = await findApi(apiId);
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
  const found = await textOf(work);
  if ("message" in found) {
    await moveImport(work.id, work.status, { status: "refused", message: found.message, document: null });
    return true;
  }
  if (onlyQuick && !isQuick(found.text)) return false;
  if (work.status === "reading") await read(work, found.text);
  else await store(work, found.text);
  return true;
}

async function textOf(work: ImportWork): Promise<{ text: string } | { message: string }> {
  if (work.document !== null) return { text: work.document };
  const { id, source } = work;
  if (source.kind === "directory") return apiOfDirectory(source.id);
  if (source.kind === "document") return { message: "The document is not there any more. Give it again." };
  await note(work, "Fetching the document", 0, null);
  const fetched = await fetchDocument(source.address, trustedOrigins());
  // Kept, so that what is imported is what was previewed.
  if ("text" in fetched) await moveImport(id, work.status, { document: fetched.text });
  return fetched;
}

function isQuick(text: string): boolean {
  const isJson = /^\s*\{/.test(text);
  return text.length <= (isJson ? quickCharacters.json : quickCharacters.yaml);
}

async function parse(work: ImportWork, text: string, querier: Querier): Promise<ParseResult> {
  const { source, intoApiId } = work;
  const chooseId = await idChooser(querier, intoApiId ?? undefined);
  const documentUrl = source.kind === "address" ? source.address : undefined;
  return parseOpenApi(text, { documentUrl, chooseId });
}

async function read(work: ImportWork, text: string): Promise<void> {
  await note(work, "Reading the document", 0, null);
  const parsed = await parse(work, text, db());
  if (parsed.kind === "refused") return refuse(work, parsed.message);
  const elsewhere = await moveProblem(work, parsed.api.origin);
  if (elsewhere !== null) return refuse(work, elsewhere);
  const preview = await previewImport(parsed);
  await moveImport(work.id, "reading", { status: "previewed", preview });
}

/** P8: importing an API again doesn't take its tools, and what plans send with them, to another origin. */
async function moveProblem({ intoApiId }: ImportWork, origin: string): Promise<string | null> {
  const before = intoApiId === null ? null : await findApi(intoApiId);
  if (!before || before.origin === origin) return null;
  return `The document is of an API at ${origin}; ${before.title} is at ${before.origin}. Import it as an API of its own.`;
}

async function store(work: ImportWork, text: string): Promise<void> {
  await note(work, "Reading the document", 0, null);
  const problem = await db().transaction(async (tx) => {
    await lockApis(tx);
    const parsed = await parse(work, text, tx);
    if (parsed.kind === "refused") return parsed.message;
    const { source, selection } = work;
    const stored = await storeApi(parsed, {
      ...{ source, selection: selection ?? wholeSelection, trusted: trustedOrigins(), tx },
      onProgress: (done, total) => note(work, "Storing the tools", done, total),
    });
    const { tools, change, warnings, isConnected } = stored;
    const counts = {
      ...{ tools: tools.length, added: change.added.length },
      ...{ changed: change.changed.length, removed: change.removed.length },
    };
    const result = { apiId: parsed.api.id, title: parsed.api.title, ...counts, warnings, isConnected };
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
