// Searching the index: candidates by meaning and by words, put in order, each with the evidence for it.
import type { MatchReasons } from "@/lib/domain/candidate";
import type { ToolFilters } from "@/lib/domain/tool-search";
import { agreement } from "./action";
import { relatedness, similarityScale } from "./embedder";
import { explainWords } from "./explain-match";
import type { StoredTool } from "./index-rows";
import { type Meanings, orderTools, type QueryReading } from "./order-tools";
import { type PreparedTool, prepareTools } from "./prepare-tools";
import { QueryMemory } from "./query-memory";
import { completeLastWord, type QueryPart, readQuery } from "./read-query";
import { compareWords, meaningShare, score } from "./score-candidate";
import { staticModel } from "./static-model";
import { quoted, type ToolIndex } from "./tool-index";

export interface RankedTool {
  id: string;
  /** 0 to 1, comparable across queries. */
  score: number;
  /** Cosine, -1 to 1. */
  similarity: number;
  matchedWords: string[];
  reasons: MatchReasons;
}

export interface RankRequest {
  query: string;
  limit: number;
  filters?: ToolFilters;
  /** Kinds that have a connection: needed for the filter by it. */
  connectedKinds?: ReadonlySet<string>;
  /** What was read for queries before this one, with the same filters: those about one goal share most of their parts. */
  before?: ReadParts;
}

/** Candidates of parts of queries, by the part and the way they were found. At least as many as anybody needs. */
export type ReadParts = Map<string, { most: number; tools: Promise<StoredTool[]> }>;

/** Candidates taken by meaning and by words per part of the query; together no fewer than what is asked for. */
export const candidatesPerPart = { near: 24, matching: 30 };
const mostCandidates = 200;

/**
 * The tools of the index that fit a query best, best first. For a query that asks for several things the best of
 * each come before the runners-up of one, so that scores need not fall from one to the next.
 */
export async function rankTools(index: ToolIndex, request: RankRequest): Promise<RankedTool[]> {
  const found = await orderedTools(index, request);
  return found ? found.tools.map((tool) => judge(tool, found.reading)) : [];
}

/** Only their ids, for whoever needs no evidence: a long request has many parts, and each is looked for in each tool. */
export async function nearestTools(index: ToolIndex, request: RankRequest): Promise<string[]> {
  const found = await orderedTools(index, request);
  return found ? found.tools.map(({ id }) => id) : [];
}

async function orderedTools(
  index: ToolIndex,
  request: RankRequest,
): Promise<{ tools: PreparedTool[]; reading: QueryReading } | null> {
  const found = await readCandidates(index, request);
  const [whole, ...parts] = found?.reading.parts ?? [];
  if (!found || !whole) return null;
  const { tools, reading } = found;
  // Of a single request the score says all there is to say, and tells a value in it from what is asked for.
  const ordered = parts.length > 0 ? orderTools(tools, reading) : byScore(whole, tools, reading);
  return { tools: ordered.slice(0, request.limit), reading };
}

function byScore(whole: QueryPart, tools: readonly PreparedTool[], reading: QueryReading): PreparedTool[] {
  return tools
    .map((tool) => ({ tool, score: judgeFor(whole, 0, tool, reading).score }))
    .sort((a, b) => b.score - a.score || (a.tool.id < b.tool.id ? -1 : 1))
    .map(({ tool }) => tool);
}

/** The candidates for a query, in no order, with all that they are judged by; null when it can't be searched. */
export async function readCandidates(
  index: ToolIndex,
  request: RankRequest,
): Promise<{ tools: PreparedTool[]; reading: QueryReading } | null> {
  const read = readQuery(request.query, staticModel());
  if (request.limit < 1 || read.length === 0) return null;
  const [statistics, meanings] = await Promise.all([index.statistics(), embedParts(index, read)]);
  const parts = read.map((part) => completeLastWord(part, statistics.frequencies));
  const filter = filterOf(request);
  const found = await Promise.all(
    parts.map((part, number) =>
      candidatesOf(index, part, {
        vector: meanings?.vectors[number],
        filter,
        limit: Math.ceil(request.limit / parts.length),
        before: request.before,
      }),
    ),
  );
  const tools = prepareTools(index.tableName, found.flat());
  return { tools, reading: { parts, meanings, memory: new QueryMemory(statistics) } };
}

/** Null when the embedding provider can't be reached: then words decide alone. */
async function embedParts(index: ToolIndex, parts: readonly QueryPart[]): Promise<Meanings | null> {
  try {
    const [vectors, scale] = await Promise.all([
      index.embedder.embed(parts.map((part) => part.text)),
      similarityScale(index.embedder),
    ]);
    return { vectors, scale };
  } catch (error) {
    console.warn(`Searching by words only: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

async function candidatesOf(
  index: ToolIndex,
  part: QueryPart,
  by: { vector: Float32Array | undefined; filter: string | undefined; limit: number; before?: ReadParts },
): Promise<StoredTool[]> {
  const { vector, filter, before = new Map() } = by;
  const stems = part.terms.filter((term) => term.weight > 0).map((term) => term.stem);
  const most = (least: number) => Math.min(Math.max(least, by.limit), mostCandidates);
  const [near, matching] = await Promise.all([
    vector
      ? readOnce(before, `near ${part.text}`, most(candidatesPerPart.near), (limit) =>
          index.nearest(vector, limit, filter),
        )
      : [],
    readOnce(before, `matching ${stems.join(" ")}`, most(candidatesPerPart.matching), (limit) =>
      index.matching(stems, limit, filter),
    ),
  ]);
  return [...near, ...matching];
}

async function readOnce(
  before: ReadParts,
  key: string,
  most: number,
  read: (most: number) => Promise<StoredTool[]>,
): Promise<StoredTool[]> {
  const known = before.get(key);
  if (known && known.most >= most) return (await known.tools).slice(0, most);
  const tools = read(most);
  before.set(key, { most, tools });
  return tools;
}

/** Relatedness from which a likeness is some, and much. */
const likenesses = { some: 0.35, much: 0.8 };

/** A tool with the evidence of the part of the query that it does best at. */
function judge(tool: PreparedTool, reading: QueryReading): RankedTool {
  const judged = reading.parts.map((part, number) => judgeFor(part, number, tool, reading));
  const best = judged.reduce((a, b) => (b.score > a.score ? b : a));
  const terms = reading.parts[0]?.terms ?? [];
  const words = explainWords(terms, tool, reading.memory);
  const likeness =
    best.meaning >= likenesses.much ? "much" : best.meaning >= likenesses.some ? "some" : "none";
  return {
    id: tool.id,
    score: best.score,
    similarity: best.similarity,
    matchedWords: best.matchedWords,
    reasons: { words, likeness, meaningShare: best.meaningShare },
  };
}

/** How much of a part's meaning is taken from the whole query it is in. */
const wholeShare = 0.4;

function judgeFor(part: QueryPart, number: number, tool: PreparedTool, { meanings, memory }: QueryReading) {
  const { matchedWords, ...words } = compareWords(part.terms, tool.words, memory);
  const action = agreement(part.action, tool.action);
  const [whole, own] = [meanings?.vectors[0], meanings?.vectors[number]];
  if (!meanings || !whole || !own) {
    const evidence = { ...words, action, meaning: words.coverage };
    return {
      score: score(evidence, memory.catalogue.tools),
      similarity: 0,
      matchedWords,
      meaning: 0,
      meaningShare: 0,
    };
  }
  const similarity = tool.facets.nearest(own);
  const mixed =
    own === whole ? similarity : (1 - wholeShare) * similarity + wholeShare * tool.facets.nearest(whole);
  const meaning = tool.facets.count > 0 ? relatedness(mixed, meanings.scale) : 0;
  const evidence = { ...words, action, meaning };
  return {
    score: score(evidence, memory.catalogue.tools),
    similarity,
    matchedWords,
    meaning,
    meaningShare: meaningShare(evidence),
  };
}

function filterOf({ filters = {}, connectedKinds = new Set() }: RankRequest): string | undefined {
  const kinds = ["", ...connectedKinds].map(quoted).join(", ");
  const conditions = [
    filters.source && `source = ${quoted(filters.source)}`,
    filters.sourceId && `source_id = ${quoted(filters.sourceId)}`,
    filters.effect && `effect = ${quoted(filters.effect)}`,
    filters.connected !== undefined && `connection_kind ${filters.connected ? "" : "NOT "}IN (${kinds})`,
  ].filter((condition) => condition !== undefined && condition !== false);
  return conditions.length > 0 ? conditions.join(" AND ") : undefined;
}
