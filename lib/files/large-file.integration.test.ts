import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import type { JsonObject } from "@/lib/domain/json";
import { env, readEnvAnew } from "@/lib/env";
import { buildProgram } from "@/lib/testing/build-program";
import { httpRequest } from "@/lib/tools/http-request/definition";
import { callTool, failureOf } from "@/lib/tools/testing/test-context";
import type { GuardedFetch } from "@/lib/tools/tool-contract";
import { fileAccess } from "./file-access";
import { startLargeService } from "./testing/large-service";
import { storeSparse } from "./testing/store-sparse";

const sizeBytes = 300 * 1024 * 1024;

test("a file of 300 MB passes through reading, sending and saving without entering memory", {
  timeout: 120_000,
}, async () => {
  const service = await startLargeService(sizeBytes);
  const fileId = await storeSparse(sizeBytes);
  const program = await buildProgram("lib/files/testing/pass-large-file.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [program, fileId, service.url], {
    env: { ...process.env, DATABASE_URL: env().DATABASE_URL, LAMPLIGHT_HOME: env().LAMPLIGHT_HOME },
  });
  const outcome = JSON.parse(stdout);
  expect(outcome).toMatchObject({
    read: { fileId, format: "unread", text: "", notes: [expect.stringContaining("300 MB")] },
    sent: { status: 200, text: "taken" },
    fetched: { status: 200, text: "", file: { name: "copy.bin", sizeBytes } },
  });
  expect(service.received).toEqual([sizeBytes]);
  expect(outcome.peakMb - outcome.beforeMb).toBeLessThan(120);
  await service.stop();
});

test("R7: an answer that is too large leaves nothing half-written, and says what the limit is", async () => {
  const service = await startLargeService(sizeBytes);
  const small = await fileAccess().write({ name: "x", mediaType: "text/plain", content: Buffer.from("x") });
  process.env.LAMPLIGHT_MAX_FILE_MB = "10";
  readEnvAnew();
  const names = () => readdirSync(path.join(env().LAMPLIGHT_HOME, "files")).sort();
  const before = names();
  const fetch: GuardedFetch = (request) =>
    guardedFetch({ ...request, boundOrigin: new URL(service.url).origin });
  const call = (input: JsonObject) =>
    callTool(httpRequest, { url: service.url, ...input }, { fetch, files: fileAccess() });
  const failure = await failureOf(call({ saveAs: "copy.bin" }));
  expect(failure).toMatchObject({ kind: "too-large", message: expect.stringContaining("larger than 10 MB") });
  expect(names()).toEqual(before);
  await call({ method: "PUT", file: small.id });
  expect(service.received).toEqual([1]);
  await service.stop();
});
