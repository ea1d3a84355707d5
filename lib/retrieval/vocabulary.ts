// The words of the texts that are being indexed. Tools share most of their words, so equal words are one object: telling
// whether a word was there before then takes no look-up, which is most of the work of indexing otherwise.
import { splitTokens } from "./split-words";
import { stem } from "./stem";

/** A word or a stem. */
export interface Listed {
  readonly text: string;
  /** The list made by `unique` that it was put in last. */
  list: number;
}

export interface Word extends Listed {
  readonly stem: Listed;
}

/** A text as its words. */
export interface ReadText {
  words: readonly Word[];
  /** As indexed: a name of two words (`GitHub`) also as one. */
  indexed: readonly Word[];
}

/** One that comes again and again, and its stems as one name. */
export interface OftenRead extends ReadText {
  name: string;
}

const mostWords = 200_000;
const mostTexts = 20_000;

export class Vocabulary {
  private readonly words = new Map<string, Word>();
  private readonly stems = new Map<string, Listed>();
  private readonly texts = new Map<string, OftenRead>();

  /** Whether there is too much to keep. */
  get isFull(): boolean {
    return this.words.size >= mostWords;
  }

  read(text: string): ReadText {
    const read = { words: [] as Word[], indexed: [] as Word[] };
    for (const token of splitTokens(text)) {
      for (const part of token) {
        const word = this.word(part);
        read.words.push(word);
        read.indexed.push(word);
      }
      if (token.length === 2) read.indexed.push(this.word(token.join("")));
    }
    return read;
  }

  /** The same, remembered. */
  readOften(text: string): OftenRead {
    let read = this.texts.get(text);
    if (!read) {
      const { words, indexed } = this.read(text);
      read = { words, indexed: unique([indexed]), name: words.map((word) => word.stem.text).join("_") };
      if (this.texts.size >= mostTexts) this.texts.clear();
      this.texts.set(text, read);
    }
    return read;
  }

  private word(text: string): Word {
    let word = this.words.get(text);
    if (!word) {
      word = { text, stem: this.stem(stem(text)), list: 0 };
      this.words.set(text, word);
    }
    return word;
  }

  private stem(text: string): Listed {
    let stemmed = this.stems.get(text);
    if (!stemmed) {
      stemmed = { text, list: 0 };
      this.stems.set(text, stemmed);
    }
    return stemmed;
  }
}

let latest = 0;

/** The different words, or stems, of the lists, in order. They must be of one vocabulary. */
export function unique<T extends Listed>(lists: readonly (readonly T[])[]): T[] {
  latest += 1;
  const found: T[] = [];
  for (const list of lists) {
    for (const one of list) {
      if (one.list === latest) continue;
      one.list = latest;
      found.push(one);
    }
  }
  return found;
}

/** Whether a list has all of those, if it is the one that was made last. */
export const wasListed = (those: readonly Listed[]) => those.every((one) => one.list === latest);
