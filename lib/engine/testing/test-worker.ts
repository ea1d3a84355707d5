// A real worker process whose tools are the test's, and imported ones: `<address of the test's service> <options as JSON>`.

import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { openConnection } from "@/lib/connections/open-connection";
import { currentToolPrice } from "@/lib/db/tool-prices";
import { importedFrom } from "@/lib/domain/tool";
import { runWorkerProcess } from "@/lib/engine/run-worker-process";
import { fileAccess } from "@/lib/files/file-access";
import { executorFor } from "@/lib/tools/executor-for";
import { type ExecuteTool, ToolError } from "@/lib/tools/tool-contract";
import type { ServiceAnswer, ServiceCall } from "./test-service";
import { testToolIds } from "./test-tools";

const [service, options = "{}"] = process.argv.slice(2);
if (!service) throw new Error("the address of the test's service is missing");

/** Calls the service; what it answers is what the tool does. */
const execute: ExecuteTool = async (input, context) => {
  const secret = Object.values(context.connection?.secret ?? {})[0] ?? null;
  const call: Omit<ServiceCall, "at" | "time"> = {
    name: typeof input.name === "string" ? input.name : "",
    input,
    key: context.idempotencyKey,
    origin: context.connection?.origin ?? null,
    secret,
    pid: process.pid,
  };
  const response = await context.fetch({
    url: service,
    boundOrigin: new URL(service).origin,
    method: "POST",
    body: JSON.stringify(call),
    signal: context.signal,
  });
  const answer = JSON.parse(response.body.toString("utf8")) as ServiceAnswer;
  if ("crash" in answer) process.kill(process.pid, "SIGKILL");
  if ("error" in answer) throw new ToolError(answer.error.kind, answer.error.message, answer.error);
  if ("fault" in answer) throw new TypeError(answer.fault);
  if ("busyMs" in answer) {
    const until = performance.now() + answer.busyMs;
    while (performance.now() < until);
    return { output: { value: "busy" } };
  }
  if ("progress" in answer) {
    for (const progress of answer.progress) context.reportProgress?.(progress);
    return execute(input, context);
  }
  if ("ask" in answer) {
    const said = await context.askPerson?.(answer.ask, context.signal);
    return { output: { value: JSON.stringify(said) } };
  }
  if ("write" in answer) {
    const text = await context.writeText?.({ instructions: answer.write, data: null });
    return { output: { value: text ?? "" } };
  }
  return "output" in answer ? { output: answer.output, receipt: answer.receipt } : { output: null };
};

await runWorkerProcess(
  () => ({
    // Imported tools run as they always do; the test's own are a call of the test's service.
    executorFor: (tool) => {
      if (testToolIds.has(tool.id)) return execute;
      return importedFrom(tool) ? executorFor(tool) : null;
    },
    // A look is a call of the test's service, too, under a name of its own.
    lookUpFor: (tool) =>
      testToolIds.has(tool.id)
        ? (input, context) => execute({ ...input, name: `look-${input.name}` }, context)
        : null,
    openConnection,
    files: fileAccess(),
    fetch: guardedFetch,
    // A model that is paid a thousandth of a dollar a letter.
    writeText: async ({ instructions }) => ({
      text: `Written: ${instructions}`,
      use: {
        model: "test/writer",
        inputTokens: instructions.length * 100,
        outputTokens: 100,
        costUsd: instructions === "unpriced" ? null : instructions.length / 1000,
      },
    }),
    priceOf: currentToolPrice,
  }),
  { graceMs: 3000, ...JSON.parse(options) },
);
