// How alike what a step gives and what an input takes are, by the words that name and describe them: a vehicle's id is
// the id of that vehicle, "the optimized path" is what "the path of the journey" wants. Rare words count for more
// (TF-IDF cosine; Salton and Buckley, 1988): nearly every field is a name, an id or a status.
import type { ToolId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import { type InputField, inputFields, type OutputPlace, outputPlaces } from "./tool-fields";
import { contentStems } from "./words";

/** A name says more than a description. */
const nameShare = 2;

type WordCounts = ReadonlyMap<string, number>;

const countsOfField = new WeakMap<InputField | OutputPlace, WordCounts>();

/** The words of a field with their weight, before how rare they are. */
function wordCounts(field: InputField | OutputPlace): WordCounts {
  const known = countsOfField.get(field);
  if (known) return known;
  const counts = new Map<string, number>();
  const add = (word: string, weight: number) => counts.set(word, (counts.get(word) ?? 0) + weight);
  for (const word of field.stems) add(word, nameShare);
  for (const word of contentStems(field.schema.description?.slice(0, 200) ?? "")) add(word, 1);
  countsOfField.set(field, counts);
  return counts;
}

export class FieldLikeness {
  readonly #rarity: (word: string) => number;
  readonly #vectors = new Map<InputField | OutputPlace, ReadonlyMap<string, number>>();

  /** `tools`: those among which words are rare or common. */
  constructor(tools: ReadonlyMap<ToolId, Tool>) {
    const fieldsWith = new Map<string, number>();
    let all = 0;
    for (const tool of tools.values()) {
      for (const field of [...inputFields(tool), ...outputPlaces(tool)]) {
        all += 1;
        for (const word of wordCounts(field).keys()) fieldsWith.set(word, (fieldsWith.get(word) ?? 0) + 1);
      }
    }
    this.#rarity = (word) => Math.log((all + 1) / ((fieldsWith.get(word) ?? 0) + 0.5));
  }

  /** 0 to 1. */
  between(place: OutputPlace, field: InputField): number {
    const [given, wanted] = [this.#vectorOf(place), this.#vectorOf(field)];
    let sum = 0;
    for (const [word, weight] of wanted) sum += weight * (given.get(word) ?? 0);
    return sum;
  }

  /** How much of a field's own name, or of all it says of itself, is among some words; 0 to 1. */
  saidIn(words: ReadonlySet<string>, field: InputField): number {
    const share = (own: Iterable<string>) => {
      let [said, all] = [0, 0];
      for (const word of own) {
        const rarity = this.#rarity(word);
        all += rarity;
        if (words.has(word)) said += rarity;
      }
      return all === 0 ? 0 : said / all;
    };
    return Math.max(share(field.stems), share(wordCounts(field).keys()));
  }

  #vectorOf(field: InputField | OutputPlace): ReadonlyMap<string, number> {
    const known = this.#vectors.get(field);
    if (known) return known;
    const weighted = [...wordCounts(field)].map(([word, count]): [string, number] => [
      word,
      count * this.#rarity(word),
    ]);
    const length = Math.hypot(...weighted.map(([, weight]) => weight)) || 1;
    const vector = new Map(weighted.map(([word, weight]) => [word, weight / length]));
    this.#vectors.set(field, vector);
    return vector;
  }
}
