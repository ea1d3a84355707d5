import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type ScriptedModel, startScriptedModel } from "@/lib/ai/testing/scripted-model";
import { modelInUse } from "@/lib/ai/usable-model";
import { db } from "@/lib/db/client";
import { connections } from "@/lib/db/schema";
import { type ConnectionId, newId } from "@/lib/domain/ids";
import { readEnvAnew } from "@/lib/env";
import { listDescribedConnections } from "./describe-connections";
import {
  chooseModel,
  chooseRole,
  listModels,
  type ModelRequest,
  removeModel,
  saveModel,
  testModel,
} from "./manage-models";

const key = "canary-4711-key";
let service: ScriptedModel;
beforeAll(async () => {
  service = await startScriptedModel();
});
beforeEach(async () => {
  await db().delete(connections);
  service.answers.splice(0, service.answers.length, { kind: "text", text: '{"answer":"boat"}' });
  service.requests.length = 0;
});
afterEach(() => {
  vi.unstubAllEnvs();
  readEnvAnew();
});
afterAll(() => service.close());

const request = (more: Partial<ModelRequest> = {}): ModelRequest => ({
  id: null,
  provider: "openai-compatible",
  model: "scripted",
  address: service.baseUrl,
  privateNetwork: true,
  key,
  inputPrice: 0.25,
  outputPrice: null,
  ...more,
});

async function saved(more: Partial<ModelRequest> = {}): Promise<ConnectionId> {
  const result = await saveModel(request(more));
  if (result.kind !== "saved") throw new Error(JSON.stringify(result));
  return result.id;
}

describe("configuring a model", () => {
  it("stores it without its key in sight, on no list of connections, and in use only when chosen", async () => {
    const id = await saved();
    expect(await listModels()).toEqual({
      role: "plans",
      models: [
        {
          id,
          provider: "openai-compatible",
          model: "scripted",
          address: service.baseUrl,
          privateNetwork: true,
          hasKey: true,
          price: { input: 0.25, output: 0 },
          isInUse: false,
          variables: [],
          lastTest: null,
        },
      ],
    });
    expect(await listDescribedConnections()).toEqual([]);
    expect(JSON.stringify(await db().select().from(connections))).not.toContain(key);
    expect(await modelInUse()).toBeNull();
    expect(await chooseModel(id)).toBe(true);
    await chooseRole("decisions");
    expect(await modelInUse()).toMatchObject({ name: "openai-compatible/scripted", role: "decisions" });
    await removeModel(id);
    expect(await modelInUse()).toBeNull();
    expect(await chooseModel(newId("connection"))).toBe(false);
  });

  it.each<[string, Partial<ModelRequest>, string, RegExp]>([
    ["no name", { model: " " }, "model", /missing/],
    ["no address", { address: "" }, "address", /missing/],
    ["no address at all", { address: "ollama" }, "address", /whole address/],
    ["another protocol", { address: "file:///etc/passwd" }, "address", /https:/],
    ["this machine, unticked", { privateNetwork: false }, "privateNetwork", /on this machine. Tick/],
    [
      "a private network, unticked",
      { privateNetwork: false, address: "http://192.168.1.5/v1" },
      "privateNetwork",
      /private network/,
    ],
    ["a public address in the clear", { address: "http://example.com/v1" }, "address", /in the clear/],
    ["a password in the address", { address: "http://a:b@127.0.0.1/v1" }, "address", /password/],
    ["a price that is none", { inputPrice: Number.NaN }, "inputPrice", /number/],
    ["a negative price", { outputPrice: -1 }, "outputPrice", /negative/],
  ])("refuses %s at its field", async (_what, more, field, message) => {
    expect(await saveModel(request(more))).toEqual({
      kind: "refused",
      problems: [{ field, message: expect.stringMatching(message) }],
    });
  });

  it("P8: keeps the key for the same address only", async () => {
    const id = await saved();
    expect(await saveModel(request({ id, key: null, model: "other" }))).toEqual({ kind: "saved", id });
    expect(await saveModel(request({ id, key: null, address: "https://evil.example/v1" }))).toMatchObject({
      kind: "refused",
      problems: [{ field: "key", message: expect.stringContaining("Enter them again") }],
    });
  });
});

describe("testing a model", () => {
  it("really asks it, with the key as a header, and remembers what came of it", async () => {
    const id = await saved();
    const test = await testModel(id);
    expect(test).toMatchObject({ kind: "works", detail: expect.stringContaining("1200 tokens in, 80 out") });
    expect(service.requests).toMatchObject([
      { path: "/v1/chat/completions", authorization: `Bearer ${key}` },
    ]);
    expect(service.requests[0]?.raw).toContain("json_schema");
    expect((await listModels()).models[0]?.lastTest).toMatchObject(test);
  });

  it("says what to do when nothing answers, and N1: does not reach an address that only turns out to be private", async () => {
    const id = await saved({ address: "http://127.0.0.1:9/v1" });
    expect(await testModel(id)).toMatchObject({
      kind: "fails",
      message: "Nothing answers at 127.0.0.1:9: the connection was refused. Is the service running?",
    });
    // As if the name had begun to point here after the model was saved: nobody ticked that it may.
    const named = await saved({ address: "https://localtest.example/v1", privateNetwork: false });
    await db()
      .update(connections)
      .set({ origin: service.baseUrl.replace("/v1", "") });
    const result = await testModel(named);
    expect(result.kind).toBe("fails");
    expect(service.requests).toEqual([]);
  });
});

describe("the environment's model", () => {
  it("is listed with its variables, can be tested, and is the one in use", async () => {
    const id = await saved();
    await chooseModel(id);
    vi.stubEnv("LAMPLIGHT_MODEL", "openai-compatible/from-environment");
    vi.stubEnv("LAMPLIGHT_MODEL_BASE_URL", service.baseUrl);
    vi.stubEnv("LAMPLIGHT_MODEL_API_KEY", key);
    readEnvAnew();
    const { models } = await listModels();
    expect(models.map((model) => [model.id, model.isInUse])).toEqual([
      ["environment", true],
      [id, false],
    ]);
    expect(models[0]?.variables).toEqual([
      "LAMPLIGHT_MODEL",
      "LAMPLIGHT_MODEL_BASE_URL",
      "LAMPLIGHT_MODEL_API_KEY",
    ]);
    expect(JSON.stringify(models)).not.toContain(key);
    expect(await testModel("environment")).toMatchObject({ kind: "works" });
    expect(await modelInUse()).toMatchObject({ name: "openai-compatible/from-environment" });
  });
});
