// The importer's process: reads, stores and indexes what would hold up a process that answers people. The worker
// starts it when there is something to do; it ends by itself when there is nothing more.
import { setPriority } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { directoryStatus } from "@/lib/db/api-directory";
import { closeDatabase } from "@/lib/db/client";
import { moveImport, unfinishedImports } from "@/lib/db/imports";
import { isInstalling } from "@/lib/domain/api-directory";
import type { ImportId } from "@/lib/domain/ids";
import { advanceImport } from "@/lib/flow/import-api";
import { advanceDirectory } from "@/lib/flow/install-directory";

const pollEveryMs = 200;
const idleMs = 20_000;
/** An import that breaks so often is a defect, not bad luck. */
const maxTries = 3;
const tries = new Map<ImportId, number>();

async function advanceImports(): Promise<boolean> {
  const ids = await unfinishedImports();
  for (const id of ids) {
    try {
      await advanceImport(id);
    } catch (error) {
      console.error(error);
      const count = (tries.get(id) ?? 0) + 1;
      tries.set(id, count);
      if (count < maxTries) continue;
      const message =
        "Something broke during this import. Nothing was imported; the worker's log has the details.";
      await moveImport(id, ["reading", "importing"], { status: "refused", message, document: null });
    }
  }
  return ids.length > 0;
}

/** Imports go on while the directory, which takes minutes, is installed. */
async function main(): Promise<void> {
  // Whoever waits for a page or a run goes first.
  setPriority(10);
  process.on("disconnect", () => process.exit(0));
  let idleSince = performance.now();
  let installing: Promise<void> | null = null;
  while (performance.now() - idleSince < idleMs) {
    if (!installing && isInstalling(await directoryStatus())) {
      installing = advanceDirectory().finally(() => {
        installing = null;
      });
    }
    if ((await advanceImports()) || installing) idleSince = performance.now();
    await delay(pollEveryMs);
  }
  await closeDatabase();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
