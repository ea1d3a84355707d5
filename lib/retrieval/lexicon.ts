// Which rows of the embedding model a word stands for: its own, those of a known form of it, of the words it is made
// of, or of its pieces. The trainer and the model share this, so that a row means what it was trained to mean.
import { britishIse } from "./stem";

/** Begins a row that is only ever a piece of a word. */
export const pieceMark = "~";

const shortestCompound = 6;
/** What may stand between two words of a compound: `Rechnung-s-betrag`. */
const links: ReadonlySet<string> = new Set(["s", "n", "es", "en"]);
const longestPart = 24;
const mostRemembered = 10_000;

export class Lexicon {
  private readonly index: ReadonlyMap<string, number>;
  /** What words without a row of their own were found to stand for. Bounded. */
  private readonly remembered = { known: new Map<string, Rows | null>(), pieces: new Map<string, Rows>() };

  /** @param words of the rows, in order. */
  constructor(words: readonly string[]) {
    this.index = new Map(words.map((word, row) => [word, row]));
  }

  /** How many different words and pieces there are. */
  get size(): number {
    return this.index.size;
  }

  /** The word's own row. */
  row(word: string): number | undefined {
    return this.index.get(word);
  }

  /** The rows of a word that is known itself, in another form, or as a compound of known words; else null. */
  known(word: string): Rows | null {
    const american = word.includes("is") ? word.replace(britishIse, "$1iz$2") : word;
    const row = this.index.get(american) ?? this.index.get(word);
    if (row !== undefined) return [row];
    return remember(this.remembered.known, word, () => this.knownForm(word) ?? this.compound(word));
  }

  /** The rows of the pieces that cover a word, at least half of it; none for a word of unheard-of letters. */
  pieces(word: string): Rows {
    return remember(this.remembered.pieces, word, () => {
      const found = this.split(word, { whole: false, pieces: true });
      const covered = found.reduce((sum, part) => sum + part.length, 0);
      return 2 * covered < word.length ? [] : found.map((part) => part.row);
    });
  }

  /** `repaints` → `repaint`, `unarchived` → `unarchive`; else a longer form. */
  private knownForm(word: string): Rows | null {
    for (const [ending, ...replacements] of endings) {
      if (!word.endsWith(ending) || word.length < ending.length + 3) continue;
      const base = word.slice(0, -ending.length);
      for (const replacement of replacements) {
        const row = this.index.get(base + replacement);
        if (row !== undefined) return [row];
      }
      if (base.at(-1) === base.at(-2)) {
        const row = this.index.get(base.slice(0, -1));
        if (row !== undefined) return [row];
      }
    }
    return this.longerForm(word);
  }

  /** `reschedule` → `rescheduling` */
  private longerForm(word: string): Rows | null {
    if (word.length < 5) return null;
    for (const form of [
      `${word}s`,
      `${word}ed`,
      `${word}ing`,
      word.replace(/e$/, "ed"),
      word.replace(/e$/, "ing"),
    ]) {
      const row = form === word ? undefined : this.index.get(form);
      if (row !== undefined) return [row];
    }
    return null;
  }

  /** `spreadsheetrow` → `spreadsheet`, `row`; `rechnungsbetrag` → `rechnung`, `betrag`. */
  private compound(word: string): Rows | null {
    if (word.length < shortestCompound && !isDense(word)) return null;
    const parts = this.split(word, { whole: true, pieces: false });
    return parts.length > 0 ? parts.map((part) => part.row) : null;
  }

  /**
   * The split into known parts whose lengths squared add up to most: few long parts rather than many short ones.
   * Where the whole word has to be covered, only links between parts may be left out.
   */
  private split(word: string, how: { whole: boolean; pieces: boolean }): Part[] {
    const best: (Step | undefined)[] = [{ score: 0, before: 0 }];
    for (let end = 1; end <= word.length; end++) {
      let chosen: Step | undefined;
      for (let start = Math.max(0, end - longestPart); start < end; start++) {
        const from = best[start];
        if (!from) continue;
        const text = word.slice(start, end);
        const row = this.partRow(text, word, how.pieces);
        const gain =
          row !== undefined ? text.length ** 2 : this.gap(text, { start, end, word, whole: how.whole });
        if (gain === undefined || (chosen && from.score + gain <= chosen.score)) continue;
        chosen = { score: from.score + gain, before: start, ...(row !== undefined && { row }) };
      }
      best[end] = chosen;
    }
    const parts: Part[] = [];
    for (let end = word.length; end > 0; ) {
      const step = best[end];
      if (!step) return [];
      if (step.row !== undefined) parts.unshift({ row: step.row, length: end - step.before });
      end = step.before;
    }
    return parts;
  }

  private partRow(text: string, word: string, pieces: boolean): number | undefined {
    if (text === word && !pieces) return undefined;
    if (text !== word && (text.length > 2 || isDense(text))) {
      const row = this.index.get(text);
      if (row !== undefined) return row;
    }
    return pieces ? this.index.get(pieceMark + text) : undefined;
  }

  private gap(
    text: string,
    at: { start: number; end: number; word: string; whole: boolean },
  ): number | undefined {
    if (!at.whole) return text.length === 1 ? 0 : undefined;
    return at.start > 0 && at.end < at.word.length && links.has(text) ? 0 : undefined;
  }
}

/** Rows of the model's table. */
export type Rows = readonly number[];

interface Part {
  row: number;
  length: number;
}

interface Step {
  score: number;
  before: number;
  row?: number;
}

/** Scripts in which one or two letters are a word. */
const isDense = (text: string) => /^[\u3040-\u30ff\u3400-\u9fff]/.test(text);

function remember<T>(memory: Map<string, T>, word: string, find: () => T): T {
  const kept = memory.get(word);
  if (kept !== undefined) return kept;
  if (memory.size >= mostRemembered) memory.clear();
  const found = find();
  memory.set(word, found);
  return found;
}

/** An ending, and what may stand in its place. */
const endings: readonly (readonly [string, ...string[]])[] = [
  ["ies", "y", "ie"],
  ["es", "", "e"],
  ["s", ""],
  ["ing", "", "e"],
  ["ied", "y"],
  ["ed", "", "e"],
  ["er", "", "e"],
  ["or", "", "e"],
  ["ly", "", "le"],
  ["ment", ""],
  ["ness", ""],
  ["ation", "e", ""],
  ["ion", "", "e"],
  ["able", "", "e"],
];
