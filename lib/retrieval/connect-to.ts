import * as lancedb from "@lancedb/lancedb";

/** How long a superseded version of a table stays readable for other processes. */
const keepVersionsMs = 10 * 60_000;

/** What was superseded before this moment may be deleted. */
export const supersededBefore = () => new Date(Date.now() - keepVersionsMs);

/**
 * A connection is made anew after a table has had so many versions: for as long as it lives LanceDB keeps of each the
 * indices with their files, and some 75 kB more, whatever its caches may hold.
 */
export const versionsPerConnection = 32;

export const isFolder = (uri: string) => !/^[a-z][a-z0-9+]*:\/\//i.test(uri);

/** Connects to LanceDB: nothing is read yet. @param cacheBytes it would keep up to 7 GB in memory */
export function connectTo(
  uri: string,
  cacheBytes: { index: bigint; metadata: bigint },
): Promise<lancedb.Connection> {
  // In a folder, looking for a newer version costs microseconds; far away it is a request.
  const readConsistencyInterval = isFolder(uri) ? 0 : 5;
  const session = new lancedb.Session(cacheBytes.index, cacheBytes.metadata);
  return lancedb.connect(uri, { readConsistencyInterval }, session);
}
