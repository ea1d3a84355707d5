import { replaceTools } from "@/lib/db/tools";
import { ensureIndex } from "@/lib/retrieval/ensure-index";
import { builtinTools } from "@/lib/tools/definitions";

/** Brings the built-in tools into the catalogue and the catalogue into the search index. Answers what that took. */
export async function syncBuiltinTools(): Promise<string> {
  const { added, changed, removed } = await replaceTools(builtinTools, null);
  const { kind, tools } = await ensureIndex();
  const differing = added.length + changed.length + removed.length;
  return `${tools} tools, ${differing} of them new; index ${kind}`;
}
