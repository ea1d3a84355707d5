import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type ScriptedModel, startScriptedModel } from "./testing/scripted-model";

let model: ScriptedModel;

beforeAll(async () => {
  model = await startScriptedModel();
  vi.stubEnv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing");
  vi.stubEnv("LAMPLIGHT_MODEL", "openai-compatible/scripted");
  vi.stubEnv("LAMPLIGHT_MODEL_BASE_URL", model.baseUrl);
});
beforeEach(() => {
  model.requests.length = 0;
  model.answers.length = 0;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await model.close();
});

async function write(data: Record<string, string>) {
  const { textWriter } = await import("./write-text");
  const writer = textWriter();
  if (!writer) throw new Error("No writer, although a model is configured.");
  return writer({ instructions: "Thank the customer", data });
}

describe("textWriter", () => {
  it("gives the model's text, having shown it the instructions and the values apart", async () => {
    model.answers.push({ kind: "text", text: "Thank you, Ada." });
    expect(await write({ customer: "Ada" })).toBe("Thank you, Ada.");
    expect(model.requests[0]?.raw).toContain("<instructions>\\nThank the customer\\n</instructions>");
    expect(model.requests[0]?.raw).toContain("Ada");
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
