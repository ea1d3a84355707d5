import { allToolPrices } from "@/lib/db/tool-prices";
import type { ToolId } from "@/lib/domain/ids";

/** A price that was just set counts after so long at the latest; a query for each call would be one too many. */
const keptForMs = 2000;
let kept: { prices: Promise<Map<ToolId, number>>; at: number } | null = null;

/** What a call of a tool costs in US dollars, as a person said; null where nobody has. */
export async function currentPrice(toolId: ToolId): Promise<number | null> {
  const now = performance.now();
  if (!kept || now - kept.at > keptForMs) {
    const prices = allToolPrices();
    kept = { prices, at: now };
    prices.catch(() => {
      if (kept?.prices === prices) kept = null;
    });
  }
  return (await kept.prices).get(toolId) ?? null;
}
