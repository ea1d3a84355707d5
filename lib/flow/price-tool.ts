import { setToolPrice } from "@/lib/db/tool-prices";
import { findTool } from "@/lib/db/tools";
import type { ToolId } from "@/lib/domain/ids";

/** Says what a call of a tool costs, in US dollars; null: nobody knows. It changes nothing of what was approved. */
export async function priceTool(request: {
  toolId: ToolId;
  usd: number | null;
}): Promise<{ kind: "priced" | "not-found" }> {
  if (!(await findTool(request.toolId))) return { kind: "not-found" };
  await setToolPrice(request.toolId, request.usd);
  return { kind: "priced" };
}
