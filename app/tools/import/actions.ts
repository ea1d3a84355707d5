"use server";

import { z } from "zod";
import { importSourceSchema, selectionSchema } from "@/lib/domain/api-import";
import { importIdSchema } from "@/lib/domain/ids";
import { cancelImport, confirmImport, importAgain, startImport } from "@/lib/flow/import-api";
import { removeApi } from "@/lib/flow/remove-api";
import { requireOwnPage } from "@/lib/http/own-page";

const startSchema = z.strictObject({
  source: importSourceSchema.options[1].or(importSourceSchema.options[2]),
  into: z.string().max(100).optional(),
});

export type StartedImport = { kind: "started"; id: string } | { kind: "refused"; message: string };

/** Begins to read a document that lies somewhere; nothing is imported before it was looked at. One that is sent goes to /api/imports. */
export async function startImportAction(request: unknown): Promise<StartedImport> {
  await requireOwnPage();
  const parsed = startSchema.safeParse(request);
  if (!parsed.success) return { kind: "refused", message: "Give the address of an OpenAPI document." };
  return { kind: "started", id: await startImport(parsed.data) };
}

/** Reads an API's document again where it came from. */
export async function importAgainAction(apiId: unknown): Promise<StartedImport> {
  await requireOwnPage();
  const id = await importAgain(z.string().max(100).parse(apiId));
  if (id !== null) return { kind: "started", id };
  return { kind: "refused", message: "Nobody knows where this API's document is. Give it again." };
}

/** Imports the selected part of what was previewed; false when it is not waiting for that any more. */
export async function confirmImportAction(id: unknown, selection: unknown): Promise<boolean> {
  await requireOwnPage();
  return confirmImport(importIdSchema.parse(id), selectionSchema.parse(selection));
}

/** Ends an import; false when it is too late. */
export async function cancelImportAction(id: unknown): Promise<boolean> {
  await requireOwnPage();
  return cancelImport(importIdSchema.parse(id));
}

const removeSchema = z.strictObject({ apiId: z.string().max(100), withConnections: z.boolean() });

/** Removes an API with its tools. */
export async function removeApiAction(request: unknown): Promise<Awaited<ReturnType<typeof removeApi>>> {
  await requireOwnPage();
  return removeApi(removeSchema.parse(request));
}
