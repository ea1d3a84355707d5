// Recognises how an operation's answer goes on from page to page, by the names, types and descriptions of what it takes
// and gives. No document says it in so many words.
//
// The first that fits:
// 1. A cursor: an input and a field of the answer that belong together (`pageToken` and `nextPageToken`).
// 2. The next page's address in the answer (`next`, `_links.next.href`, `@odata.nextLink`).
// 3. A `Link` header among the answer's headers.
// 4. The last item's id (`starting_after`).
// 5. Pages that are counted, then items that are counted.
// Nothing, when the answer has no list that could go on, or the operation does more than read.
import type { JsonSchema } from "@/lib/domain/json";
import { type AnswerField, fieldsOfAnswer, pickItems } from "./answer-fields";
import { effectOf } from "./classify-operation";
import { objectAt, textAt } from "./json-access";
import type { OperationInput } from "./operation-inputs";
import type { OperationOutput } from "./operation-output";
import type { Operation } from "./operations";
import type { NextPage, Paging } from "./paging";
import type { References } from "./references";

interface PagingSource {
  inputs: readonly OperationInput[];
  output: OperationOutput;
  references: References;
}

/** How the operation's pages follow one another; null when it has none, as far as can be told. */
export function findPaging(
  operation: Operation,
  { inputs, output, references }: PagingSource,
): Paging | null {
  if (output.shape !== "object" && output.shape !== "items") return null;
  if (effectOf(operation, false) !== "read") return null;
  const candidates = inputs.flatMap(candidateOf);
  const fields = fieldsOfAnswer(output, references);
  const items = output.shape === "items" ? ["items"] : pickItems(fields, operation);
  if (items === null) return null;
  const next =
    findCursor(candidates, fields) ??
    findLink(fields) ??
    findLinkHeader(operation, references) ??
    findLastItem(candidates, fields) ??
    findPage(candidates) ??
    findOffset(candidates);
  return next && { items, next };
}

interface Candidate {
  input: string;
  /** The name it is sent under, in small letters and digits alone: `page[number]` → `pagenumber`. */
  name: string;
  schema: JsonSchema;
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** An input that could ask for a page: one value of the query or of the body. */
function candidateOf({ input, place, schema }: OperationInput): Candidate[] {
  const types = [schema.type ?? []].flat();
  if (types.includes("array") || types.includes("boolean")) return [];
  if (place.in === "body-property") return [{ input, name: plain(place.name), schema }];
  if (place.in !== "parameter" || place.parameter.in !== "query") return [];
  return [{ input, name: plain(place.parameter.name), schema }];
}

const cursorNames =
  /^(x?amz|page|next|nextpage|continuation|pagination|paging|paginate|page?cursor|start|starting|list|scroll|skip|position)*(token|cursor|marker|bookmark|cursormark|scrollid|cursorid)$|^(after|continue|continuation|exclusivestartkey|exclusivestart[a-z]+|pagestate|scroll|aftercursor|startkey|lastkey|endbefore|lastevaluatedkey)$/;
const endNames =
  /^(end|next|nextpage|after|continuation|nextcontinuation|nextpaging|pagination|paging)*(cursor|token|marker|cursormark|bookmark)$|^(lastevaluatedkey|nextkey|nextpagekey)$/;
const pagingParents =
  /^(paging|pagination|meta|metadata|page|pageinfo|cursors?|responsemetadata|next|nextpage)$/;

function findCursor(candidates: readonly Candidate[], fields: readonly AnswerField[]): NextPage | null {
  const values = fields.filter((field) => field.kind === "value" && !isAddress(field));
  for (const { input, name } of candidates) {
    const isCursor = cursorNames.test(name) && name !== "token";
    const tests: ((field: AnswerField) => boolean)[] = [
      (field) => name.length >= 4 && field.name === `next${name}`,
      (field) =>
        isCountedOrCursor(name) && field.name === `next${name.replace(/^(next|start|starting)/, "")}`,
      (field) => isCountedOrCursor(name) && field.name === name && field.parent.startsWith("next"),
      (field) => isCursor && endNames.test(field.name) && field.name !== name && field.name !== "token",
      (field) => isCursor && field.name === name,
      (field) => isCursor && field.name === "next",
      (field) =>
        isCursor && (field.name === "cursor" || field.name === "after") && pagingParents.test(field.parent),
      (field) => name === "after" && field.name === "lastid",
    ];
    for (const fits of tests) {
      const field = values.find(fits);
      if (field) return { kind: "cursor", input, cursor: field.path };
    }
  }
  return null;
}

const isCountedOrCursor = (name: string) =>
  cursorNames.test(name) ||
  /^(token|page|pagenumber|pageno|pagenum|offset|skip|start|startindex|startat)$/.test(name);

function isAddress({ name, format, description }: AnswerField): boolean {
  return (
    /ur[il]$|link$|href$/.test(name) ||
    /^(uri|url)/.test(format) ||
    /\b(ur[il]|link|href)\b/i.test(description)
  );
}

/** The next page's address: a field that says so by its name and, when the name says no more than “next”, by its company. */
function findLink(fields: readonly AnswerField[]): NextPage | null {
  const values = fields.filter(({ kind }) => kind === "value");
  const named = values.find(({ name }) => /^(odata)?next(page)?(ur[il]|link|href)$/.test(name));
  const inLinks = values.find(
    ({ name, parent, grandparent }) =>
      (name === "next" && /^(links|paging|pagination|pages)$/.test(parent)) ||
      (name === "href" && parent === "next" && grandparent === "links"),
  );
  const next = values.find(({ name }) => name === "next" || name === "nextpage");
  const hasCompany = fields.some(
    ({ name, path }) => /^prev(ious)?(page)?$/.test(name) && path.length === next?.path.length,
  );
  const isNext = next && (isAddress(next) || (hasCompany && next.type === "string"));
  const found =
    named ?? (inLinks && (inLinks.type === "string" || inLinks.type === "") ? inLinks : undefined);
  const link = found ?? (isNext ? next : undefined);
  return link ? { kind: "link", link: link.path } : null;
}

function findLinkHeader(operation: Operation, references: References): NextPage | null {
  for (const [status, response] of Object.entries(objectAt(operation.source, "responses"))) {
    if (!/^2/.test(status)) continue;
    const headers = objectAt(references.follow(response)?.value, "headers");
    if (Object.keys(headers).some((name) => name.toLowerCase() === "link")) return { kind: "link-header" };
  }
  const described = textAt(operation.source, "description") ?? "";
  return /rel=["\\]*next/i.test(described) ||
    /\bLink\b.{0,20}\bheader\b.{0,200}\bpag/is.test(described.slice(0, 5000))
    ? { kind: "link-header" }
    : null;
}

function findLastItem(candidates: readonly Candidate[], fields: readonly AnswerField[]): NextPage | null {
  const after = candidates.find(({ name }) =>
    /^(startingafter|afterid|startafterid|startingafterid)$/.test(name),
  );
  if (!after) return null;
  const more = fields.find(
    ({ name, type }) =>
      /^(has|is)?more(items|results|pages)?$|^hasnext(page)?$/.test(name) && type === "boolean",
  );
  return { kind: "last-item", input: after.input, field: "id", more: more?.path ?? null };
}

const sizeNames =
  /^(limit|(page|per|page?results|results|items|max|batch|record|chunk|window)*(size|page|perpage|limit|results|items|count)|count|top|rows|take|max|num|n|size|length|hitsperpage|pagelength|nbperpage|maxrecords|numresults|resultcount|numberofresults|first)$/;

function findPage(candidates: readonly Candidate[]): NextPage | null {
  const countsPages = ({ description = "" }: JsonSchema) => /\bpage (number|index)\b/i.test(description);
  const page = candidates.find(
    ({ name, schema }) =>
      (/^(offset|skip)$/.test(name) && countsPages(schema) && isCounted(schema, /page/)) ||
      (/^(page|pagenumber|pageno|pagenum|pageindex|pagenr|currentpage|skippages|pag|pagina|whichpage|resultpage|pagepage)$/.test(
        name,
      ) &&
        isCounted(schema, /\bpages?\b/i)),
  );
  if (!page) return null;
  return { kind: "page", input: page.input, first: firstOf(page), size: sizeOf(candidates, page) };
}

function findOffset(candidates: readonly Candidate[]): NextPage | null {
  const named = (pattern: RegExp) =>
    candidates.find(
      ({ name, schema }) => pattern.test(name) && isCounted(schema, /\b(offset|skip|start|first|index)/i),
    );
  const plainOffset = named(
    /^(offset|skip|startindex|startat|pageoffset|startoffset|firstresult|startrow|recordoffset|resultoffset|startrecord|limitstart)$/,
  );
  const size = sizeOf(candidates, plainOffset ?? null);
  // “start” and “from” are dates as well; beside a number of items they are not.
  const vague = size === null ? undefined : named(/^(start|from|begin|first)$/);
  const offset = plainOffset ?? vague;
  if (!offset || size === offset.input) return null;
  return { kind: "offset", input: offset.input, first: firstOf(offset), size };
}

function sizeOf(candidates: readonly Candidate[], other: Candidate | null): string | null {
  const fits = candidates.find(
    ({ name, input }) => input !== other?.input && name !== "page" && sizeNames.test(name),
  );
  return fits?.input ?? null;
}

/** True for a number, and for a text that is described as one. */
function isCounted(
  { type, description, default: preset, examples, format }: JsonSchema,
  words: RegExp,
): boolean {
  const types = [type ?? []].flat();
  if (/\btime ?stamp\b/i.test(description ?? "")) return false;
  if (types.includes("integer") || types.includes("number")) return true;
  if (types.length > 0 && !types.includes("string")) return false;
  if (format !== undefined && /date|time|uuid|uri/.test(format)) return false;
  const looksCounted = [preset, ...(examples ?? [])].some((one) => /^\d{1,6}$/.test(String(one ?? "")));
  return (
    looksCounted ||
    (words.test(description ?? "") && !/\b(token|cursor|date|time)\b/i.test(description ?? ""))
  );
}

/** 0 or 1: what a document says the first one is, or what is usual for such a name. */
function firstOf({ name, schema }: Candidate): 0 | 1 {
  const text = schema.description ?? "";
  const isOffset = /offset|skip|start|from|begin|first/.test(name);
  if (
    /\b(zero|0)[- ]?(based|indexed)|(start|begin)(s|ning|ing)? (at|from|with) (0|zero)\b|first page is (0|zero)|\bdefault(s|ing)?( value| is| to|:)* ?(0|zero)\b/i.test(
      text,
    )
  )
    return 0;
  if (
    /\b(one|1)[- ]?(based|indexed)|(start|begin)(s|ning|ing)? (at|from|with) (1|one)\b|first page is (1|one)|\bdefault(s|ing)?( value| is| to|:)* ?(1|one)\b/i.test(
      text,
    )
  )
    return 1;
  const given = [schema.default, schema.minimum].map(Number).find((one) => one === 0 || one === 1);
  if ((given === 0 || given === 1) && (schema.default !== undefined || schema.minimum !== undefined))
    return given;
  return isOffset || name === "pageindex" || name === "skippages" ? 0 : 1;
}
