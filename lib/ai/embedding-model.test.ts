import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { rankTools } from "@/lib/retrieval/rank-tools";
import { staticModel } from "@/lib/retrieval/static-model";
import { plainTool, temporaryIndex } from "@/lib/retrieval/testing/catalogues";

/** An OpenAI-compatible server: its embeddings are the static model's, three times as long. */
let server: Server;
let answer: "well" | "with an error" | "with nonsense" = "well";
const requests: { model: string; count: number }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const body = z
      .object({ model: z.string(), input: z.array(z.string()) })
      .parse(JSON.parse(Buffer.concat(chunks).toString()));
    requests.push({ model: body.model, count: body.input.length });
    response.setHeader("content-type", "application/json");
    if (answer === "with an error") response.writeHead(503).end('{"error":{"message":"overloaded"}}');
    else if (answer === "with nonsense") response.end("nonsense");
    else {
      const data = body.input.map((text, index) => ({
        object: "embedding",
        index,
        embedding: [...staticModel().embed(text)].map((value) => value * 3),
      }));
      response.end(JSON.stringify({ object: "list", model: body.model, data, usage: { prompt_tokens: 1 } }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = z.custom<AddressInfo>((address) => typeof address === "object").parse(server.address());
  vi.stubEnv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing");
  vi.stubEnv("LAMPLIGHT_MODEL_BASE_URL", `http://127.0.0.1:${port}/v1`);
  vi.stubEnv("LAMPLIGHT_EMBEDDING_MODEL", "openai-compatible/test-embedder");
});
afterEach(() => {
  answer = "well";
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
});

async function configured() {
  const { embedder } = await import("@/lib/retrieval/embedder");
  return embedder();
}

describe("embeddingModel", () => {
  it("is the embedder when LAMPLIGHT_EMBEDDING_MODEL names it, and gives unit vectors in order", async () => {
    const embedder = await configured();
    expect(embedder.id).toBe("openai-compatible/test-embedder");
    const texts = ["Send an e-mail", "", "Get the weather forecast"];
    const vectors = await embedder.embed(texts);
    expect(vectors).toHaveLength(3);
    expect([...(vectors[2] ?? [])].map((value) => value.toFixed(4))).toEqual(
      [...staticModel().embed("Get the weather forecast")].map((value) => value.toFixed(4)),
    );
    expect(requests.at(-1)).toEqual({ model: "test-embedder", count: 3 });
    expect(await embedder.embed([])).toEqual([]);
  });

  it.each(["with an error", "with nonsense"] as const)("throws when the server answers %s", async (how) => {
    answer = how;
    await expect((await configured()).embed(["a text"])).rejects.toThrow();
  });

  it("refuses an unknown provider", async () => {
    const { embeddingModel } = await import("./embedding-model");
    expect(() => embeddingModel("nobody/model")).toThrow("nobody");
  });

  it("serves searching, which goes on by words when the provider is away", async () => {
    const tools = [
      plainTool({ id: "mail.send", title: "Send an e-mail", description: "Sends a message to people." }),
      plainTool({
        id: "sky.forecast",
        title: "Get the weather forecast",
        description: "Rain, wind and sun.",
      }),
    ];
    const { index, end } = await temporaryIndex(tools, await configured());
    try {
      const [near] = await rankTools(index, { query: "Will it be sunny?", limit: 2 });
      expect(near).toMatchObject({ id: "sky.forecast", matchedWords: ["sunny"] });
      expect(near?.similarity).toBeGreaterThan(0.1);

      answer = "with an error";
      const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
      const [byWords] = await rankTools(index, { query: "send an email", limit: 2 });
      expect(byWords).toMatchObject({ id: "mail.send", similarity: 0 });
      expect(byWords?.score).toBeGreaterThan(0.5);
      expect(warned).toHaveBeenCalledOnce();
    } finally {
      await end();
    }
  });
});
