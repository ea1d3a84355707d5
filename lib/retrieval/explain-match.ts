// Which words of a query are in a tool, and where.
import type { MatchReasons, ToolPart } from "@/lib/domain/candidate";
import type { PreparedTool } from "./prepare-tools";
import type { QueryMemory } from "./query-memory";
import type { QueryTerm } from "./read-query";

type ExplainedTool = Pick<PreparedTool, "fieldStems" | "wordsOf">;

/** A word is named where it says most. */
const partOrder: readonly ToolPart[] = ["title", "description", "example", "input", "output", "api"];
/** Nearness from which a word of like meaning is worth naming. */
const namedNearness = 0.3;

/** Each word of the query that is in the tool, or has one of like meaning there, with where it stands. */
export function explainWords(
  terms: readonly QueryTerm[],
  tool: ExplainedTool,
  memory: QueryMemory,
): MatchReasons["words"] {
  const reasons: MatchReasons["words"] = [];
  for (const term of terms) {
    if (term.weight === 0) continue;
    const reason = sameWord(term, tool) ?? likeWord(term, tool, memory);
    if (reason) reasons.push(reason);
  }
  return reasons;
}

function sameWord(term: QueryTerm, tool: ExplainedTool): MatchReasons["words"][number] | null {
  for (const part of partOrder) {
    if (part === "input" || part === "output") {
      if (tool.fieldStems[part].includes(` ${term.stem} `))
        return { word: term.word, found: term.word, part, isSame: true };
      continue;
    }
    const found = tool.wordsOf(part).find((word) => word.stem === term.stem);
    if (found) return { word: term.word, found: found.text, part, isSame: true };
  }
  return null;
}

function likeWord(
  term: QueryTerm,
  tool: ExplainedTool,
  memory: QueryMemory,
): MatchReasons["words"][number] | null {
  let best: { found: string; part: ToolPart; nearness: number } | null = null;
  for (const part of partOrder) {
    if (part === "input" || part === "output") continue;
    for (const word of tool.wordsOf(part)) {
      const nearness = memory.nearest(term, [word]);
      if (nearness >= namedNearness && nearness > (best?.nearness ?? 0))
        best = { found: word.text, part, nearness };
    }
  }
  return best && { word: term.word, found: best.found, part: best.part, isSame: false };
}
