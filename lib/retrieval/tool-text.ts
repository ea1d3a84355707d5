// What of a tool is searched: the texts whose meaning is compared, and its words by where they stand.
import type { ToolPart } from "@/lib/domain/candidate";
import type { JsonSchema } from "@/lib/domain/json";
import { importedFrom, type Tool } from "@/lib/domain/tool";
import { type Listed, unique, Vocabulary, type Word, wasListed } from "./vocabulary";

/** What a tool says of itself. */
export interface Said {
  text: string;
  /** A facet, but for the sentence: that counts in the meaning of the whole only. */
  kind: "title" | "description" | "sentence" | "example";
}

export interface ToolText {
  /** Embedded one by one; of the facets the one nearest to a query counts. */
  said: Said[];
  parts: ToolParts;
  /** For full-text search: those of the title count three times, those of fields once. */
  stems: readonly string[];
  /** The different stems of the inputs' and of the outputs' words. */
  fieldStems: Readonly<Record<"input" | "output", readonly string[]>>;
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

/** The operations of an API share most of their words and fields. Renewed between tools only: a word is one object. */
let vocabulary = new Vocabulary();

export function toolText(tool: Tool): ToolText {
  if (vocabulary.isFull) vocabulary = new Vocabulary();
  const apiTitle = importedFrom(tool)?.title ?? "";
  const description = tool.description.slice(0, longestDescription);
  const examples = tool.examples.slice(0, mostExamples);
  const sentence = firstSentenceOf(description);
  const described = vocabulary.read(description);
  const read = {
    title: vocabulary.read(tool.title),
    api: vocabulary.readOften(apiTitle),
    description: described,
    sentence: sentence === description ? described : vocabulary.read(sentence),
    examples: examples.map((example) => vocabulary.read(example)),
  };
  const [input, output] = [readFields(tool.input), readFields(tool.output)];
  const words = {
    title: read.title.indexed,
    description: unique([read.description.indexed]),
    example: unique(read.examples.map(({ indexed }) => indexed)),
    ...{ input: input.words, output: output.words },
    api: unique([read.api.indexed, vocabulary.read(tool.id).indexed]),
  };
  const title = Array.from({ length: titleCount }, () => words.title).flat();
  const body = unique([words.description, words.example, words.api]);
  const fields = unique([words.input, words.output]);
  const named = `${tool.title} ${apiTitle}`.trim();
  return {
    said: telling([
      { text: tool.title, kind: "title", words: [read.title.words] },
      {
        text: `${named}. ${description}`,
        kind: "description",
        words: [read.title.words, read.api.words, read.description.words],
      },
      ...examples.map((text, place) => ({
        ...{ text, kind: "example" as const },
        words: [read.examples[place]?.words ?? []],
      })),
      // What is said first, says most.
      { text: sentence, kind: "sentence", words: [read.sentence.words] },
    ]),
    parts: {
      title: textsOf(words.title),
      description: textsOf(words.description),
      example: textsOf(words.example),
      input: textsOf(words.input),
      output: textsOf(words.output),
      api: textsOf(words.api),
    },
    stems: textsOf(stemsOf([title, body, fields])),
    fieldStems: {
      input: textsOf(unique([stemsOf([input.words])])),
      output: textsOf(unique([stemsOf([output.words])])),
    },
    ...{ takes: input.names, gives: output.names },
  };
}

export const isFacet = ({ kind }: Pick<Said, "kind">): boolean => kind !== "sentence";

/** The texts of which the one nearest to a query counts. */
export const facetsOf = ({ said }: Pick<ToolText, "said">): string[] =>
  said.filter(isFacet).map(({ text }) => text);

const textsOf = (list: readonly Listed[]) => list.map(({ text }) => text);
const stemsOf = (lists: readonly (readonly Word[])[]) => lists.flat().map((word) => word.stem);

/** "e.g. this" is no sentence: none is that short. */
const firstSentence = /^.{10,}?[.!?](?=\s)/s;
const firstSentenceOf = (text: string) => firstSentence.exec(text)?.[0] ?? text;

/** Those that say something the ones before do not. */
function telling(texts: readonly (Said & { words: readonly (readonly Word[])[] })[]): Said[] {
  const said: (readonly Listed[])[] = [];
  return texts.flatMap(({ text, kind, words }) => {
    const stems = unique([stemsOf(words)]);
    if (text === "" || said.some((before) => before.length === stems.length && wasListed(before))) return [];
    said.push(stems);
    return [{ text, kind }];
  });
}

/**
 * What the properties of a schema, and those of the objects and list items in it, are called, and the words of their
 * names, titles and descriptions.
 */
function readFields(schema: JsonSchema): { names: string[]; words: Word[] } {
  const names = new Set<string>();
  const read: (readonly Word[])[] = [];
  for (const { name, property } of fieldsOf(schema)) {
    const known = vocabulary.readOften(name);
    if (known.name !== "") names.add(known.name);
    read.push(known.indexed);
    // Each by itself: putting them together first takes as long as all the rest.
    for (const text of [property.title, property.description?.slice(0, longestFieldDescription)])
      if (text) read.push(vocabulary.readOften(text).indexed);
  }
  return { names: [...names], words: unique(read) };
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
