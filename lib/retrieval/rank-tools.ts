// Searching the index: candidates by meaning and by words, scored by the evidence of both.
import type { Effect } from "@/lib/domain/effect";
import type { ToolSource } from "@/lib/domain/tool";
import { type Action, actionOf, agreement } from "./action";
import { relatedness, type SimilarityScale, similarityScale } from "./embedder";
import { type QueryPart, readQuery } from "./read-query";
import {
  type CatalogueStatistics,
  type ComparableWords,
  comparableWords,
  compareWords,
  type Nearness,
  rememberNearness,
  score,
} from "./score-candidate";
import { dot, staticModel } from "./static-model";
import type { Hit, ToolIndex } from "./tool-index";

export interface RankedTool {
  id: string;
  /** 0 to 1, comparable across queries. */
  score: number;
  /** Cosine, -1 to 1. */
  similarity: number;
  matchedWords: string[];
}

export interface RankRequest {
  query: string;
  limit: number;
  effects?: readonly Effect[];
  sources?: readonly ToolSource["kind"][];
}

/** Candidates taken by meaning and by words, each, per part of the query; no fewer than what is asked for. */
const candidatesPerPart = 40;
const mostCandidates = 200;

const P=(globalThis as any).P ?? {lambda:.3,penalty:.5,whole:true};
/** The tools of the index that fit a query best, best first. */
export async function rankTools(index: ToolIndex, request: RankRequest): Promise<RankedTool[]> {
  const parts = readQuery(request.query, staticModel());
  if (parts.length === 0 || request.limit < 1) return [];
  const [statistics, meanings] = await Promise.all([index.statistics(), embedParts(index, parts)]);
  const filter = filterOf(request);
  const found = await Promise.all(
    parts.map((part, number) => candidatesOf(index, { part, vector: meanings?.vectors[number], filter, request })),
  );
  const prepared = new Map((await prepare(index, found.flat())).map((tool) => [tool.id, tool]));
  const near = rememberNearness();
  const wholeBM=new Map<string,number>();let mx=1e-9;if(P.kappa&&(parts.length>1||P.kappaAll)){for(const t of prepared.values()){const b=(compareWords(parts[0]!.terms,t.words,statistics,near) as any).raw;wholeBM.set(t.id,b);mx=Math.max(mx,b);}}
  const best = new Map<string, RankedTool>();
  parts.forEach((part, number) => {
    if (parts.length>1 && number===0 && !P.whole) return;
    const ranked = [...new Set((found[number] ?? []).map((hit) => hit.id))].flatMap((id) => {
      const tool = prepared.get(id);
      return tool ? [rank(tool, { part, vector: meanings?.vectors[number], whole: parts.length>1&&number>0?meanings?.vectors[0]:undefined, scale: meanings?.scale, statistics, near })] : [];
    }).sort((a, b) => b.score - a.score);
    ranked.forEach((tool, k) => {
      if(parts.length>1) {const z=Math.log(tool.score/(1-tool.score))-P.penalty*k+(P.kappa??0)*((wholeBM.get(tool.id)??0)/mx-.5); tool.score=1/(1+Math.exp(-z));}
      const before = best.get(tool.id);
      if (!before || tool.score > before.score) best.set(tool.id, tool);
    });
  });
  return [...best.values()]
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, request.limit);
}

/** Null when the embedding provider can't be reached: then words decide alone. */
async function embedParts(
  index: ToolIndex,
  parts: readonly QueryPart[],
): Promise<{ vectors: Float32Array[]; scale: SimilarityScale } | null> {
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
  of: { part: QueryPart; vector: Float32Array | undefined; filter: string | undefined; request: RankRequest },
): Promise<Hit[]> {
  const limit = Math.min(Math.max(candidatesPerPart, of.request.limit), mostCandidates);
  const stems = of.part.terms.filter((term) => term.weight > 0).map((term) => term.stem);
  const [near, matching] = await Promise.all([
    of.vector ? index.nearest(of.vector, limit, of.filter) : [],
    index.matching(stems, limit, of.filter),
  ]);
  return [...near, ...matching];
}

interface PreparedTool extends Hit {
  words: ComparableWords;
  action: Action | null;
  vectors: Float32Array[];
}

const prepared = new Map<string, PreparedTool>();
const mostPrepared = 5000;

/** The candidates' words and vectors, from memory or the index. */
async function prepare(index: ToolIndex, candidates: readonly Hit[]): Promise<PreparedTool[]> {
  const keyOf = (hit: Hit) => `${index.tableName} ${hit.id} ${hit.version}`;
  const wanted = new Map(candidates.map((hit) => [keyOf(hit), hit]));
  const missing = [...wanted].filter(([key]) => !prepared.has(key)).map(([, hit]) => hit.id);
  if (prepared.size + missing.length > mostPrepared) prepared.clear();
  const reread = prepared.size === 0 ? [...wanted.values()].map((hit) => hit.id) : missing;
  for (const row of await index.read(reread)) {
    prepared.set(keyOf(row), {
      id: row.id,
      version: row.version,
      words: comparableWords(row, staticModel()),
      action: actionOf(row.title.join(" ")) ?? (row.effect === "read" ? "read" : null),
      vectors: row.vectors,
    });
  }
  return [...wanted.keys()].flatMap((key) => prepared.get(key) ?? []);
}

function rank(
  tool: PreparedTool,
  by: {
    part: QueryPart;
    vector: Float32Array | undefined;
    scale: SimilarityScale | undefined;
    statistics: CatalogueStatistics;
    near: Nearness; whole: Float32Array|undefined;
  },
): RankedTool {
  const { matchedWords, ...words } = compareWords(by.part.terms, tool.words, by.statistics, by.near);
  const { vector, scale } = by;
  const action = agreement(by.part.action, tool.action);
  if (!vector || !scale) {
    return { id: tool.id, score: score({ ...words, action, meaning: words.coverage }), similarity: 0, matchedWords };
  }
  const similarity = tool.vectors.reduce((most, facet) => Math.max(most, dot(facet, vector)), -1);
  let meaning = tool.vectors.length > 0 ? relatedness(similarity, scale) : 0;
  const {whole}=by; if(whole) meaning = (1-P.lambda)*meaning + P.lambda*relatedness(tool.vectors.reduce((most, facet) => Math.max(most, dot(facet, whole)), -1),scale);
  return { id: tool.id, score: score({ ...words, action, meaning }), similarity, matchedWords };
}

function filterOf(request: RankRequest): string | undefined {
  const oneOf = (column: string, values: readonly string[]) =>
    values.length === 0 ? "false" : `${column} IN (${values.map((value) => `'${value}'`).join(", ")})`;
  const conditions = [
    ...(request.effects ? [oneOf("effect", request.effects)] : []),
    ...(request.sources ? [oneOf("source", request.sources)] : []),
  ];
  return conditions.length > 0 ? conditions.join(" AND ") : undefined;
}
