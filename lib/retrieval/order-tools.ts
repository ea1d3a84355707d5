// The order of candidates: what the whole query says, what each of its parts asks for, and what goes together.
import { agreement } from "./action";
import { relatedness, type SimilarityScale } from "./embedder";
import type { PreparedTool } from "./prepare-tools";
import type { QueryMemory } from "./query-memory";
import type { QueryPart } from "./read-query";
import { wordScore } from "./score-candidate";
import { dot } from "./static-model";

export interface Meanings {
  /** Of the parts, in order. */
  vectors: Float32Array[];
  scale: SimilarityScale;
}

/** What an order is made of, each from 0 to about 1 (`partMeaning` to 0 from below, `action` from -1). */
export const orderFeatures = [
  /** BM25 as a share of the best tool's: for the whole query, and for the part a tool does best at. */
  "wholeWords",
  "partWords",
  /** How far the meaning of the whole tool lies behind that of the nearest, for the part where it is least. */
  "partMeaning",
  "wholeMeaning",
  "action",
  /** The tool takes what a tool for another part gives, or gives what that one takes. */
  "takes",
  "gives",
] as const;
export type OrderFeature = (typeof orderFeatures)[number];
export type OrderEvidence = Readonly<Record<OrderFeature, number>>;

/**
 * Fitted to made-up requests with an earlier embedding model, and kept: what `npm run fit:order` prints now orders such
 * requests better and those of people worse (docs/decisions/2026-11-26-search-order.md).
 */
export const orderWeights: OrderEvidence = {
  wholeWords: 3.8,
  partWords: 4.8,
  partMeaning: 1.95,
  wholeMeaning: 0.6,
  action: 0.45,
  takes: 0.8,
  gives: 0.3,
};

/** Tools that others may go with. */
const leading = 20;
/** So much names with a telling word in common count of what equal names do. */
const likeNames = 0.5;
/** Whoever wants more than this wants all of it, in whatever order. */
const mostInTurn = 30;
/** What a tool loses when a tool before it serves the same part: about what sets the parts' best apart from the next. */
const servedWeight = 1.5;
/** How sharply a tool belongs to the part that it fits best: three times as much for each fifth that the fit is better. */
const sharpness = 5;

export interface QueryReading {
  /** The whole first; then, when it asks for several things, each of them. */
  parts: readonly QueryPart[];
  /** Null when meanings can't be had: then words decide alone. */
  meanings: Meanings | null;
  memory: QueryMemory;
}

/** The tools that answer a query best, best first: for one that asks for several things. */
export function orderTools(tools: readonly PreparedTool[], reading: QueryReading): PreparedTool[] {
  const { evidence, shares } = orderEvidence(tools, reading);
  return inTurn(tools, evidence.map(worthOf), shares);
}

/**
 * What speaks for each tool, and how much it is of each part: shares that add up to 1. Neighbours are those that come
 * first by all else.
 */
export function orderEvidence(
  tools: readonly PreparedTool[],
  reading: QueryReading,
): { evidence: OrderEvidence[]; shares: number[][] } {
  const [whole, ...intents] = reading.parts.map((part, number) => evidenceOf(tools, part, number, reading));
  if (!whole) return { evidence: [], shares: [] };
  const parts = intents.length > 0 ? intents : [whole];
  const own = tools.map((_, index): OrderEvidence => {
    const best = parts.reduce((a, b) => (b.fit(index) > a.fit(index) ? b : a));
    return {
      wholeWords: whole.words(index),
      partWords: Math.max(...parts.map((part) => part.words(index))),
      partMeaning: Math.max(...parts.map((part) => part.behind(index))),
      wholeMeaning: whole.meaning(index),
      action: best.action(index),
      takes: 0,
      gives: 0,
    };
  });
  const first = byWorth(tools, own.map(worthOf)).slice(0, leading);
  const near = neighbours(
    first.flatMap((index) => tools[index] ?? []),
    reading.memory,
  );
  const evidence = own.map((one, index) => {
    const tool = tools[index];
    return tool ? { ...one, ...near(tool) } : one;
  });
  return { evidence, shares: tools.map((_, index) => softmax(parts.map((part) => part.fit(index)))) };
}

/**
 * The best of each part before the runners-up of one: what serves a part that a tool before it serves is worth less.
 * @param worth of each tool. @param shares of each tool, as `orderEvidence` gives them.
 */
export function inTurn<Item extends { id: string }>(
  tools: readonly Item[],
  worth: readonly number[],
  shares: readonly (readonly number[])[],
): Item[] {
  const waiting = byWorth(tools, worth);
  const rest = waiting.splice(mostInTurn);
  const served: number[] = [];
  const worthNow = (index: number) =>
    (worth[index] ?? 0) -
    servedWeight * (shares[index] ?? []).reduce((sum, share, part) => sum + share * (served[part] ?? 0), 0);
  const ordered: number[] = [];
  while (waiting.length > 0) {
    const values = waiting.map(worthNow);
    const [next = 0] = waiting.splice(values.indexOf(Math.max(...values)), 1);
    ordered.push(next);
    shares[next]?.forEach((share, part) => {
      served[part] = Math.max(served[part] ?? 0, share);
    });
  }
  return [...ordered, ...rest].flatMap((index) => tools[index] ?? []);
}

function softmax(values: readonly number[]): number[] {
  const powers = values.map((value) => Math.exp(sharpness * value));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

const worthOf = (evidence: OrderEvidence) =>
  orderFeatures.reduce((sum, feature) => sum + orderWeights[feature] * evidence[feature], 0);

/** Their places, best first. */
const byWorth = (tools: readonly { id: string }[], worth: readonly number[]): number[] =>
  tools
    .map(({ id }, index) => ({ id, index, value: worth[index] ?? 0 }))
    .sort((a, b) => b.value - a.value || (a.id < b.id ? -1 : 1))
    .map(({ index }) => index);

/** What one part of a query says of each tool, by its number. */
function evidenceOf(
  tools: readonly PreparedTool[],
  { terms, action }: QueryPart,
  number: number,
  { meanings, memory }: QueryReading,
) {
  const words = tools.map((tool) => wordScore(terms, tool.words, memory));
  const vector = meanings?.vectors[number];
  const meaning = tools.map((tool) =>
    meanings && vector && tool.facets.count > 0
      ? relatedness(dot(tool.facets.whole, vector), meanings.scale)
      : 0,
  );
  const most = { words: Math.max(...words, 1e-6), meaning: Math.max(...meaning, 1e-6) };
  const at = (list: readonly number[], index: number) => list[index] ?? 0;
  return {
    words: (index: number) => at(words, index) / most.words,
    meaning: (index: number) => at(meaning, index),
    behind: (index: number) => at(meaning, index) - most.meaning,
    fit: (index: number) => at(words, index) / most.words + Math.max(0, at(meaning, index)) / most.meaning,
    action: (index: number) => agreement(action, tools[index]?.action ?? null),
  };
}

/** What a tool has to do with those that come first: steps of one request hand their results on to each other. */
function neighbours(first: readonly PreparedTool[], memory: QueryMemory) {
  const given = new Names(first.map((tool) => namesIn(tool.gives)));
  const taken = new Names(first.map((tool) => namesIn(tool.takes)));
  const telling = new Map<string, number>();
  /** How telling a name is, 0 to 1: every other tool has an `id` or a `status`. */
  const tellingOf = (name: string) => {
    const known = telling.get(name) ?? Math.max(...wordsIn(name).map((word) => memory.rarity(word)));
    telling.set(name, known);
    return known;
  };
  /** 1 for the same name; `departure_city` and `city` have something in common too. */
  const likeness = (name: string, other: string) => {
    if (name === other) return 1;
    const [words, others] = [wordsIn(name), wordsIn(other)];
    const rarityOf = (list: readonly string[]) => list.reduce((sum, word) => sum + memory.rarity(word), 0);
    const both = rarityOf(words.filter((word) => others.includes(word)));
    const either = rarityOf(words) + rarityOf(others) - both;
    return either > 0 ? (likeNames * both) / either : 0;
  };
  const strongest = (tool: PreparedTool, names: readonly string[], held: Names) => {
    let most = 0;
    for (const name of names) {
      for (const other of held.like(name)) {
        const place = held.placesOf(other).find((one) => first[one] !== tool);
        if (place === undefined) continue;
        most = Math.max(most, (likeness(name, other) * tellingOf(name)) / (1 + place / 3));
      }
    }
    return most;
  };
  return (tool: PreparedTool): Pick<OrderEvidence, "takes" | "gives"> => ({
    takes: strongest(tool, namesIn(tool.takes), given),
    gives: strongest(tool, namesIn(tool.gives), taken),
  });
}

const namesIn = (text: string) => (text === "" ? [] : text.split(" "));
const wordsIn = (name: string) => [...new Set(name.split("_"))];

/** The names that tools have for what they take or give. */
class Names {
  private readonly places = new Map<string, number[]>();
  private readonly byWord = new Map<string, string[]>();

  constructor(lists: readonly (readonly string[])[]) {
    for (const [place, names] of lists.entries()) {
      for (const name of names) {
        const known = this.places.get(name);
        if (known) known.push(place);
        else this.add(name, place);
      }
    }
  }

  /** Which of the lists have a name, the first of them first. */
  placesOf(name: string): readonly number[] {
    return this.places.get(name) ?? [];
  }

  /** The names that have a word of this one. */
  like(name: string): Iterable<string> {
    return new Set(wordsIn(name).flatMap((word) => this.byWord.get(word) ?? []));
  }

  private add(name: string, place: number): void {
    this.places.set(name, [place]);
    for (const word of wordsIn(name)) {
      const having = this.byWord.get(word);
      if (having) having.push(name);
      else this.byWord.set(word, [name]);
    }
  }
}
