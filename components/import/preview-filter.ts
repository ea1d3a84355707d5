import type { PreviewedTool } from "@/lib/domain/api-import";

/** What of a preview is shown; null: everything. */
export interface PreviewFilter {
  text: string;
  method: string | null;
  effect: string | null;
  tag: string | null;
  change: string | null;
}

export const allTools: PreviewFilter = { text: "", method: null, effect: null, tag: null, change: null };

/** The operations that have every word of the text somewhere, and what else was chosen; differences first. */
export function filterTools(tools: readonly PreviewedTool[], filter: PreviewFilter): PreviewedTool[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (tool: PreviewedTool) => {
    if (filter.method !== null && tool.method !== filter.method) return false;
    if (filter.effect !== null && tool.effect !== filter.effect) return false;
    if (filter.tag !== null && !tool.tags.includes(filter.tag)) return false;
    if (filter.change !== null && tool.change !== filter.change) return false;
    const text = `${tool.title} ${tool.description} ${tool.operation} ${tool.tags.join(" ")}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const isUpdate = tools.some((tool) => tool.change !== "new");
  const found = tools.filter(fits);
  const order = { changed: 0, removed: 1, new: 2, same: 3 };
  return isUpdate ? found.toSorted((one, other) => order[one.change] - order[other.change]) : found;
}

/** What there is to choose between, the most used first. */
export function optionsOf(tools: readonly PreviewedTool[]) {
  const byCount = (values: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].toSorted((one, other) => other[1] - one[1]).map(([value]) => value);
  };
  return {
    methods: byCount(tools.map((tool) => tool.method)),
    effects: byCount(tools.map((tool) => tool.effect)),
    tags: byCount(tools.flatMap((tool) => tool.tags)).slice(0, 200),
    changes: byCount(tools.map((tool) => tool.change)),
  };
}
