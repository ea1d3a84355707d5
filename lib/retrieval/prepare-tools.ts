// The candidates of a query, made ready for comparing; kept, since the same tools are found again and again.
import { type Action, actionOf } from "./action";
import { type IndexedTool, type SpokenPart, type StoredTool, toolOf } from "./index-rows";
import { type ComparableWords, comparableWords } from "./score-candidate";
import { type ToolWord, toolWords } from "./tool-word";

export interface PreparedTool extends IndexedTool {
  words: ComparableWords;
  action: Action | null;
  /** The words of a part, looked up for the few that are explained only. */
  wordsOf: (part: SpokenPart) => readonly ToolWord[];
}

const prepared = new Map<string, PreparedTool>();
const mostPrepared = 4000;

/** What was found, each tool once. @param table of which index: vectors of different ones can't be compared. */
export function prepareTools(table: string, found: readonly StoredTool[]): PreparedTool[] {
  const tools = new Set<PreparedTool>();
  for (const stored of found) {
    const key = `${table} ${stored.key}`;
    const tool = prepared.get(key) ?? prepare(toolOf(stored));
    // Those found last are last.
    prepared.delete(key);
    prepared.set(key, tool);
    tools.add(tool);
  }
  for (const key of prepared.keys()) {
    if (prepared.size <= mostPrepared) break;
    prepared.delete(key);
  }
  return [...tools];
}

function prepare(tool: IndexedTool): PreparedTool {
  const { parts, effect } = tool;
  const words = comparableWords(tool);
  const wordsByPart = new Map<SpokenPart, readonly ToolWord[]>([["title", words.title]]);
  return {
    ...tool,
    words,
    action: actionOf(parts.title) ?? (effect === "read" ? "read" : null),
    wordsOf: (part) => {
      const known = wordsByPart.get(part) ?? toolWords(parts[part]);
      wordsByPart.set(part, known);
      return known;
    },
  };
}
