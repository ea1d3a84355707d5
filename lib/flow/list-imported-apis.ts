import { countApiTools, listApis } from "@/lib/db/apis";
import { connectedKinds } from "@/lib/db/connections";
import type { ImportedApiSummary } from "@/lib/domain/imported-api";

/** The imported APIs by title, with their tools counted and whether they are connected. */
export async function listImportedApis(): Promise<ImportedApiSummary[]> {
  const [apis, counts, kinds] = await Promise.all([listApis(), countApiTools(), connectedKinds()]);
  return apis.map(({ id, title, description, origin, source, importedAt }) => ({
    ...{ id, title, description: description.slice(0, 300), origin, source, importedAt },
    ...(counts.get(id) ?? { tools: 0, off: 0 }),
    isConnected: kinds.has(`api:${id}`),
  }));
}
