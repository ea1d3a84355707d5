// Hands a stored file through "Read a file" to "Call a web address" and saves the answer, as a worker does; prints what came
// of it and the most memory this process had. Arguments: the file's id, the service's address.
import { pino } from "pino";
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { closeDatabase } from "@/lib/db/client";
import { fileAccess } from "@/lib/files/file-access";
import { builtinExecutors } from "@/lib/tools/executors";
import { fileRead } from "@/lib/tools/file-read/definition";
import { httpRequest } from "@/lib/tools/http-request/definition";
import type { ToolContext } from "@/lib/tools/tool-contract";

const [fileId = "", url = ""] = process.argv.slice(2);
const context: ToolContext = {
  signal: AbortSignal.timeout(600_000),
  idempotencyKey: "key",
  connection: null,
  files: fileAccess(),
  // The test's own service, as if it were a connection's.
  fetch: (request) => guardedFetch({ ...request, boundOrigin: new URL(url).origin }),
  writeText: null,
  now: new Date(),
  timeZone: "UTC",
  log: pino({ level: "silent" }),
};
const call = async (toolId: typeof fileRead.id, input: Record<string, string>) =>
  (await builtinExecutors.get(toolId)?.(input, context))?.output ?? null;

const peakMb = () => Math.round(process.resourceUsage().maxRSS / 1024);
const beforeMb = peakMb();
const began = performance.now();
const read = await call(fileRead.id, { fileId });
const sent = await call(httpRequest.id, { url, method: "PUT", file: fileId });
const fetched = await call(httpRequest.id, { url, saveAs: "copy.bin" });
const seconds = (performance.now() - began) / 1000;
console.log(JSON.stringify({ read, sent, fetched, beforeMb, peakMb: peakMb(), seconds }));
await closeDatabase();
