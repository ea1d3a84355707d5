// Catalogues that tests search in, indexed in a temporary folder.
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { type Tool, toolSchema } from "@/lib/domain/tool";
import { type Embedder, staticEmbedder } from "@/lib/retrieval/embedder";
import { ToolIndex } from "@/lib/retrieval/tool-index";
import { flightsDocument } from "@/lib/sandbox/flights/openapi";
import { weatherDocument } from "@/lib/sandbox/weather/openapi";
import { builtinTools } from "@/lib/tools/definitions";
import { parseOpenApi } from "@/lib/tools/openapi/parse-openapi";

/** The tools of a first start: built-in ones, weather and flights. */
export async function firstTools(): Promise<Tool[]> {
  const documents = [
    weatherDocument("http://127.0.0.1:4001"),
    flightsDocument("http://127.0.0.1:4001/flights"),
  ];
  const imported = await Promise.all(documents.map((document) => parseOpenApi(JSON.stringify(document))));
  return [
    ...builtinTools,
    ...imported.flatMap((api) => {
      if (api.kind === "refused") throw new Error(`The sandbox's document was refused: ${api.message}`);
      return api.tools;
    }),
  ];
}

/** A tool with nothing but what is searched. */
export function plainTool(told: {
  id: string;
  title: string;
  description?: string;
  examples?: string[];
}): Tool {
  const version = createHash("sha256").update(JSON.stringify(told)).digest("hex").slice(0, 16);
  return toolSchema.parse({
    description: "",
    examples: [],
    ...told,
    version,
    source: { kind: "builtin" },
    icon: "wrench",
    effect: "read",
    undo: { kind: "unknown" },
    input: { type: "object", properties: {} },
    output: { type: "object", properties: {} },
    outputTrust: "untrusted",
    controlInputs: [],
    connectionKind: null,
    timeoutMs: 1000,
    retry: { attempts: 1, backoffMs: 0 },
    idempotency: "none",
    asksPerson: false,
  });
}

/** An index of these tools in a folder of its own; `end` deletes it. */
export async function temporaryIndex(
  tools: readonly Tool[],
  embedder: Embedder = staticEmbedder(),
): Promise<{ index: ToolIndex; folder: string; end: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "lamplight-index-"));
  const index = await ToolIndex.connect(folder, embedder);
  await index.reset();
  await index.write(tools);
  return {
    index,
    folder,
    end: async () => {
      index.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
