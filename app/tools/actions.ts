"use server";

import { type ImportedTools, importTools } from "@/lib/flow/import-tools";
import { requireOwnPage } from "@/lib/http/own-page";
import { importRequestSchema } from "@/lib/http/requests";

/** Imports an OpenAPI document. */
export async function importToolsAction(request: unknown): Promise<ImportedTools> {
  await requireOwnPage();
  const parsed = importRequestSchema.safeParse(request);
  if (!parsed.success) {
    return { kind: "refused", message: "Give the address of an OpenAPI document, or the document itself." };
  }
  return importTools(parsed.data);
}
