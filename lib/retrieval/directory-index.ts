// The search index of the API directory: of its own, in a place of its own, so that nothing of the directory is ever
// found among the tools that can be used.
import { rm } from "node:fs/promises";
import type { Tool } from "@/lib/domain/tool";
import { embedder } from "./embedder";
import { rankTools } from "./rank-tools";
import { ToolIndex } from "./tool-index";

const holder = globalThis as { lamplightDirectoryIndex?: { folder: string; opening: Promise<ToolIndex> } };

/** Operations written at a time. */
export const directoryBatch = 2000;

async function open(folder: string): Promise<ToolIndex> {
  if (holder.lamplightDirectoryIndex?.folder !== folder) {
    const opening = embedder().then((model) => ToolIndex.connect(folder, model));
    holder.lamplightDirectoryIndex = { folder, opening };
    opening.catch(() => {
      holder.lamplightDirectoryIndex = undefined;
    });
  }
  return holder.lamplightDirectoryIndex.opening;
}

/** Ends the connection: for scripts and tests that are to exit, and before the folder goes. */
export async function closeDirectoryIndex(): Promise<void> {
  const opened = holder.lamplightDirectoryIndex;
  holder.lamplightDirectoryIndex = undefined;
  (await opened?.opening)?.close();
}

/** Whether there is an index that this release, with its embedder, can search. */
export async function hasDirectoryIndex(folder: string): Promise<boolean> {
  return (await (await open(folder)).versions()) !== null;
}

/** Makes the index ready to be written; `isFresh` when nothing of an earlier try could be used. */
export async function prepareDirectoryIndex(folder: string): Promise<{ isFresh: boolean }> {
  if (await hasDirectoryIndex(folder)) return { isFresh: false };
  const index = await open(folder);
  await index.reset();
  await index.dropOthers();
  return { isFresh: true };
}

/** Adds operations; those with the same ids are replaced. After the last, `completeDirectoryIndex`. */
export async function indexOperations(folder: string, operations: readonly Tool[]): Promise<void> {
  await (await open(folder)).write(operations, "more");
}

/** Puts the index in order once all operations are in it. */
export async function completeDirectoryIndex(folder: string): Promise<void> {
  await (await open(folder)).putInOrder();
}

/** Ids of the operations nearest to a query, best first. */
export async function rankOperations(
  folder: string,
  request: { query: string; limit: number },
): Promise<{ id: string; score: number }[]> {
  const ranked = await rankTools(await open(folder), request);
  return ranked.map(({ id, score }) => ({ id, score }));
}

export async function removeDirectoryIndex(folder: string): Promise<void> {
  await closeDirectoryIndex();
  await rm(folder, { recursive: true, force: true });
}
