import { z } from "zod";
import { effectSchema } from "./effect";
import { type PlanId, planIdSchema, runIdSchema, type ToolId, toolIdSchema } from "./ids";
import { fedInputSchema } from "./trigger";

/** What the ids of plan tools begin with: no API and no MCP server is called so. */
export const planToolPrefix = "plan";

/** The tool a plan is to others: the same whenever it is published, so that plans which use it have it back. */
export const planToolId = (planId: PlanId): ToolId =>
  toolIdSchema.parse(`${planToolPrefix}.${planId.slice("plan_".length)}`);

/** The plan a tool is; null for any other tool. */
export function planOfTool(toolId: ToolId): PlanId | null {
  const [prefix, name] = toolId.split(".");
  return prefix === planToolPrefix ? (planIdSchema.safeParse(`plan_${name}`).data ?? null) : null;
}

/** What an input of such a tool can be called. */
export const planInputName = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/** Runs within each other: the outermost, and so many below it. */
export const maxNesting = 5;

/** What others run, as a person publishes it. The `path` of an input is what the tool calls it. */
export const planToolEntrySchema = z.strictObject({
  /** What the tool is called; the plan's goal where it is left out. */
  title: z.string().trim().min(1).max(200).optional(),
  inputs: z.array(fedInputSchema).max(100),
});
export type PlanToolEntry = z.infer<typeof planToolEntrySchema>;

/** A plan that other plans can run. */
export const planToolSchema = z.object({
  planId: planIdSchema,
  goal: z.string(),
  toolId: toolIdSchema,
  title: z.string(),
  /** What is run: later edits of the plan change nothing until it is published anew. */
  planRevision: z.int().positive(),
  newestRevision: z.int().positive(),
  inputs: z.array(fedInputSchema),
  /** The strongest of its steps. */
  effect: effectSchema,
  isOn: z.boolean(),
  /** Plans whose newest revision has a step with it. */
  usedBy: z.int().nonnegative(),
  /** The last run that another one started. */
  last: z.object({ runId: runIdSchema, at: z.iso.datetime() }).nullable(),
});
export type PlanTool = z.infer<typeof planToolSchema>;
