// Searching the index: candidates by meaning and by words, scored by the evidence of both.
import type { MatchReasons } from "@/lib/domain/candidate";
import type { ToolFilters } from "@/lib/domain/tool-search";
import { type Action, actionOf, agreement } from "./action";
import { relatedness, type SimilarityScale, similarityScale } from "./embedder";
import { explainWords } from "./explain-match";
import { QueryMemory } from "./query-memory";
import { completeLastWord, type QueryPart, type QueryTerm, readQuery } from "./read-query";
import {
  type ComparableWords,
  comparableWords,
  compareWords,
  meaningShare,
  score,
  wordScore,
} from "./score-candidate";
import { dot, staticModel } from "./static-model";
import { type Hit, quoted, type ToolIndex } from "./tool-index";
import type { ToolParts } from "./tool-text";

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
}

/** Candidates taken by meaning and by words, each, per part of the query; no fewer than what is asked for. */
const candidatesPerPart = 24;
const mostCandidates = 200;

/**
 * The tools of the index that fit a query best, best first. For a query that asks for several things the best of
 * each come before the runners-up of one, so that scores need not fall from one to the next.
 */
export async function rankTools(index: ToolIndex, request: RankRequest): Promise<RankedTool[]> {
  const read = readQuery(request.query, staticModel());
  if (read.length === 0 || request.limit < 1) return [];
  const [statistics, meanings] = await Promise.all([index.statistics(), embedParts(index, read)]);
  const parts = read.map((part) => completeLastWord(part, statistics.frequencies));
  const [whole] = parts;
  if (!whole) return [];
  const filter = filterOf(request);
  const limit = Math.min(Math.max(candidatesPerPart, request.limit), mostCandidates);
  const found = await Promise.all(
    parts.map((part, number) =>
      candidatesOf(index, part, {
        // The mean of several intents is near to none of them.
        vector: part === whole && parts.length > 1 ? undefined : meanings?.vectors[number],
        filter,
        limit,
      }),
    ),
  );
  const tools = await prepare(index, found.flat());
  const memory = new QueryMemory(statistics);
  const ranked = parts.map((part, number) => {
    const context = { part, number, meanings, memory };
    return [...new Set((found[number] ?? []).map((hit) => hit.id))]
      .flatMap((id) => tools.get(id) ?? [])
      .map((tool) => rank(tool, context))
      .sort(byScore);
  });
  const merged = parts.length > 1 ? mergeParts(ranked, { whole, tools, memory }) : (ranked[0] ?? []);
  return merged.slice(0, request.limit).map((scored) => explained(scored, whole.terms, memory));
}

/** A tool with the evidence of one part of the query. */
interface ScoredTool extends Pick<RankedTool, "score" | "similarity" | "matchedWords"> {
  tool: PreparedTool;
  /** 0 unrelated, 1 related; may lie outside. */
  likeness: number;
  meaningShare: number;
}

const byScore = (a: ScoredTool, b: ScoredTool) => b.score - a.score || (a.tool.id < b.tool.id ? -1 : 1);

/** Relatedness from which a likeness is some, and much. */
const likenesses = { some: 0.35, much: 0.8 };

function explained(scored: ScoredTool, terms: readonly QueryTerm[], memory: QueryMemory): RankedTool {
  const { tool, score, similarity, matchedWords, likeness, meaningShare } = scored;
  const words = explainWords(terms, tool.parts, { model: staticModel(), memory });
  const level = likeness >= likenesses.much ? "much" : likeness >= likenesses.some ? "some" : "none";
  const reasons: MatchReasons = { words, likeness: level, meaningShare };
  return { id: tool.id, score, similarity, matchedWords, reasons };
}

/** What each place in its part's ranking costs a tool, and what the words of the whole query weigh; in logits. */
const placeCost = 0.7;
const contextWeight = 3;

/** One ranking from those of the parts: each tool at its best, and tools that the whole query speaks of first. */
function mergeParts(
  ranked: readonly ScoredTool[][],
  by: { whole: QueryPart; tools: ReadonlyMap<string, PreparedTool>; memory: QueryMemory },
): ScoredTool[] {
  const context = new Map(
    [...by.tools].map(([id, tool]) => [id, wordScore(by.whole.terms, tool.words, by.memory)]),
  );
  const most = Math.max(...context.values(), 1e-9);
  const best = new Map<string, { scored: ScoredTool; place: number }>();
  for (const list of ranked) {
    list.forEach((scored, rank) => {
      const place =
        logit(scored.score) - placeCost * rank + contextWeight * ((context.get(scored.tool.id) ?? 0) / most);
      const before = best.get(scored.tool.id);
      if (!before || place > before.place) best.set(scored.tool.id, { scored, place });
    });
  }
  return [...best.values()]
    .sort((a, b) => b.place - a.place || byScore(a.scored, b.scored))
    .map(({ scored }) => scored);
}

const logit = (probability: number) => Math.log(probability / (1 - probability));

interface Meanings {
  /** Of the parts, in order. */
  vectors: Float32Array[];
  scale: SimilarityScale;
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
  by: { vector: Float32Array | undefined; filter: string | undefined; limit: number },
): Promise<Hit[]> {
  const stems = part.terms.filter((term) => term.weight > 0).map((term) => term.stem);
  const [near, matching] = await Promise.all([
    by.vector ? index.nearest(by.vector, by.limit, by.filter) : [],
    index.matching(stems, by.limit, by.filter),
  ]);
  return [...near, ...matching];
}

interface PreparedTool extends Hit {
  parts: ToolParts;
  words: ComparableWords;
  action: Action | null;
  vectors: Float32Array[];
}

const prepared = new Map<string, PreparedTool>();
const mostPrepared = 5000;

/** The candidates' words and vectors by id, from memory or the index. */
async function prepare(index: ToolIndex, candidates: readonly Hit[]): Promise<Map<string, PreparedTool>> {
  const keyOf = (hit: Hit) => `${index.tableName} ${hit.id} ${hit.version}`;
  const wanted = new Map(candidates.map((hit) => [keyOf(hit), hit.id]));
  if (prepared.size + wanted.size > mostPrepared) prepared.clear();
  const missing = [...wanted].flatMap(([key, id]) => (prepared.has(key) ? [] : [id]));
  for (const row of await index.read(missing)) {
    prepared.set(keyOf(row), {
      id: row.id,
      version: row.version,
      parts: row.parts,
      words: comparableWords(row.parts, staticModel()),
      action: actionOf(row.parts.title.join(" ")) ?? (row.effect === "read" ? "read" : null),
      vectors: row.vectors,
    });
  }
  const tools = [...wanted.keys()].flatMap((key) => prepared.get(key) ?? []);
  return new Map(tools.map((tool) => [tool.id, tool]));
}

/** How much of a part's meaning is taken from the whole query it is in. */
const wholeShare = 0.4;

function rank(
  tool: PreparedTool,
  by: {
    part: QueryPart;
    number: number;
    meanings: Meanings | null;
    memory: QueryMemory;
  },
): ScoredTool {
  const { matchedWords, ...words } = compareWords(by.part.terms, tool.words, by.memory);
  const action = agreement(by.part.action, tool.action);
  const [whole, own] = [by.meanings?.vectors[0], by.meanings?.vectors[by.number]];
  if (!by.meanings || !whole || !own) {
    const evidence = { ...words, action, meaning: words.coverage };
    return { tool, score: score(evidence), similarity: 0, matchedWords, likeness: 0, meaningShare: 0 };
  }
  const similarity = nearestFacet(tool, own);
  const mixed =
    own === whole ? similarity : (1 - wholeShare) * similarity + wholeShare * nearestFacet(tool, whole);
  const meaning = tool.vectors.length > 0 ? relatedness(mixed, by.meanings.scale) : 0;
  const evidence = { ...words, action, meaning };
  return {
    tool,
    score: score(evidence),
    similarity,
    matchedWords,
    likeness: meaning,
    meaningShare: meaningShare(evidence),
  };
}

/** The cosine of the facet nearest to a text; 0 for a tool without any. */
function nearestFacet(tool: PreparedTool, vector: Float32Array): number {
  if (tool.vectors.length === 0) return 0;
  return Math.max(...tool.vectors.map((facet) => dot(facet, vector)));
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
