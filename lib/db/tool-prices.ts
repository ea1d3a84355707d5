// What people said calls of tools cost. Apart from the tools: a price changes nothing of what was approved.
import { eq, inArray } from "drizzle-orm";
import type { ToolId } from "@/lib/domain/ids";
import { batched } from "./batched";
import { db } from "./client";
import { toolPrices } from "./schema";

/** US dollars a call; tools nobody has given a price are left out. */
export async function findToolPrices(toolIds: readonly ToolId[]): Promise<Map<ToolId, number>> {
  if (toolIds.length === 0) return new Map();
  const rows = await db()
    .select()
    .from(toolPrices)
    .where(inArray(toolPrices.toolId, [...toolIds]));
  return new Map(rows.map(({ toolId, usd }) => [toolId, usd]));
}

/** What a call of a tool costs, null where nobody has said: one query for all who ask at the same moment. */
export const currentToolPrice: (toolId: ToolId) => Promise<number | null> = batched(
  async (toolIds: ToolId[]) => {
    const prices = await findToolPrices([...new Set(toolIds)]);
    return toolIds.map((toolId) => prices.get(toolId) ?? null);
  },
);

/** Sets what a call of a tool costs; null takes it back. */
export async function setToolPrice(toolId: ToolId, usd: number | null): Promise<void> {
  if (usd === null) {
    await db().delete(toolPrices).where(eq(toolPrices.toolId, toolId));
    return;
  }
  await db()
    .insert(toolPrices)
    .values({ toolId, usd })
    .onConflictDoUpdate({ target: toolPrices.toolId, set: { usd } });
}
