import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { readEnvAnew } from "@/lib/env";
import { type ScriptedModel, startScriptedModel } from "./testing/scripted-model";
import { writeText } from "./write-text";

let model: ScriptedModel;

beforeAll(async () => {
  model = await startScriptedModel();
  vi.stubEnv("LAMPLIGHT_MODEL", "openai-compatible/scripted");
  vi.stubEnv("LAMPLIGHT_MODEL_BASE_URL", model.baseUrl);
  readEnvAnew();
});
beforeEach(() => {
  model.requests.length = 0;
  model.answers.length = 0;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  readEnvAnew();
  await model.close();
});

async function write(data: Record<string, string>) {
  return writeText({ instructions: "Thank the customer", data });
}

describe("writeText", () => {
  it("gives the model's text, having shown it the instructions and the values apart", async () => {
    model.answers.push({ kind: "text", text: "Thank you, Ada." });
    expect(await write({ customer: "Ada" })).toEqual({
      text: "Thank you, Ada.",
      use: { model: "openai-compatible/scripted", inputTokens: 1200, outputTokens: 80, costUsd: null },
    });
    expect(model.requests[0]?.raw).toContain("<instructions>\\nThank the customer\\n</instructions>");
    expect(model.requests[0]?.raw).toContain("Ada");
  });

  it("gives null where no model is in use, also when one was a moment ago", async () => {
    model.answers.push({ kind: "text", text: "Thank you, Ada." });
    vi.stubEnv("LAMPLIGHT_MODEL", undefined);
    readEnvAnew();
    try {
      expect(await write({ customer: "Ada" })).toBeNull();
      expect(model.requests).toEqual([]);
    } finally {
      vi.stubEnv("LAMPLIGHT_MODEL", "openai-compatible/scripted");
      readEnvAnew();
    }
  });

  it.each([
    [401, "credentials"],
    [429, "quota"],
    [400, "transient"],
  ])("fails with a ToolError when the service answers %i", async (status, kind) => {
    model.answers.push({ kind: "status", status });
    await expect(write({ customer: "Ada" })).rejects.toMatchObject({ name: "ToolError", kind });
  });

  it("refuses values that are too long for a prompt", async () => {
    await expect(write({ customer: "x".repeat(100_000) })).rejects.toMatchObject({ kind: "bad-input" });
    expect(model.requests).toEqual([]);
  });
});
