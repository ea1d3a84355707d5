// What people said calls of tools cost. Apart from the tools: a price changes nothing of what was approved.
import { eq, inArray } from "drizzle-orm";
import type { ToolId } from "@/lib/domain/ids";
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

/** Every price there is. */
export async function allToolPrices(): Promise<Map<ToolId, number>> {
  const rows = await db().select().from(toolPrices);
  return new Map(rows.map(({ toolId, usd }) => [toolId, usd]));
}

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
