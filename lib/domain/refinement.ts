import { z } from "zod";
import { planIdSchema, toolIdSchema } from "./ids";
import { type PlanChange, planChangeSchema } from "./plan-change";
import { planningSummarySchema } from "./planning-record";
import { toolSchema } from "./tool";

/** The longest request that is read. */
export const maxRefinementLength = 4000;

/** What a refinement may never do: it changes steps, not who is asked (A1), nor does it put another plan in place. */
const forbidden: ReadonlySet<PlanChange["kind"]> = new Set(["set-policy", "restore"]);

/** True for changes a refinement may make. */
export function isRefining(change: PlanChange): boolean {
  return !forbidden.has(change.kind);
}

/** One thing that would change, taken or left as a whole. */
export const refinementPartSchema = z.object({
  id: z.string(),
  kind: z.enum(["add", "swap", "remove", "value", "condition", "repeat", "order", "rename"]),
  /** What would change, in a sentence without its dot: "Remove “Draw a chart”". */
  title: z.string(),
  /** The words of the request it comes from. */
  words: z.string(),
  /** Why this and not another, in a sentence. */
  reason: z.string(),
  /** What else it does to the plan: questions that come up, values read from elsewhere. */
  consequences: z.array(z.string()),
  changes: z.array(planChangeSchema.refine(isRefining)).min(1),
  /** Parts it can't be taken without. */
  needs: z.array(z.string()),
  /** A language model wrote it. */
  byModel: z.literal(true).optional(),
});
export type RefinementPart = z.infer<typeof refinementPartSchema>;

/** Words of the request that would change nothing. */
export const unrefinedSchema = z.object({
  words: z.string(),
  /** What is in the way and what can be done, in a sentence or two. */
  reason: z.string(),
  nearest: z.array(z.object({ toolId: toolIdSchema, title: z.string(), score: z.number() })),
});
export type Unrefined = z.infer<typeof unrefinedSchema>;

/** What a request in words would change of one revision of a plan. Nothing has changed yet. */
export const refinementSchema = z.object({
  planId: planIdSchema,
  revision: z.int().positive(),
  request: z.string(),
  parts: z.array(refinementPartSchema),
  unrefined: z.array(unrefinedSchema),
  /** How words were taken that can be taken in several ways. */
  notes: z.array(z.string()),
  /** The tools the parts bring in. */
  tools: z.array(toolSchema),
  /** What asking a model took; null where none was asked. */
  planning: planningSummarySchema.nullable(),
});
export type Refinement = z.infer<typeof refinementSchema>;

type Parts = readonly Pick<RefinementPart, "id" | "needs">[];

/** The parts chosen with one more, and with all it needs. */
export function withPart(parts: Parts, chosen: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(chosen).add(id);
  for (const needed of parts.find((part) => part.id === id)?.needs ?? []) {
    if (!next.has(needed)) for (const one of withPart(parts, next, needed)) next.add(one);
  }
  return next;
}

/** The parts chosen without one, and without those that need it. */
export function withoutPart(parts: Parts, chosen: ReadonlySet<string>, id: string): Set<string> {
  let next = new Set([...chosen].filter((one) => one !== id));
  for (const part of parts) {
    if (next.has(part.id) && part.needs.includes(id)) next = withoutPart(parts, next, part.id);
  }
  return next;
}

/** The changes of the parts chosen, in order: one edit. */
export function changesOf(parts: readonly RefinementPart[], chosen: ReadonlySet<string>): PlanChange[] {
  return parts.filter(({ id }) => chosen.has(id)).flatMap(({ changes }) => changes);
}
