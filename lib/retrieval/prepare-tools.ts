// The candidates of a query, made ready for comparing; kept, since the same tools are found again and again.
import { type Action, actionOf } from "./action";
import type { IndexedTool } from "./index-rows";
import { type ComparableWords, comparableWords } from "./score-candidate";
import { staticModel } from "./static-model";
import type { Hit, ToolIndex } from "./tool-index";

export interface PreparedTool extends IndexedTool {
  words: ComparableWords;
  action: Action | null;
}

const prepared = new Map<string, PreparedTool>();
const mostPrepared = 4000;

/** The tools that were found, each once, from memory or the index. */
export async function prepareTools(index: ToolIndex, found: readonly Hit[]): Promise<PreparedTool[]> {
  const keyOf = (hit: { id: string; version: string }) => `${index.tableName} ${hit.id} ${hit.version}`;
  const wanted = new Map(found.map((hit) => [keyOf(hit), hit]));
  if (prepared.size + wanted.size > mostPrepared) prepared.clear();
  const missing = [...wanted].flatMap(([key, hit]) => (prepared.has(key) ? [] : [hit]));
  for (const tool of await index.read(missing)) {
    prepared.set(keyOf(tool), {
      ...tool,
      words: comparableWords(tool.parts, staticModel()),
      action: actionOf(tool.parts.title.join(" ")) ?? (tool.effect === "read" ? "read" : null),
    });
  }
  return [...wanted.keys()].flatMap((key) => prepared.get(key) ?? []);
}
