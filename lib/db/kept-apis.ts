// Documents are megabytes: those of the APIs that were last asked for stay parsed in this process.
import { apiDocumentHash, findApi, type ImportedApi } from "./apis";

const maxKept = 4;
const kept = new Map<string, ImportedApi>();

/** An API as stored now: the kept copy while its document is the same. Whoever gets it must not change it. */
export async function findKeptApi(id: string): Promise<ImportedApi | null> {
  const known = kept.get(id);
  kept.delete(id);
  const api = known && known.documentHash === (await apiDocumentHash(id)) ? known : await findApi(id);
  if (!api) return null;
  kept.set(id, api);
  for (const oldest of kept.keys()) {
    if (kept.size <= maxKept) break;
    kept.delete(oldest);
  }
  return api;
}
