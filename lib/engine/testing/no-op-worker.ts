// A real worker process whose every tool does nothing, at once: what is measured is all the rest.
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { openConnection } from "@/lib/connections/open-connection";
import type { Json } from "@/lib/domain/json";
import { runWorkerProcess } from "@/lib/engine/run-worker-process";
import { fileAccess } from "@/lib/files/file-access";
import { largePlanRows } from "./large-plan";
import { listTool } from "./test-tools";

await runWorkerProcess(() => ({
  executorFor: (tool) => async (input) => {
    const output: Json = tool.id === listTool.id ? { rows: largePlanRows } : { value: String(input.name) };
    return { output };
  },
  openConnection,
  files: fileAccess(),
  fetch: guardedFetch,
  writeText: null,
}));
