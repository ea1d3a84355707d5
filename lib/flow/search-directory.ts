import { directoryFiles } from "@/lib/api-directory/directory-documents";
import { findDirectoryOperations, listDirectoryApis, moveDirectory } from "@/lib/db/api-directory";
import type { DirectoryApi, DirectoryHit, DirectoryOperation } from "@/lib/domain/api-directory";
import { hasDirectoryIndex, rankOperations } from "@/lib/retrieval/directory-index";

/** Operations looked at for one query, and shown of one API. */
const found = { operations: 120, perApi: 5 };

/**
 * The APIs of the directory that fit a query, best first, each with its operations that do: by the meaning of the
 * operations, and by the API's own name. Without a query, all by title.
 */
export async function searchDirectory(request: {
  query: string;
  limit: number;
  offset?: number;
}): Promise<{ hits: DirectoryHit[]; total: number }> {
  const { query, limit, offset = 0 } = request;
  const all = await listDirectoryApis();
  const words = query.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) {
    const page = all.slice(offset, offset + limit);
    return { hits: page.map((api) => ({ api, operations: [] })), total: all.length };
  }
  const ranked = all.length === 0 ? [] : await nearestOperations(query);
  const operations = await findDirectoryOperations(ranked.map(({ id }) => id));
  const byApi = new Map<string, { score: number; operations: DirectoryOperation[] }>();
  for (const { id, score } of ranked) {
    const operation = operations.get(id);
    if (!operation) continue;
    const known = byApi.get(operation.apiId) ?? { score, operations: [] };
    if (known.operations.length < found.perApi) known.operations.push(operation);
    byApi.set(operation.apiId, known);
  }
  const scored = all.flatMap((api) => {
    const own = byApi.get(api.id);
    const score = (own?.score ?? 0) + nameScore(api, words);
    return score > 0 ? [{ api, operations: own?.operations ?? [], score }] : [];
  });
  scored.sort((one, other) => other.score - one.score);
  const hits = scored
    .slice(offset, offset + limit)
    .map(({ api, operations: its }) => ({ api, operations: its }));
  return { hits, total: scored.length };
}

/** How much of the query is the API's name: whoever asks for “stripe refunds” wants Stripe's. */
function nameScore(api: DirectoryApi, words: readonly string[]): number {
  const name = `${api.title} ${api.id}`.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const parts = new Set(name);
  const matched = words.filter((word) => word.length > 2 && parts.has(word)).length;
  return matched === 0 ? 0 : (0.6 * matched) / words.length + (0.2 * matched) / parts.size;
}

/** None while there is no index to search: one that was lost, or made by an earlier release, is made anew in the background. */
async function nearestOperations(query: string): Promise<{ id: string; score: number }[]> {
  const { index } = directoryFiles();
  try {
    return await rankOperations(index, { query, limit: found.operations });
  } catch (error) {
    if (await hasDirectoryIndex(index)) throw error;
    await moveDirectory(["installed"], { status: "reading" });
    return [];
  }
}
