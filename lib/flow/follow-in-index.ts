import type { ToolId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import { indexTools, removeTools } from "@/lib/retrieval/index-tools";

/** Search follows what was stored, at once; when the index can't be written, the next start completes it. */
export async function followInIndex(change: {
  written?: readonly Tool[];
  removed?: readonly ToolId[];
}): Promise<void> {
  try {
    await indexTools(change.written ?? []);
    await removeTools(change.removed ?? []);
  } catch (error) {
    console.warn(
      `The search index will follow later: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
