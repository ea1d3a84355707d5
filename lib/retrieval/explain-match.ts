// Which words of a query are in a tool, and where.
import type { MatchReasons, ToolPart } from "@/lib/domain/candidate";
import { meaningOf, type QueryMemory } from "./query-memory";
import type { QueryTerm } from "./read-query";
import type { StaticModel } from "./static-model";
import { stem } from "./stem";
import type { ToolParts } from "./tool-text";

/** A word is named where it says most. */
const partOrder: readonly ToolPart[] = ["title", "description", "example", "input", "output", "api"];
/** Nearness from which a word of like meaning is worth naming. */
const namedNearness = 0.3;

/** Each word of the query that is in the tool, or has one of like meaning there, with where it stands. */
export function explainWords(
  terms: readonly QueryTerm[],
  parts: ToolParts,
  by: { model: StaticModel; memory: QueryMemory },
): MatchReasons["words"] {
  const reasons: MatchReasons["words"] = [];
  for (const term of terms) {
    if (term.weight === 0) continue;
    const reason = sameWord(term, parts) ?? likeWord(term, parts, by);
    if (reason) reasons.push(reason);
  }
  return reasons;
}

function sameWord(term: QueryTerm, parts: ToolParts): MatchReasons["words"][number] | null {
  for (const part of partOrder) {
    const found = parts[part].find((word) => stem(word) === term.stem);
    if (found) return { word: term.word, found, part, isSame: true };
  }
  return null;
}

function likeWord(
  term: QueryTerm,
  parts: ToolParts,
  { model, memory }: { model: StaticModel; memory: QueryMemory },
): MatchReasons["words"][number] | null {
  let best: { found: string; part: ToolPart; nearness: number } | null = null;
  for (const part of partOrder) {
    if (part === "input" || part === "output") continue;
    for (const found of parts[part]) {
      const nearness = memory.nearest(term, [meaningOf(found, model)]);
      if (nearness >= namedNearness && nearness > (best?.nearness ?? 0)) best = { found, part, nearness };
    }
  }
  return best && { word: term.word, found: best.found, part: best.part, isSame: false };
}
