import { z } from "zod";
import { planIdSchema } from "./ids";
import { planChangeSchema } from "./plan-change";
import { toolSchema } from "./tool";

/** What is told while a goal is planned. Nothing is stored before `planned`: until then it can be canceled. */
export const planningEventSchema = z.discriminatedUnion("kind", [
  /** `model`: who writes; null for the embedded planner. */
  z.object({ kind: z.literal("began"), planId: planIdSchema, model: z.string().nullable() }),
  /** The plan as it grows; `tools`: those the change brings in. */
  z.object({ kind: z.literal("changed"), change: planChangeSchema, tools: z.array(toolSchema) }),
  /** One sentence: a change that was refused, another round. */
  z.object({ kind: z.literal("told"), message: z.string() }),
  z.object({ kind: z.literal("planned"), planId: planIdSchema }),
  z.object({ kind: z.literal("refused"), message: z.string() }),
  z.object({ kind: z.literal("canceled") }),
]);
export type PlanningEvent = z.infer<typeof planningEventSchema>;
