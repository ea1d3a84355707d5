// What of a tool is searched: the texts whose meaning is compared, and its words by where they stand.
import type { JsonSchema } from "@/lib/domain/json";
import { importedFrom, type Tool } from "@/lib/domain/tool";
import { titleCount } from "./score-candidate";
import { splitTokens } from "./split-words";
import { stem } from "./stem";

export interface ToolText {
  /** Embedded one by one; the one nearest to a query counts. */
  facets: string[];
  /** Words of the title, in order. */
  title: string[];
  /** Different words of description, examples, id and API title. */
  body: string[];
  /** Different words of the names and descriptions of inputs and outputs. */
  fields: string[];
}

const longestDescription = 1500;
const longestFieldDescription = 160;
const mostFields = 60;
const mostExamples = 8;

export function toolText(tool: Tool): ToolText {
  const description = tool.description.slice(0, longestDescription);
  const examples = tool.examples.slice(0, mostExamples);
  const apiTitle = importedFrom(tool)?.title ?? "";
  const named = `${tool.title} ${apiTitle}`.trim();
  const fields = [...fieldTexts(tool.input), ...fieldTexts(tool.output)];
  return {
    facets: unique([tool.title, `${named}. ${description}`, ...examples]),
    title: indexWords(tool.title),
    body: unique(indexWords([description, apiTitle, tool.id, ...examples].join("\n"))),
    fields: unique(indexWords(fields.join("\n"))),
  };
}

/** The stems for full-text search, by spaces: those of the title count three times, those of fields once. */
export function searchableStems(text: ToolText): string {
  const title = Array.from({ length: titleCount }, () => text.title).flat();
  return [...title, ...text.body, ...text.fields].map(stem).join(" ");
}

/** Words as indexed: a name of several words (`GitHub`) also as one. */
export function indexWords(text: string): string[] {
  return splitTokens(text).flatMap((words) => (words.length === 2 ? [...words, words.join("")] : words));
}

/** Name, title and description of every property, and of the properties of objects and list items in it. */
function fieldTexts(schema: JsonSchema, depth = 0): string[] {
  const texts: string[] = [];
  for (const [name, property] of Object.entries(schema.properties ?? {}).slice(0, mostFields)) {
    const description = property.description?.slice(0, longestFieldDescription) ?? "";
    texts.push(`${name} ${property.title ?? ""} ${description}`);
    if (depth < 1) texts.push(...fieldTexts(property.items ?? property, depth + 1));
  }
  return texts.slice(0, mostFields);
}

const unique = (list: readonly string[]) => [...new Set(list)];
