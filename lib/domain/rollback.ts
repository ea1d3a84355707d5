// A run that takes back what an earlier one did, and the ledger that says what it can.
import { z } from "zod";
import { effectSchema } from "./effect";
import { runIdSchema, stepIdSchema, toolIdSchema } from "./ids";
import { jsonObjectSchema } from "./json";
import { receiptSchema } from "./receipt";

/** Which call of a run: what is sent after a change by a person is another one (`generation` counts them). */
export const effectRefSchema = z.object({
  /** Of a run nested in the one that is rolled back: which. */
  runId: runIdSchema.optional(),
  stepId: stepIdSchema,
  /** Of a repeated step: which item, from 0. */
  item: z.int().nonnegative().nullable(),
  generation: z.int().positive(),
});
export type EffectRef = z.infer<typeof effectRefSchema>;

/** Names an effect among those of a run and of the runs nested in it. */
export const effectKey = ({ runId, stepId, item, generation }: EffectRef): string =>
  `${runId ? `${runId}/` : ""}${stepId}${item === null ? "" : `[${item}]`}#${generation}`;

export const rollbackSchema = z.object({
  /** The run whose effects are taken back. */
  runId: runIdSchema,
  /** Which step of this run takes back which effect of that one, and by which tool. */
  undoes: z.array(z.object({ stepId: stepIdSchema, effect: effectRefSchema, toolId: toolIdSchema })),
});
export type Rollback = z.infer<typeof rollbackSchema>;

const undoingToolSchema = z.object({ toolId: toolIdSchema, toolTitle: z.string() });

/** How an effect stands. `reason` is a sentence or two for the person. */
export const effectStateSchema = z.discriminatedUnion("kind", [
  /** Can be undone, with these values. `before`: it was tried, and why it was not undone. */
  z.object({
    kind: z.literal("undoable"),
    by: undoingToolSchema,
    inputs: jsonObjectSchema,
    before: z.object({ runId: runIdSchema, reason: z.string() }).nullable(),
  }),
  z.object({ kind: z.literal("cannot"), reason: z.string() }),
  /** Nobody knows whether it took place, or whether it was undone. */
  z.object({ kind: z.literal("unknown"), reason: z.string() }),
  z.object({ kind: z.literal("undoing"), by: undoingToolSchema, runId: runIdSchema, stepId: stepIdSchema }),
  z.object({
    kind: z.literal("undone"),
    by: undoingToolSchema,
    runId: runIdSchema,
    stepId: stepIdSchema,
    at: z.iso.datetime(),
  }),
]);
export type EffectState = z.infer<typeof effectStateSchema>;

/** A step that started a run, and that run. */
export const nestedAtSchema = z.object({
  runId: runIdSchema,
  stepTitle: z.string(),
  item: z.int().nonnegative().nullable(),
});
export type NestedAt = z.infer<typeof nestedAtSchema>;

export const ledgerEntrySchema = z.object({
  effect: effectRefSchema,
  /** The nested runs in the last of which it was done, the outermost first; none for what the run did itself. */
  within: z.array(nestedAtSchema),
  stepTitle: z.string(),
  toolId: toolIdSchema,
  toolTitle: z.string(),
  icon: z.string(),
  effectKind: effectSchema,
  /** When it took place, as far as that is known. */
  at: z.iso.datetime(),
  /** What the call was given. */
  inputs: jsonObjectSchema,
  receipt: receiptSchema.nullable(),
  state: effectStateSchema,
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** Every effect of a run and of those nested in it, the latest first. */
export const ledgerSchema = z.object({
  runId: runIdSchema,
  entries: z.array(ledgerEntrySchema),
  /** Whether what can be undone can be undone now. */
  start: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("ready"), count: z.int().positive() }),
    z.object({ kind: z.literal("under-way"), runId: runIdSchema }),
    z.object({ kind: z.literal("not-now"), reason: z.string() }),
  ]),
  /** SHA-256 over what would be undone and how: whoever starts it names what they saw. */
  hash: z.string(),
});
export type Ledger = z.infer<typeof ledgerSchema>;
