// Keeps the search index in step with the catalogue in PostgreSQL, which is the truth.
import { allTools, findTools, fingerprintOf, toolVersions, withIndexLock } from "@/lib/db/tools";
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
    await index.write(await allTools());
    await index.dropOthers();
    return { kind: "rebuilt", tools: wanted.size };
  }
  if (fingerprintOf(indexed) === fingerprintOf(wanted)) return { kind: "current", tools: wanted.size };
  const changed = [...wanted].filter(([id, version]) => indexed.get(id) !== version).map(([id]) => id);
  await index.write([...(await findTools(changed)).values()]);
  const known = new Set<string>(wanted.keys());
  await index.remove([...indexed.keys()].filter((id) => !known.has(id)));
  return { kind: "updated", tools: wanted.size };
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
