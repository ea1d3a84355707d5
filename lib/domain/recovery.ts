import { z } from "zod";
import { bindingSchema } from "./binding";
import { toolIdSchema } from "./ids";
import { jsonSchema } from "./json";
import { longestWaitMinutes, repairChoiceSchema } from "./repair";

const inputsSchema = z.record(z.string().max(200), bindingSchema);

/** A person's way out of a failure, an unknown outcome, or an output that is not as expected. */
export const recoverySchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("retry") }),
  /** Again, after a while. */
  z.strictObject({
    kind: z.literal("wait"),
    minutes: z.int().min(1).max(longestWaitMinutes),
    /** The proposal this is, where it was one. */
    repair: repairChoiceSchema.optional(),
  }),
  /** Again with these inputs: all of them. */
  z.strictObject({ kind: z.literal("edit"), inputs: inputsSchema }),
  /** Again with another tool and its inputs. */
  z.strictObject({ kind: z.literal("swap"), toolId: toolIdSchema, inputs: inputsSchema }),
  /** Goes on without it: steps that read its output are skipped too. */
  z.strictObject({ kind: z.literal("skip") }),
  /** Ends the run as failed. */
  z.strictObject({ kind: z.literal("stop") }),
  /** Of an unknown outcome: the person has seen that it took place. */
  z.strictObject({
    kind: z.literal("confirm-completed"),
    /** What it gave, as far as the person says: what later steps read of it. */
    output: jsonSchema.optional(),
  }),
  /** Of an unknown outcome: looks once more whether it took place. */
  z.strictObject({ kind: z.literal("look-up") }),
  /** Goes on with what was not as expected. */
  z.strictObject({ kind: z.literal("accept") }),
]);
export type Recovery = z.infer<typeof recoverySchema>;
