import { z } from "zod";
import { candidateSchema } from "./candidate";
import { toolSchema } from "./tool";
import { toolFacetsSchema } from "./tool-search";

/** A tool as a list shows it, without its schemas: those of a large API weigh more than all else. */
export const toolBriefSchema = toolSchema.pick({
  id: true,
  title: true,
  /** At most the first 400 characters. */
  description: true,
  source: true,
  icon: true,
  effect: true,
  connectionKind: true,
  off: true,
});
export type ToolBrief = z.infer<typeof toolBriefSchema>;

export const foundToolSchema = candidateSchema
  .pick({ score: true, fits: true, reasons: true, connected: true })
  .extend({ tool: toolBriefSchema });
export type FoundTool = z.infer<typeof foundToolSchema>;

/** A page of the catalogue. */
export const cataloguePageSchema = z.object({
  /** Best first; without a query, by title. */
  tools: z.array(foundToolSchema),
  /** How many there are. With a query no more than the 200 nearest count. */
  total: z.int().nonnegative(),
  facets: toolFacetsSchema,
});
export type CataloguePage = z.infer<typeof cataloguePageSchema>;
