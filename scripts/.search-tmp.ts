import { relatedness, similarityScale, staticEmbedder } from "@/lib/retrieval/embedder";
import { readQuery } from "@/lib/retrieval/read-query";
import { comparableWords, compareWords, score } from "@/lib/retrieval/score-candidate";
import { dot, staticModel } from "@/lib/retrieval/static-model";
import { toolText } from "@/lib/retrieval/tool-text";
import { flightsDocument } from "@/lib/sandbox/flights/openapi";
import { weatherDocument } from "@/lib/sandbox/weather/openapi";
import { builtinTools } from "@/lib/tools/definitions";
import { parseOpenApi } from "@/lib/tools/openapi/parse-openapi";
export async function setup() {
  const w = await parseOpenApi(JSON.stringify(weatherDocument("http://127.0.0.1:1/weather")));
  const f = await parseOpenApi(JSON.stringify(flightsDocument("http://127.0.0.1:1/flights")));
  if (w.kind !== "parsed" || f.kind !== "parsed") throw new Error(JSON.stringify([w, f]).slice(0, 300));
  const list = [...builtinTools, ...w.tools, ...f.tools];
  const model = staticModel();
  const scale = await similarityScale(staticEmbedder());
  const idx = list.map((tool) => {
    const t = toolText(tool);
    return { tool, vecs: t.facets.map((x) => model.embed(x)), words: comparableWords(t, model) };
  });
  const search = async (query: string, limit: number) => {
    const parts = readQuery(query, model);
    const out = new Map<string, any>();
    for (const part of parts)
      for (const { tool, vecs, words } of idx) {
        const qv = model.embed(part.text);
        const sim = Math.max(...vecs.map((v) => dot(qv, v)));
        const c = compareWords(part, words);
        const s = score({
          meaning: relatedness(sim, scale),
          coverage: c.coverage,
          title: c.title,
          text: c.coverage,
        });
        const o = out.get(tool.id);
        if (!o || o.score < s)
          out.set(tool.id, {
            tool,
            score: s,
            similarity: sim,
            matchedWords: c.matchedWords,
            connected: true,
            missingInputs: [],
          });
      }
    return [...out.values()].sort((a, b) => b.score - a.score).slice(0, limit);
  };
  return { tools: new Map(list.map((t) => [t.id, t])), search };
}
