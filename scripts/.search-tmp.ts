import { mkdtempSync, rmSync } from "node:fs";
import { staticEmbedder } from "@/lib/retrieval/embedder";
import { rankTools } from "@/lib/retrieval/rank-tools";
import { ToolIndex } from "@/lib/retrieval/tool-index";
import { flightsDocument } from "@/lib/sandbox/flights/openapi";
import { weatherDocument } from "@/lib/sandbox/weather/openapi";
import { builtinTools } from "@/lib/tools/definitions";
import { parseOpenApi } from "@/lib/tools/openapi/parse-openapi";
export async function setup() {
  const w = await parseOpenApi(JSON.stringify(weatherDocument("http://127.0.0.1:1/weather")));
  const f = await parseOpenApi(JSON.stringify(flightsDocument("http://127.0.0.1:1/flights")));
  if (w.kind !== "parsed" || f.kind !== "parsed") throw new Error(JSON.stringify([w, f]).slice(0, 300));
  const list = [...builtinTools, ...w.tools, ...f.tools];
  const tools = new Map(list.map((t) => [t.id, t]));
  const dir = mkdtempSync("/tmp/pl-lance-");
  process.on("exit", () => rmSync(dir, { recursive: true, force: true }));
  const index = await ToolIndex.connect(dir, staticEmbedder());
  await index.reset();
  await index.write(list);
  const search = async (query: string, limit: number) =>
    (await rankTools(index, { query, limit })).map((r: any) => ({
      ...r,
      tool: tools.get(r.id)!,
      connected: true,
      missingInputs: [],
    }));
  return { tools, search };
}
