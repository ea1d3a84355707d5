// What is proposed for a step in trouble: a change of what is left of its run's plan, or patience. Nothing of it is
// done before a person takes it.
import { z } from "zod";
import { runIdSchema, stepIdSchema } from "./ids";
import { planningSummarySchema } from "./planning-record";
import { refinementPartSchema } from "./refinement";
import { toolSchema } from "./tool";

/** The longest a step may be put off, in minutes: a week. */
export const longestWaitMinutes = 7 * 24 * 60;

const repairKindSchema = z.enum(["swap", "value", "look-up", "split", "wait", "request", "model"]);

/** What names a repair for good: the same one has the same key however often it is made. */
export const repairChoiceSchema = z.strictObject({
  /** The step in trouble. */
  stepId: stepIdSchema,
  key: z.string().min(1).max(300),
  title: z.string().min(1).max(300),
});
export type RepairChoice = z.infer<typeof repairChoiceSchema>;

/** One way out of trouble. A `wait` has minutes and no parts, every other has parts and no minutes. */
export const repairSchema = z.object({
  key: z.string(),
  kind: repairKindSchema,
  title: z.string(),
  /** Why this helps, in a sentence. */
  reason: z.string(),
  /** Taken or left one by one, as those of a refinement. */
  parts: z.array(refinementPartSchema),
  waitMinutes: z.int().positive().max(longestWaitMinutes).nullable(),
  /** The language model that proposes it; absent where the embedded planner does. */
  model: z.string().optional(),
});
export type Repair = z.infer<typeof repairSchema>;

/** What a failure's class calls for. `connection`: an account has to be mended first; `stop`: nothing is left. */
export const repairResponseSchema = z.enum(["repair", "connection", "stop"]);
export type RepairResponse = z.infer<typeof repairResponseSchema>;

/** How the model in use stands to a step in trouble: it is asked at most once for each state the step is in. */
export const modelRepairSchema = z.discriminatedUnion("state", [
  /** There is none that plans, or none is asked of such trouble. */
  z.object({ state: z.literal("none") }),
  /** `isDue`: the card asks it without being told to. */
  z.object({ state: z.literal("idle"), model: z.string(), isDue: z.boolean() }),
  z.object({ state: z.literal("asking"), model: z.string() }),
  z.object({ state: z.literal("canceled"), model: z.string() }),
  /** `reason`: one sentence that goes on after "it could not help: ". */
  z.object({
    state: z.literal("failed"),
    model: z.string(),
    reason: z.string(),
    planning: planningSummarySchema.nullable(),
  }),
  /** Its repair is the one that is proposed. */
  z.object({ state: z.literal("answered"), model: z.string(), planning: planningSummarySchema.nullable() }),
]);
export type ModelRepair = z.infer<typeof modelRepairSchema>;

/** What is proposed for a step in trouble. Nothing has changed yet. */
export const repairProposalSchema = z.object({
  runId: runIdSchema,
  stepId: stepIdSchema,
  /** The revision of the run's plan it was made for. */
  revision: z.int().positive(),
  response: repairResponseSchema,
  /** Null when nothing is left that was not taken or denied. */
  repair: repairSchema.nullable(),
  /** How many more there are after it. */
  others: z.int().nonnegative(),
  /** The tools the parts bring in. */
  tools: z.array(toolSchema),
  model: modelRepairSchema,
});
export type RepairProposal = z.infer<typeof repairProposalSchema>;
