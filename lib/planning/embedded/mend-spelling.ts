// Slips of the keys in the words a plan hangs on: "anaylze quartely sales". Only towards words the catalogue and the
// data know, only where the slip is plain, and never inside what a message is to say.
import type { ToolId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import type { DatabaseFacts } from "./planning-request";
import type { Intent } from "./read-clause";
import type { TaggedToken } from "./tag-words";
import { allVerbs } from "./verbs";
import { editDistance, isStopWord, splitName, stem } from "./words";

const timeWords =
  `today tomorrow yesterday tonight monday tuesday wednesday thursday friday saturday sunday january february march april
  june july august september october november december quarterly monthly weekly yearly annual quarter month year week
  summary marketing finance engineering support operations leadership channel customers products region highest lowest`.split(
    /\s+/,
  );

const vocabularies = new WeakMap<ReadonlyMap<ToolId, Tool>, ReadonlyMap<string, number>>();
const mostToolsRead = 400;

/** The words tools are described with, with how often. */
function vocabularyOf(tools: ReadonlyMap<ToolId, Tool>): ReadonlyMap<string, number> {
  const known = vocabularies.get(tools);
  if (known) return known;
  const counts = new Map<string, number>();
  const add = (word: string, count = 1) => {
    if (word.length >= 5 && /^[a-z]+$/.test(word)) counts.set(word, (counts.get(word) ?? 0) + count);
  };
  for (const word of [...allVerbs(), ...timeWords]) add(word, 5);
  for (const tool of [...tools.values()].slice(0, mostToolsRead)) {
    for (const text of [tool.title, tool.description, ...tool.examples])
      for (const word of splitName(text)) add(word);
  }
  vocabularies.set(tools, counts);
  return counts;
}

export interface Mended {
  text: string;
  /** What was read as what. */
  slips: { typed: string; meant: string }[];
}

/** The goal with plain slips mended. `intents`: as read before, for what their messages say. */
export function mendSpelling(options: {
  text: string;
  tokens: readonly TaggedToken[];
  intents: readonly Intent[];
  tools: ReadonlyMap<ToolId, Tool>;
  databases: readonly DatabaseFacts[];
}): Mended {
  const { text, tokens, intents, tools, databases } = options;
  const columns = databases.flatMap(({ tables }) =>
    tables.flatMap((table) => table.columns.flatMap(({ name }) => splitName(name))),
  );
  const vocabulary = new Map([...vocabularyOf(tools), ...columns.map((name): [string, number] => [name, 5])]);
  const stems = new Set([...vocabulary.keys(), ...allVerbs()].map(stem));
  const isContent = (token: TaggedToken) =>
    intents.some(({ content }) => content && token.start >= content.start && token.end <= content.end);
  const slips: Mended["slips"] = [];
  let mended = text;
  for (const token of [...tokens].reverse()) {
    const { lower } = token;
    const isName = /^\p{Lu}/u.test(token.text) && token.start > 0;
    if (token.kind !== "word" || lower.length < 5 || !/^[a-z]+$/.test(lower) || isName || isContent(token))
      continue;
    if (isStopWord(lower) || stems.has(stem(lower)) || token.tags.has("PastTense")) continue;
    const meant = nearest(lower, vocabulary);
    if (!meant) continue;
    slips.unshift({ typed: token.text, meant });
    mended = `${mended.slice(0, token.start)}${meant}${mended.slice(token.end)}`;
  }
  return { text: mended, slips };
}

/** The one word a misspelt one is a slip of: letters swapped, missing or doubled; another letter only in long words. */
function nearest(word: string, vocabulary: ReadonlyMap<string, number>): string | null {
  let best: { word: string; rank: number } | null = null;
  for (const [known, count] of vocabulary) {
    if (known.charAt(0) !== word.charAt(0) || Math.abs(known.length - word.length) > 1) continue;
    if (editDistance(word, known, 1) !== 1) continue;
    const isOtherLetter =
      known.length === word.length && [...known].sort().join("") !== [...word].sort().join("");
    if (isOtherLetter && word.length < 7) continue;
    if (!best || count > best.rank) best = { word: known, rank: count };
  }
  return best?.word ?? null;
}
