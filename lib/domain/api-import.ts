import { z } from "zod";
import { effectSchema } from "./effect";
import { importIdSchema, planIdSchema, toolIdSchema } from "./ids";

/** The largest document known to the API directory has 47,124,751 bytes: Microsoft Graph. */
export const maxDocumentBytes = 48 * 1024 * 1024;

/** Where an API's document comes from. */
export const importSourceSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("document"), name: z.string().max(200).nullable() }),
  z.strictObject({ kind: z.literal("address"), address: z.url({ protocol: /^https?$/ }).max(2000) }),
  /** An API of the API directory, by its id there. */
  z.strictObject({ kind: z.literal("directory"), id: z.string().min(1).max(300) }),
]);
export type ImportSource = z.infer<typeof importSourceSchema>;

/** `<METHOD> <path>`: what an operation is known by from one import to the next. */
const operationKeySchema = z.string().max(4000);

export function operationKey(method: string, path: string): string {
  return `${method.toUpperCase()} ${path}`;
}

/** Which operations become tools. `only` leaves out what is new in a later import, `except` takes it. */
export const selectionSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("except"), operations: z.array(operationKeySchema).max(20_000) }),
  z.strictObject({ kind: z.literal("only"), operations: z.array(operationKeySchema).max(20_000) }),
]);
export type Selection = z.infer<typeof selectionSchema>;

/** Everything the document describes. */
export const wholeSelection: Selection = { kind: "except", operations: [] };

/** Tells of each operation whether it is selected. */
export function selector(selection: Selection): (operation: string) => boolean {
  const named = new Set(selection.operations);
  return (operation) => named.has(operation) === (selection.kind === "only");
}

/** The shorter way to say which of all operations are chosen; a person who chose few meant only those. */
export function selectionOf(all: readonly string[], chosen: ReadonlySet<string>): Selection {
  const taken = all.filter((operation) => chosen.has(operation));
  const left = all.filter((operation) => !chosen.has(operation));
  return left.length <= taken.length
    ? { kind: "except", operations: left }
    : { kind: "only", operations: taken };
}

/** One operation as an import would make it a tool, compared with the tool there is. */
export const previewedToolSchema = z.object({
  operation: operationKeySchema,
  id: toolIdSchema,
  title: z.string(),
  description: z.string(),
  method: z.string(),
  path: z.string(),
  tags: z.array(z.string()),
  effect: effectSchema,
  /** Against the catalogue; `removed`: the document no longer describes it. */
  change: z.enum(["new", "changed", "same", "removed"]),
  /** What changed, a phrase each. */
  changes: z.array(z.string()),
  isSelected: z.boolean(),
  /** A person changed the tool, and that stays. */
  isEdited: z.boolean(),
  /** Plans whose newest revision uses the tool; at most five. */
  plans: z.array(z.object({ id: planIdSchema, goal: z.string() })),
});
export type PreviewedTool = z.infer<typeof previewedToolSchema>;

/** What an import would do, before it does anything. */
export const importPreviewSchema = z.object({
  api: z.object({
    id: z.string(),
    title: z.string(),
    description: z.string(),
    version: z.string(),
    origin: z.string(),
    /** When it was imported before; null for a new API. */
    importedAt: z.string().nullable(),
    /** The document is the one imported before. */
    isSameDocument: z.boolean(),
  }),
  /** Whether calls need credentials, and which kinds there are, in words. */
  credentials: z.object({ need: z.enum(["none", "some", "all"]), kinds: z.array(z.string()) }),
  tools: z.array(previewedToolSchema),
  warnings: z.array(z.string()),
});
export type ImportPreview = z.infer<typeof importPreviewSchema>;

export const importResultSchema = z.object({
  apiId: z.string(),
  title: z.string(),
  tools: z.int(),
  ...{ added: z.int(), changed: z.int(), removed: z.int() },
  warnings: z.array(z.string()),
  isConnected: z.boolean(),
});
export type ImportResult = z.infer<typeof importResultSchema>;

/**
 * reading → previewed → importing → indexing → imported; or refused, or canceled. In `reading`, `importing` and
 * `indexing` some process is at it, or the next start goes on with it.
 */
export const importStatuses = [
  ...(["reading", "previewed", "importing", "indexing", "imported", "refused", "canceled"] as const),
] as const;
export type ImportStatus = (typeof importStatuses)[number];

export const progressSchema = z.object({ what: z.string(), done: z.int(), total: z.int().nullable() });
export type Progress = z.infer<typeof progressSchema>;

/** An import as the interface sees it. */
export const apiImportSchema = z.object({
  id: importIdSchema,
  source: importSourceSchema,
  status: z.enum(importStatuses),
  progress: progressSchema.nullable(),
  preview: importPreviewSchema.nullable(),
  result: importResultSchema.nullable(),
  /** Why it was refused: a sentence. */
  message: z.string().nullable(),
});
export type ApiImport = z.infer<typeof apiImportSchema>;

/** Whether somebody is working on it. */
export function isUnderWay(status: ImportStatus): boolean {
  return status === "reading" || status === "importing" || status === "indexing";
}
