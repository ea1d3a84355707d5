// The process's connection to the search index.
import path from "node:path";
import { env } from "@/lib/env";
import { embedder } from "./embedder";
import { ToolIndex } from "./tool-index";

const holder = globalThis as { lamplightToolIndex?: Promise<ToolIndex> };

/** Opened when first needed; one across hot reloads. */
export function openIndex(): Promise<ToolIndex> {
  if (!holder.lamplightToolIndex) {
    const opening = connect();
    holder.lamplightToolIndex = opening;
    opening.catch(() => {
      if (holder.lamplightToolIndex === opening) holder.lamplightToolIndex = undefined;
    });
  }
  return holder.lamplightToolIndex;
}

/** Ends the connection: for scripts and tests that are to exit. */
export async function closeIndex(): Promise<void> {
  const opened = holder.lamplightToolIndex;
  holder.lamplightToolIndex = undefined;
  (await opened)?.close();
}

async function connect(): Promise<ToolIndex> {
  const { LANCEDB_URI: uri, LAMPLIGHT_HOME: home } = env();
  return ToolIndex.connect(uri ?? path.join(home, "lancedb"), await embedder());
}
