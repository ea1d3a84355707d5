import { type ChildProcess, fork } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { directoryStatus } from "@/lib/db/api-directory";
import { waitingImports } from "@/lib/db/imports";
import { isInstalling } from "@/lib/domain/api-directory";

const lookEveryMs = 500;
const restartAfterMs = 3000;

/**
 * Starts the importer's process whenever there is something for it to do; it ends with this process. Several workers
 * may each have one: an import is done by one of them.
 */
export async function keepImporting(signal: AbortSignal): Promise<void> {
  let importer: ChildProcess | null = null;
  const pause = (ms: number) => delay(ms, undefined, { signal }).catch(() => {});
  while (!signal.aborted) {
    try {
      if (!importer && ((await waitingImports()) > 0 || isInstalling(await directoryStatus()))) {
        importer = startImporter();
        importer.once("exit", (code) => {
          importer = null;
          if (code !== 0) console.error(`The importer ended with ${code ?? "a signal"}.`);
        });
      }
      await pause(lookEveryMs);
    } catch (error) {
      // The database is away: somebody else tells.
      await pause(restartAfterMs);
      if (signal.aborted) throw error;
    }
  }
  importer?.kill("SIGKILL");
}

function startImporter(): ChildProcess {
  const file = fileURLToPath(new URL("importer.mjs", import.meta.url));
  return fork(file, [], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
}
