import { withIndexLock } from "@/lib/db/tools";
import type { ToolId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import { withIndex } from "./ensure-index";

/**
 * Indexes new and changed tools at once; call it after they are stored. When cut short, `ensureIndex` completes it.
 * Throws when the index can't be written or the embedding provider can't be reached.
 */
export async function indexTools(tools: readonly Tool[]): Promise<void> {
  if (tools.length === 0) return;
  await withIndex((index) => withIndexLock(() => index.write(tools)));
}

/** Takes tools out of the index; call it after they are removed. Throws like `indexTools`. */
export async function removeTools(ids: readonly ToolId[]): Promise<void> {
  if (ids.length === 0) return;
  await withIndex((index) => withIndexLock(() => index.remove(ids)));
}
