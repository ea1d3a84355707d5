// Keeps the search index in step with the catalogue in PostgreSQL, which is the truth.
import { findTools, fingerprintOf, toolVersions, withIndexLock } from "@/lib/db/tools";
import type { ToolId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import { openIndex } from "./open-index";
import type { ToolIndex } from "./tool-index";

export interface IndexState {
  /** `current`: nothing differed. `updated`: what differed was written. `rebuilt`: there was none to be read. */
  kind: "current" | "updated" | "rebuilt";
  /** In the catalogue. */
  tools: number;
}

/**
 * Makes the index equal to the catalogue: built when there is none, when it is damaged or of another embedder;
 * else only what differs is written. Cheap when nothing does. Throws when the index can't be written or the
 * embedding provider can't be reached.
 */
export async function ensureIndex(): Promise<IndexState> {
  return withIndexLock(async () => repair(await openIndex()));
}

async function repair(index: ToolIndex): Promise<IndexState> {
  const wanted = await toolVersions();
  const indexed = await index.versions();
  if (!indexed) {
    await index.reset();
    await index.writeAll(toolsInBatches([...wanted.keys()]));
    await index.dropOthers();
    return { kind: "rebuilt", tools: wanted.size };
  }
  if (fingerprintOf(indexed) === fingerprintOf(wanted)) return { kind: "current", tools: wanted.size };
  const changed = [...wanted].filter(([id, version]) => indexed.get(id) !== version).map(([id]) => id);
  await index.writeAll(toolsInBatches(changed));
  const known = new Set<string>(wanted.keys());
  await index.remove([...indexed.keys()].filter((id) => !known.has(id)));
  return { kind: "updated", tools: wanted.size };
}

/** A catalogue may be larger than what fits in memory at once, and a tool may have 100 kB. */
const toolsPerBatch = 250;

/** Each batch is asked for while the one before is indexed. */
async function* toolsInBatches(ids: readonly ToolId[]): AsyncGenerator<Tool[]> {
  const read = (start: number) => {
    const tools = findTools(ids.slice(start, start + toolsPerBatch));
    // Thrown where it is waited for.
    tools.catch(() => {});
    return tools;
  };
  let next = read(0);
  for (let start = 0; start < ids.length; start += toolsPerBatch) {
    const tools = await next;
    next = read(start + toolsPerBatch);
    yield [...tools.values()];
  }
}

/** Does something with the index; when that fails because the index is lost or damaged, repairs it first. */
export async function withIndex<T>(work: (index: ToolIndex) => Promise<T>): Promise<T> {
  try {
    return await work(await openIndex());
  } catch (error) {
    const { kind } = await ensureIndex();
    if (kind === "current") throw error;
    return work(await openIndex());
  }
}
