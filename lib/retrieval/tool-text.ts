// What of a tool is searched: the texts whose meaning is compared, and its words by where they stand.
import type { ToolPart } from "@/lib/domain/candidate";
import type { JsonSchema } from "@/lib/domain/json";
import { importedFrom, type Tool } from "@/lib/domain/tool";
import { remembering } from "./remembering";
import { splitTokens } from "./split-words";
import { stem } from "./stem";

export interface ToolText {
  /** Embedded one by one; the one nearest to a query counts. */
  facets: string[];
  parts: ToolParts;
  /** What its inputs, and its outputs, are called, in stems: `userId` and `user_ids` are both `user_id`. */
  takes: string[];
  gives: string[];
}

/** The words of a tool by where they stand: those of the title in order, elsewhere each once. */
export type ToolParts = Readonly<Record<ToolPart, readonly string[]>>;

/** How often a word of the title counts in BM25. */
export const titleCount = 3;
const longestDescription = 1500;
const longestFieldDescription = 160;
const mostFields = 60;
const mostExamples = 8;

export function toolText(tool: Tool): ToolText {
  const description = tool.description.slice(0, longestDescription);
  const examples = tool.examples.slice(0, mostExamples);
  const apiTitle = importedFrom(tool)?.title ?? "";
  const named = `${tool.title} ${apiTitle}`.trim();
  const words = (text: string) => unique(indexWords(text));
  return {
    facets: facetsOf([tool.title, `${named}. ${description}`, ...examples]),
    parts: {
      title: indexWords(tool.title),
      description: words(description),
      example: words(examples.join("\n")),
      input: fieldWordsOf(tool.input),
      output: fieldWordsOf(tool.output),
      api: words(`${apiTitle} ${tool.id}`),
    },
    takes: fieldNames(tool.input),
    gives: fieldNames(tool.output),
  };
}

/** What a tool says of itself beside its title, each word once. */
export const bodyWords = ({ description, example, api }: ToolParts) =>
  unique([...description, ...example, ...api]);
/** What its inputs and outputs are called, each word once. */
export const fieldWords = ({ input, output }: ToolParts) => unique([...input, ...output]);

/** How many stems `searchableStems` gives. */
export const indexedLength = (parts: ToolParts) =>
  titleCount * parts.title.length + bodyWords(parts).length + fieldWords(parts).length;

/** The stems for full-text search, by spaces: those of the title count three times, those of fields once. */
export function searchableStems(parts: ToolParts): string {
  const title = Array.from({ length: titleCount }, () => parts.title).flat();
  return [...title, ...bodyWords(parts), ...fieldWords(parts)].map(stem).join(" ");
}

/** The operations of an API share most of their fields. */
const mostFieldsKnown = 20_000;
const wordsOfField = remembering(mostFieldsKnown, (text) => unique(indexWords(text)));
const nameOfField = remembering(mostFieldsKnown, (name) => splitTokens(name).flat().map(stem).join("_"));

/** Words as indexed: a name of several words (`GitHub`) also as one. */
export function indexWords(text: string): string[] {
  return splitTokens(text).flatMap((words) => (words.length === 2 ? [...words, words.join("")] : words));
}

/** The texts that say something the ones before do not. */
function facetsOf(texts: readonly string[]): string[] {
  const said = new Set<string>();
  return texts.filter((text) => {
    const key = [...new Set(splitTokens(text).flat().map(stem))].sort().join(" ");
    if (said.has(key)) return false;
    said.add(key);
    return true;
  });
}

/** What the properties of a schema are called, and those of the objects and list items in it. */
function fieldNames(schema: JsonSchema): string[] {
  const names = new Set<string>();
  for (const { name } of fieldsOf(schema)) {
    const known = nameOfField(name);
    if (known !== "") names.add(known);
    if (names.size === mostFields) break;
  }
  return [...names];
}

/** The words of name, title and description of the same, each once. */
function fieldWordsOf(schema: JsonSchema): string[] {
  const words = new Set<string>();
  for (const { name, property } of fieldsOf(schema)) {
    // Each by itself: putting them together first takes as long as all the rest.
    for (const text of [name, property.title, property.description?.slice(0, longestFieldDescription)])
      if (text) for (const word of wordsOfField(text)) words.add(word);
  }
  return [...words];
}

/** The first properties, each followed by those in it. */
function fieldsOf(schema: JsonSchema): { name: string; property: JsonSchema }[] {
  const fields: { name: string; property: JsonSchema }[] = [];
  const take = (from: JsonSchema, depth: number) => {
    for (const [name, property] of Object.entries(from.properties ?? {})) {
      if (fields.length === mostFields) return;
      fields.push({ name, property });
      if (depth < 1) take(property.items ?? property, depth + 1);
    }
  };
  take(schema, 0);
  return fields;
}

const unique = (list: readonly string[]) => [...new Set(list)];
