import { z } from "zod";
import { stepIdSchema } from "./ids";

/** Where a value came from, from most to least trusted. */
export const originSchema = z.enum(["person", "constant", "trusted", "untrusted"]);
export type Origin = z.infer<typeof originSchema>;

/** One part of a value and where it came from. `words` are the words of the goal it was read from. */
export const provenanceSourceSchema = z.object({
  origin: originSchema,
  stepId: stepIdSchema.optional(),
  words: z.string().optional(),
});

/** Where a whole input came from: its least trusted origin, and every source. */
export const provenanceSchema = z.object({
  origin: originSchema,
  sources: z.array(provenanceSourceSchema),
});
export type ProvenanceSource = z.infer<typeof provenanceSourceSchema>;
export type Provenance = z.infer<typeof provenanceSchema>;

/** Where several values together came from. */
export function joinProvenance(all: readonly Provenance[]): Provenance {
  const sources = all.flatMap((one) => one.sources);
  const distinct = new Map(sources.map((source) => [JSON.stringify(source), source]));
  return { origin: leastTrusted(all.map((one) => one.origin)), sources: [...distinct.values()] };
}

const leastTrustedFirst: Origin[] = ["untrusted", "trusted", "constant", "person"];

/** The least trusted of some origins; `constant` for none, as a value nobody gave is part of the plan. */
export function leastTrusted(origins: readonly Origin[]): Origin {
  return leastTrustedFirst.find((origin) => origins.includes(origin)) ?? "constant";
}
