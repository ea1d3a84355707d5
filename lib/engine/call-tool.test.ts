import { describe, expect, it, vi } from "vitest";
import { connectionIdSchema } from "@/lib/domain/ids";
import { maxOutputBytes, type Tool } from "@/lib/domain/tool";
import { type ExecuteTool, type OpenConnection, ToolError } from "@/lib/tools/tool-contract";
import { callTool } from "./call-tool";
import type { EngineParts } from "./engine-parts";
import { readTool, sendTool } from "./testing/test-tools";

process.env.DATABASE_URL ??= "postgres://unused@127.0.0.1/unused";
process.env.LAMPLIGHT_LOG_LEVEL = "silent";

const connection: OpenConnection = {
  id: connectionIdSchema.parse("connection_0000000000000000"),
  kind: "test",
  name: "One",
  origin: "https://one.example",
  config: {},
  hasSecret: true,
  isDefault: true,
  isSandbox: false,
  createdAt: "2026-01-01T00:00:00.000Z",
  secret: { token: "a-secret-token" },
};

/** Calls a tool that does `execute`. The parts it does not use are not there. */
function call(execute: ExecuteTool | null, options: { tool?: Tool; ended?: AbortSignal } = {}) {
  const parts = { executorFor: () => execute, writeText: null } as unknown as EngineParts;
  const ended = options.ended ?? new AbortController().signal;
  const { tool = readTool } = options;
  const inputs = { name: "x" };
  return callTool({ tool, inputs, connection, idempotencyKey: "key", timeZone: "UTC", ended }, parts);
}

describe("callTool", () => {
  it("gives what came out, with its receipt", async () => {
    const receipt = { reference: "1", service: "test", detail: null };
    expect(await call(async (input) => ({ output: { value: String(input.name) }, receipt }))).toEqual({
      kind: "completed",
      output: { value: "x" },
      receipt,
      sizeBytes: '{"value":"x"}'.length,
    });
  });

  it("gives an expected failure as it is", async () => {
    const outcome = await call(async () => {
      throw new ToolError("quota", "slow down", { evidence: { status: 429 }, effectUncertain: true });
    });
    expect(outcome).toEqual({
      kind: "failed",
      effectUncertain: true,
      failure: { kind: "quota", message: "slow down", evidence: { status: 429 } },
    });
  });

  it("takes what no tool should throw for the tool's fault, with an effect nobody knows", async () => {
    for (const thrown of [new TypeError("x is undefined"), "text", null]) {
      const outcome = await call(() => {
        throw thrown;
      });
      expect(outcome).toMatchObject({
        kind: "failed",
        effectUncertain: true,
        failure: { kind: "broken-tool" },
      });
    }
  });

  it("S1: blanks out the connection's secret in outputs, receipts and failures", async () => {
    const token = connection.secret.token ?? "";
    const completed = await call(async () => ({
      output: { value: `Bearer ${token}` },
      receipt: { reference: token, service: "x", detail: { token } },
    }));
    const failed = await call(async () => {
      throw new ToolError("credentials", `401 for ${token}`, { evidence: { headers: [token] } });
    });
    expect(JSON.stringify([completed, failed])).not.toContain(token);
  });

  it("R8: ends a call by its timeout, also when the tool is deaf to its signal", async () => {
    vi.useFakeTimers();
    const listening: ExecuteTool = (_input, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const knowing: ExecuteTool = (_input, { signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener("abort", () => reject(new ToolError("transient", "nothing was sent"))),
      );
    const deaf: ExecuteTool = () => new Promise(() => {});
    const outcomes = Promise.all([listening, knowing, deaf].map((execute) => call(execute)));
    await vi.advanceTimersByTimeAsync(readTool.timeoutMs + 3000);
    const failure = {
      kind: "timeout",
      message: '"Tool test.read" did not answer within 5 s.',
      evidence: null,
    };
    expect(await outcomes).toEqual([
      { kind: "failed", effectUncertain: true, failure },
      { kind: "failed", effectUncertain: false, failure },
      { kind: "failed", effectUncertain: true, failure },
    ]);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });

  it("breaks a call off when the run ends", async () => {
    const run = new AbortController();
    const outcome = call(
      (_input, { signal }) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
      { ended: run.signal },
    );
    run.abort();
    expect(await outcome).toMatchObject({
      failure: { kind: "transient", message: "The call was broken off because the run had ended." },
    });
    expect(await call(() => new Promise(() => {}), { ended: AbortSignal.abort() })).toMatchObject({
      kind: "failed",
    });
  });

  it("refuses an output that is missing, too large or of another shape; the effect has taken place", async () => {
    const outputs = [undefined, { value: "x".repeat(maxOutputBytes) }, { value: 5 }, {}, "text"];
    for (const output of outputs) {
      const outcome = await call(async () => ({ output: output as never }), { tool: sendTool });
      expect(outcome).toMatchObject({
        kind: "failed",
        effectUncertain: true,
        failure: { kind: "broken-tool" },
      });
    }
  });

  it("keeps evidence short", async () => {
    const outcome = await call(async () => {
      throw new ToolError("transient", "down", { evidence: { body: "x".repeat(1_000_000) } });
    });
    expect(JSON.stringify(outcome).length).toBeLessThan(20_000);
  });

  it("does not let a tool change the inputs that are recorded", async () => {
    const inputs = { name: "x", list: [1] };
    const parts = {
      executorFor: () => async (input: typeof inputs) => {
        input.list.push(2);
        return { output: { value: "" } };
      },
    } as unknown as EngineParts;
    const ended = new AbortController().signal;
    await callTool(
      { tool: readTool, inputs, connection: null, idempotencyKey: "", timeZone: "UTC", ended },
      parts,
    );
    expect(inputs).toEqual({ name: "x", list: [1] });
  });

  it("says so when nothing can call the tool", async () => {
    expect(await call(null)).toMatchObject({ kind: "failed", effectUncertain: false });
  });
});
