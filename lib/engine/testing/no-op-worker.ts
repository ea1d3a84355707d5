// A real worker process whose every tool does nothing, at once: what is measured is all the rest.
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { openConnection } from "@/lib/connections/open-connection";
import { runWorkerProcess } from "@/lib/engine/run-worker-process";
import { fileAccess } from "@/lib/files/file-access";

await runWorkerProcess(() => ({
  executorFor: () => async (input) => ({ output: { value: String(input.name) } }),
  openConnection,
  files: fileAccess(),
  fetch: guardedFetch,
  writeText: null,
}));
