// The words of tools. Tools share most of their words, so equal words are one object, and what is known of a word is
// worked out once.
import { type StaticModel, staticModel } from "./static-model";
import { stem } from "./stem";

export class ToolWord {
  readonly stem: string;
  private meaning: { weight: number; vector: Float32Array | null } | undefined;

  /** @param id small and different for every word. */
  constructor(
    readonly text: string,
    readonly id: number,
    private readonly model: StaticModel,
  ) {
    this.stem = stem(text);
  }

  /** 0 to 1: how much it tells. */
  get weight(): number {
    return this.known().weight;
  }

  /** Unit vector; null when the model doesn't know the word. */
  get vector(): Float32Array | null {
    return this.known().vector;
  }

  /** Looked up when first asked for: the names of fields never are. */
  private known() {
    const { model, text } = this;
    this.meaning ??= { weight: model.weight(text) ?? 1, vector: model.wordVector(text) };
    return this.meaning;
  }
}

const words = new Map<string, ToolWord>();

/** Words are never forgotten, so an id stays a word's; a catalogue's vocabulary grows slowly. */
export function toolWord(text: string): ToolWord {
  let word = words.get(text);
  if (!word) {
    word = new ToolWord(text, words.size, staticModel());
    words.set(text, word);
  }
  return word;
}

/** @param text words by single spaces. */
export const toolWords = (text: string): ToolWord[] => (text === "" ? [] : text.split(" ").map(toolWord));

/** How many different words there are so far: no id is as great. */
export const toolWordCount = () => words.size;
