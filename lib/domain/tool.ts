import { z } from "zod";
import { effectSchema } from "./effect";
import { planIdSchema, toolIdSchema } from "./ids";
import { jsonSchema, jsonSchemaSchema } from "./json";

/** What the record of a run takes of a step's output as JSON; of more it has the beginning, and the whole is a file. */
export const maxOutputBytes = 256 * 1024;
/** What an output may weigh in any case: it is read into memory by whoever needs it. */
export const maxWholeBytes = 20 * 1024 * 1024;

export const toolSourceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("builtin") }),
  z.object({
    kind: z.literal("openapi"),
    /** The imported API: also the first part of the tool's id. */
    apiId: z.string(),
    apiTitle: z.string(),
    /** In small letters; as the document writes it when it is none of the usual ones. */
    method: z.string().regex(/^[A-Za-z][A-Za-z-]{0,30}$/),
    path: z.string(),
  }),
  z.object({
    kind: z.literal("mcp"),
    /** The MCP server: also the first part of the tool's id. */
    serverId: z.string(),
    serverTitle: z.string(),
    /** What the server itself calls the tool. */
    name: z.string(),
  }),
  /** A plan that others can run: a call is a run of this revision. */
  z.object({ kind: z.literal("plan"), planId: planIdSchema, planRevision: z.int().positive() }),
]);
export type ToolSource = z.infer<typeof toolSourceSchema>;

/** A place inside what a call was given or gave: property names and list positions, read over own properties only. */
const placeSchema = z
  .array(z.union([z.string().max(200), z.int().nonnegative()]))
  .min(1)
  .max(20);

/** Where an input of the tool that undoes a call comes from: what the call was given, what it gave, or always the same. */
export const undoValueSchema = z.discriminatedUnion("from", [
  z.strictObject({ from: z.literal("input"), path: placeSchema }),
  z.strictObject({ from: z.literal("output"), path: placeSchema }),
  z.strictObject({ from: z.literal("value"), value: jsonSchema }),
]);
export type UndoValue = z.infer<typeof undoValueSchema>;

/** Where all inputs of the tool that undoes a call come from, by their names. */
export const undoInputsSchema = z.record(z.string().max(200), undoValueSchema);
export type UndoInputs = z.infer<typeof undoInputsSchema>;

/** How an effect is taken back: by another tool, not at all, or nobody knows. */
export const undoSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("tool"),
    toolId: toolIdSchema,
    /** Its inputs. Left out where it looks as if it undid the effect and nobody has declared with which values: it is never called by itself then. */
    inputs: undoInputsSchema.optional(),
  }),
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("unknown") }),
]);
export type Undo = z.infer<typeof undoSchema>;

/** Where an input of the tool that looks a call up comes from: what the call was given, or always the same. */
export const lookUpValueSchema = z.discriminatedUnion("from", [
  undoValueSchema.options[0],
  undoValueSchema.options[2],
]);
export type LookUpValue = z.infer<typeof lookUpValueSchema>;

/** How another tool, one that only reads, finds out whether a call took place. */
export const lookUpByToolSchema = z.strictObject({
  kind: z.literal("tool"),
  toolId: toolIdSchema,
  inputs: z.record(z.string().max(200), lookUpValueSchema),
  /** Where in its answer what it found is: one thing, or a list of which one has to match. Empty: the answer itself. */
  found: placeSchema.or(z.tuple([])),
  /** What makes something found the call's: places of it, each of which equals an input of the call. */
  match: z
    .array(z.strictObject({ field: placeSchema, input: placeSchema }))
    .min(1)
    .max(10),
  /** Where in what was found each part of the call's output is, by its name. Left out: what was found is the output. */
  output: z.record(z.string().max(200), placeSchema.or(z.tuple([]))).optional(),
});
export type LookUpByTool = z.infer<typeof lookUpByToolSchema>;

/** How it is found out whether a call took place whose answer was lost. */
export const lookUpSchema = z.discriminatedUnion("kind", [
  /** A built-in tool knows how to ask its service. */
  z.object({ kind: z.literal("itself") }),
  lookUpByToolSchema,
]);

export const toolSchema = z.object({
  id: toolIdSchema,
  /** 16 hex digits of SHA-256 over the whole definition: another version voids approvals. */
  version: z.string().regex(/^[0-9a-f]{16}$/),
  /** Imperative, for people: "Send an e-mail". */
  title: z.string(),
  description: z.string(),
  /** Phrasings of goals this tool serves; searched. */
  examples: z.array(z.string()),
  source: toolSourceSchema,
  /** Name of a Lucide icon in kebab case. */
  icon: z.string(),
  effect: effectSchema,
  undo: undoSchema,
  /** How a call of unknown outcome is looked up; left out where nobody has said, and where repeating it does no harm. */
  lookUp: lookUpSchema.optional(),
  /** JSON Schema of an object: one property per input. */
  input: jsonSchemaSchema,
  output: jsonSchemaSchema,
  /** `derived`: as trusted as the least trusted input (a text made from a file is as untrusted as the file). */
  outputTrust: z.enum(["trusted", "untrusted", "derived"]),
  /** Inputs that choose who or what is reached: recipients, addresses, queries, paths (A2). */
  controlInputs: z.array(z.string()),
  /** Kind of connection needed, e.g. `smtp`; `api:<apiId>` for an imported API; null for none. */
  connectionKind: z.string().nullable(),
  timeoutMs: z.int().positive(),
  retry: z.object({ attempts: z.int().min(1), backoffMs: z.int().nonnegative() }),
  /**
   * What repeating a call does: `natural`, nothing more; `key`, nothing more if sent with the same
   * idempotency key; `none`, the effect again (so never repeated without asking).
   */
  idempotency: z.enum(["natural", "key", "none"]),
  /** True for the tool whose call is a question to the person; the engine asks instead of calling. */
  asksPerson: z.boolean(),
  /**
   * Why it is not to be used, when it is not: a person switched it off, or what its server says about it changed and
   * nobody has looked since. It is not offered then, and no plan that uses it runs.
   */
  off: z.enum(["by-person", "changed"]).optional(),
});
export type Tool = z.infer<typeof toolSchema>;

/** The API or the MCP server a tool was imported from: what goes with it. Null for a built-in tool, and for a plan. */
export function importedFrom({ source }: Pick<Tool, "source">): { id: string; title: string } | null {
  switch (source.kind) {
    case "builtin":
    case "plan":
      return null;
    case "openapi":
      return { id: source.apiId, title: source.apiTitle };
    case "mcp":
      return { id: source.serverId, title: source.serverTitle };
    default:
      return source satisfies never;
  }
}

/** Why a tool that is off can't be used, as a sentence; null for one that is in use. */
export function offProblem(tool: Pick<Tool, "title" | "off">): string | null {
  if (tool.off === undefined) return null;
  return tool.off === "by-person"
    ? `"${tool.title}" is switched off. Switch it on under Tools, or choose another tool.`
    : `"${tool.title}" has changed where it comes from. Look at it under Tools and allow it, or choose another tool.`;
}

/** The names of the inputs a call can't do without. */
export function requiredInputs(tool: Tool): string[] {
  return tool.input.required ?? [];
}
