"use server";

import { z } from "zod";
import { findStoredTool } from "@/lib/db/tools";
import { toolPriceSchema } from "@/lib/domain/call-cost";
import { type Effect, isLower } from "@/lib/domain/effect";
import { toolIdSchema } from "@/lib/domain/ids";
import { jsonObjectSchema } from "@/lib/domain/json";
import { toolEditsPatchSchema } from "@/lib/domain/tool-edits";
import { describeTool, type ToolDescription } from "@/lib/flow/describe-tool";
import { type EditedTool, editTool, resetTool } from "@/lib/flow/edit-tool";
import { priceTool } from "@/lib/flow/price-tool";
import { type TriedTool, tryTool } from "@/lib/flow/try-tool";
import { requireOwnPage } from "@/lib/http/own-page";

const trySchema = z.strictObject({ toolId: toolIdSchema, inputs: jsonObjectSchema });

/** Runs the tool once, with the approvals any plan with it would need. */
export async function tryToolAction(request: unknown): Promise<TriedTool> {
  await requireOwnPage();
  return tryTool(trySchema.parse(request));
}

const describeSchema = z.strictObject({ toolId: toolIdSchema });

/** What the tool's page tells of it, as it is now; null when it is not there any more. */
export async function describeToolAction(request: unknown): Promise<ToolDescription | null> {
  await requireOwnPage();
  return describeTool(describeSchema.parse(request).toolId);
}

const priceSchema = z.strictObject({ toolId: toolIdSchema, usd: toolPriceSchema.nullable() });

/** Says what a call of the tool costs, for estimates. */
export async function priceToolAction(request: unknown): ReturnType<typeof priceTool> {
  await requireOwnPage();
  return priceTool(priceSchema.parse(request));
}

const editSchema = z.strictObject({
  toolId: toolIdSchema,
  patch: toolEditsPatchSchema,
  /** The person was told what a lower effect means, and meant it. */
  confirmsLowering: z.boolean().default(false),
});

/** A change that would have the tool ask less often has to be confirmed. */
export type EditOutcome = EditedTool | { kind: "lowers"; from: Effect; to: Effect };

/** Changes an imported tool. */
export async function editToolAction(request: unknown): Promise<EditOutcome> {
  await requireOwnPage();
  const { toolId, patch, confirmsLowering } = editSchema.parse(request);
  const stored = await findStoredTool(toolId);
  const from = stored?.tool.effect;
  const to = patch.effect === null ? stored?.imported.effect : patch.effect;
  if (from && to && isLower(to, from) && !confirmsLowering) return { kind: "lowers", from, to };
  return editTool({ toolId, patch });
}

const resetSchema = z.strictObject({ toolId: toolIdSchema, confirmsLowering: z.boolean().default(false) });

/** Back to what was imported: its effect, too, which may be a lower one than a person had given it. */
export async function resetToolAction(request: unknown): Promise<EditOutcome> {
  await requireOwnPage();
  const { toolId, confirmsLowering } = resetSchema.parse(request);
  const stored = await findStoredTool(toolId);
  const [from, to] = [stored?.tool.effect, stored?.imported.effect];
  if (from && to && isLower(to, from) && !confirmsLowering) return { kind: "lowers", from, to };
  return resetTool(toolId);
}
