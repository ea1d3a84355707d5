// Pages of an answer, one after the other, as one answer: within a number of pages and of bytes, never in circles,
// and never off the origin that the credentials are bound to (P8).
import { setTimeout as delay } from "node:timers/promises";
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import { retryAfterMs } from "@/lib/engine/decide-after-call";
import { type FileAccess, type GuardedResponse, ToolError } from "@/lib/tools/tool-contract";
import { nextLink } from "./link-header";
import { itemsFileName, type NextPage, type OutputPath, type Paging } from "./paging";

export interface Page {
  output: JsonObject;
  response: GuardedResponse;
}

export interface PagedCall {
  paging: Paging;
  /** At most this many pages, the first one included. */
  maxPages: number;
  input: JsonObject;
  /** For messages: the API's title. */
  service: string;
  /** The origin the credentials are bound to. */
  origin: string;
  signal: AbortSignal;
  files: FileAccess;
  /** Calls the operation with these inputs. */
  callWith(input: JsonObject): Promise<Page>;
  /** Calls the operation at an address of the bound origin. */
  callAt(target: URL): Promise<Page>;
  /** Tells how many pages there are so far; null when nobody listens. */
  report: ((pages: number) => void) | null;
}

/** What the items of all pages may weigh as JSON in an output; the engine takes 256 KB, the rest of it included. */
const maxInlineBytes = 200 * 1024;
/** What they may weigh in a file. */
const maxFileBytes = 40 * 1024 * 1024;
const maxWaits = 5;
const longestWaitMs = 10_000;

/** The next call; null when there is none. */
type NextCall = { kind: "inputs"; input: JsonObject } | { kind: "address"; target: URL } | null;

/** The first page's output with the items of the others; throws what a page's call throws. */
export async function gatherPages(call: PagedCall): Promise<Page> {
  const { paging, maxPages, signal } = call;
  const waits = { left: maxWaits };
  const first = await call.callWith(call.input);
  const gathered = new Gathered(itemsAt(first.output, paging.items));
  const asked = new Set<string>([keyOf({ kind: "inputs", input: call.input })]);
  let last: Page = first;
  let input = call.input;
  for (let pages = 1; pages < maxPages; pages += 1) {
    const items = itemsAt(last.output, paging.items);
    const next = items.length === 0 ? null : nextCall(call, { last, input, items });
    // A service that answers with the same cursor for ever has no more.
    if (next === null || asked.has(keyOf(next))) break;
    asked.add(keyOf(next));
    call.report?.(pages);
    if (signal.aborted) throw new ToolError("transient", "The call was broken off between two pages.");
    const page = await pageAfter(call, next, waits);
    if (page === null) break;
    if (next.kind === "inputs") input = next.input;
    const more = itemsAt(page.output, paging.items);
    // The same items again: the service knows no pages beyond this one.
    if (more.length > 0 && JSON.stringify(more) === JSON.stringify(items)) break;
    gathered.add(more, call.service);
    last = page;
  }
  return { output: await joined(call, { first, last, gathered }), response: first.response };
}

/** The next page; null for one that isn't there. Waits when the service asks for a little patience. */
async function pageAfter(
  call: PagedCall,
  next: NonNullable<NextCall>,
  waits: { left: number },
): Promise<Page | null> {
  for (;;) {
    try {
      return await (next.kind === "inputs" ? call.callWith(next.input) : call.callAt(next.target));
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      const isCounted = call.paging.next.kind === "page" || call.paging.next.kind === "offset";
      // Counting leads past the end, which some services call not found.
      if (isCounted && error.kind === "not-found") return null;
      const waitMs = retryAfterMs(error.evidence, new Date());
      const isPassing = error.kind === "quota" || error.kind === "transient";
      if (!isPassing || waitMs === null || waitMs > longestWaitMs || waits.left === 0) throw error;
      waits.left -= 1;
      await delay(waitMs, undefined, { signal: call.signal }).catch(() => {
        throw error;
      });
    }
  }
}

function nextCall(
  call: PagedCall,
  { last, input, items }: { last: Page; input: JsonObject; items: readonly Json[] },
): NextCall {
  const { next } = call.paging;
  switch (next.kind) {
    case "cursor": {
      const cursor = valueAt(last.output, next.cursor);
      return isCursor(cursor) ? withInput(input, next.input, cursor) : null;
    }
    case "last-item": {
      if (next.more !== null && valueAt(last.output, next.more) !== true) return null;
      const cursor = valueAt(items.at(-1) ?? null, [next.field]);
      return isCursor(cursor) ? withInput(input, next.input, cursor) : null;
    }
    case "page":
    case "offset": {
      if (isLastBySize(next, input, items.length)) return null;
      const given = input[next.input];
      const at = typeof given === "number" ? given : Number(given ?? next.first);
      if (!Number.isInteger(at)) return null;
      const step = next.kind === "page" ? 1 : items.length;
      // Some documents have the number as a text.
      return withInput(input, next.input, typeof given === "string" ? String(at + step) : at + step);
    }
    case "link-header":
      return addressed(call, last, nextLink(last.response.headers.link ?? ""));
    case "link": {
      const link = valueAt(last.output, next.link);
      return addressed(call, last, typeof link === "string" && link.trim() !== "" ? link.trim() : null);
    }
    default:
      return next satisfies never;
  }
}

function isLastBySize(
  { size }: Extract<NextPage, { size: string | null }>,
  input: JsonObject,
  count: number,
): boolean {
  const wanted = size === null ? undefined : input[size];
  return typeof wanted === "number" && count < wanted;
}

function isCursor(value: Json | undefined): value is string | number {
  return (typeof value === "string" && value !== "") || typeof value === "number";
}

function withInput(input: JsonObject, name: string, value: Json): NextCall {
  return { kind: "inputs", input: { ...input, [name]: value } };
}

/** An address on the bound origin. Throws a `refused` ToolError for any other: credentials don't go there (P8). */
function addressed({ origin, service }: PagedCall, last: Page, link: string | null): NextCall {
  if (link === null) return null;
  if (!URL.canParse(link, last.response.url)) {
    throw new ToolError(
      "broken-tool",
      `${service} says that the next page is at something that is no address.`,
    );
  }
  const target = new URL(link, last.response.url);
  if (target.origin !== new URL(origin).origin) {
    throw new ToolError(
      "refused",
      `${service} says that the next page is at ${target.origin.slice(0, 200)}, but the connection is bound to ` +
        `${origin}. Ask for one page.`,
    );
  }
  return { kind: "address", target };
}

function keyOf(next: NonNullable<NextCall>): string {
  return next.kind === "address" ? next.target.href : JSON.stringify(next.input);
}

/** The items of all pages so far. */
class Gathered {
  readonly items: Json[];
  /** How many of them fit in an output: whole pages. */
  inline: number;
  #bytes: number;

  constructor(items: readonly Json[]) {
    this.items = [...items];
    this.inline = items.length;
    this.#bytes = sizeOf(items);
  }

  add(items: readonly Json[], service: string): void {
    this.#bytes += sizeOf(items);
    if (this.#bytes > maxFileBytes) {
      const message = `The pages of ${service} are more than 40 MB together. Ask for fewer of them.`;
      throw new ToolError("broken-tool", message);
    }
    const isFull = this.inline < this.items.length || this.#bytes > maxInlineBytes;
    this.items.push(...items);
    if (!isFull) this.inline = this.items.length;
  }
}

const sizeOf = (items: readonly Json[]) => Buffer.byteLength(JSON.stringify(items));

/**
 * The first page's output with all items; what leads on is the last page's. Items that don't fit are in a file, with
 * all the others.
 */
async function joined(
  call: PagedCall,
  { first, last, gathered }: { first: Page; last: Page; gathered: Gathered },
): Promise<JsonObject> {
  const { paging, files, service } = call;
  const { next } = paging;
  let output = withValueAt(first.output, paging.items, gathered.items.slice(0, gathered.inline));
  const path = next.kind === "cursor" ? next.cursor : next.kind === "link" ? next.link : null;
  const leading = next.kind === "last-item" ? next.more : path;
  if (leading !== null) output = withValueAt(output, leading, valueAt(last.output, leading));
  if (gathered.inline === gathered.items.length || !isJsonObject(output)) return toObject(output);
  const lines = gathered.items.map((item) => `${JSON.stringify(item)}\n`).join("");
  const name = `${
    service
      .replace(/[^\p{L}\p{N} _-]/gu, " ")
      .trim()
      .slice(0, 60) || "items"
  }.jsonl`;
  const file = await files.write({ name, mediaType: "application/x-ndjson", content: Buffer.from(lines) });
  return { ...output, [itemsFileName]: file.id };
}

const toObject = (value: Json): JsonObject => (isJsonObject(value) ? value : {});

function itemsAt(output: JsonObject, path: OutputPath): Json[] {
  const found = valueAt(output, path);
  return Array.isArray(found) ? found : [];
}

function valueAt(value: Json, path: OutputPath): Json | undefined {
  let found: Json | undefined = value;
  for (const name of path) {
    found = isJsonObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  }
  return found;
}

/** A copy with another value at a place; undefined takes it away. */
function withValueAt(value: Json, [name, ...rest]: OutputPath, inner: Json | undefined): Json {
  if (name === undefined) return inner ?? null;
  const members = isJsonObject(value) ? value : {};
  if (rest.length === 0 && inner === undefined) {
    return Object.fromEntries(Object.entries(members).filter(([one]) => one !== name));
  }
  // Nothing is made where nothing was.
  const there = Object.hasOwn(members, name) ? (members[name] ?? null) : null;
  if (rest.length > 0 && inner === undefined && !isJsonObject(there)) return value;
  return { ...members, [name]: withValueAt(there, rest, inner) };
}
