import { findImport } from "@/lib/db/imports";
import type { ImportId } from "@/lib/domain/ids";
import { notFound, refused } from "./problem";
import { json } from "./route";

/**
 * Answers with an import that has begun, and where it is looked at: what is small has ended by now, the rest goes on in
 * the importer's process. One that was refused already is the problem it was refused for.
 */
export async function begunImport(id: ImportId): Promise<Response> {
  const found = await findImport(id);
  if (!found) throw notFound("import", id);
  if (found.status === "refused") throw refused(found.message ?? "The document can't be imported.");
  const response = json(found, 202);
  response.headers.set("location", `/api/imports/${id}`);
  return response;
}
