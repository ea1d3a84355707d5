// Which words, and which pieces of words, get a row in the model.
import { pieceMark } from "@/lib/retrieval/lexicon";
import { splitWords } from "@/lib/retrieval/split-words";
import { stem } from "@/lib/retrieval/stem";
import type { Translation } from "./product-texts";
import type { WordVectors } from "./word-vectors";

export interface Vocabulary {
  /** Of the rows, in order: English words, other languages' words, pieces. */
  words: string[];
  /** How many of them are English words. */
  english: number;
  /** How probable each is in running text of its language; 0 for pieces. */
  probabilities: Float64Array;
}

const mostEnglish = 40_000;
const mostForeign = 14_000;
const mostPieces = 5_000;
/** A word in this many texts of products is kept whatever the dictionary says. */
const enoughTexts = 5;
/** Different words in an operation's text, about. */
const wordsPerText = 12;
/** A word of another language is learned from at least so many texts. */
const enoughTranslations = 2;

export function chooseVocabulary(from: {
  vectors: Pick<WordVectors, "words">;
  commonWords: ReadonlySet<string>;
  productTexts: readonly string[];
  translations: readonly Translation[];
  /** Words that people say goals in; always kept. */
  goalWords: ReadonlySet<string>;
}): Vocabulary {
  const english = englishWords(from);
  const foreign = foreignWords(from.translations, new Set(english.map(([word]) => word)), from.goalWords);
  const words = [...english, ...foreign];
  const pieces = choosePieces(english.map(([word]) => word));
  return {
    words: [...words.map(([word]) => word), ...pieces],
    english: english.length,
    probabilities: Float64Array.from([
      ...words.map(([, probability]) => probability),
      ...pieces.map(() => 0),
    ]),
  };
}

type Probable = [word: string, probability: number];

/** The most probable words that are in the dictionary, are forms of such a word, or are used of products. */
function englishWords(from: {
  vectors: Pick<WordVectors, "words">;
  commonWords: ReadonlySet<string>;
  productTexts: readonly string[];
}): Probable[] {
  const frequencies = textFrequencies(from.productTexts);
  const commonStems = new Set([...from.commonWords].map(stem));
  const zipf = Math.log(from.vectors.words.length) + 0.577;
  const ranks = new Map(from.vectors.words.map((word, rank) => [word, rank]));
  return [...new Set([...from.vectors.words, ...frequencies.keys()])]
    .filter((word) => /^(?=.*[a-z])[a-z0-9]{1,24}$/.test(word))
    .filter(
      (word) =>
        (frequencies.get(word) ?? 0) >= enoughTexts ||
        from.commonWords.has(word) ||
        commonStems.has(stem(word)),
    )
    .map((word): Probable => {
      const rank = ranks.get(word);
      const inNews = rank === undefined ? 0 : 1 / ((rank + 3) * zipf);
      const inTexts = (frequencies.get(word) ?? 0) / (from.productTexts.length * wordsPerText);
      return [word, (inNews + inTexts) / 2];
    })
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, mostEnglish);
}

function foreignWords(
  translations: readonly Translation[],
  english: ReadonlySet<string>,
  goalWords: ReadonlySet<string>,
): Probable[] {
  const found = new Map<string, { count: number; probability: number }>();
  for (const language of [...new Set(translations.map((pair) => pair.language))].sort()) {
    const texts = translations.filter((pair) => pair.language === language).map((pair) => pair.one);
    for (const [word, count] of textFrequencies(texts, language)) {
      const before = found.get(word) ?? { count: 0, probability: 0 };
      const probability = Math.max(before.probability, count / (texts.length * 6));
      found.set(word, { count: before.count + count, probability });
    }
  }
  return [...found]
    .filter(([word, { count }]) => (count >= enoughTranslations || goalWords.has(word)) && !english.has(word))
    .filter(([word]) => /^\p{L}{1,24}$/u.test(word))
    .sort(
      ([a, one], [b, other]) =>
        Number(goalWords.has(b)) - Number(goalWords.has(a)) || other.count - one.count || (a < b ? -1 : 1),
    )
    .slice(0, mostForeign)
    .map(([word, { probability }]): Probable => [word, probability]);
}

/** In how many of the texts each word is. */
function textFrequencies(texts: readonly string[], language = "en"): Map<string, number> {
  const frequencies = new Map<string, number>();
  for (const text of texts) {
    for (const word of new Set(wordsOf(text, language)))
      frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  }
  return frequencies;
}

const segmenters = new Map(
  ["ja", "zh"].map((language) => [language, new Intl.Segmenter(language, { granularity: "word" })]),
);

/** Words; of languages that write without spaces, as a dictionary cuts them. */
function wordsOf(text: string, language: string): string[] {
  const segmenter = segmenters.get(language);
  if (!segmenter) return splitWords(text);
  return [...segmenter.segment(text)].flatMap(({ segment }) => splitWords(segment));
}

/** The pieces of which most words are made, longer ones preferred. */
function choosePieces(words: readonly string[]): string[] {
  const known = new Set(words);
  const counts = new Map<string, number>();
  for (const word of words) {
    if (!/^[a-z]{5,}$/.test(word)) continue;
    for (let start = 0; start < word.length - 1; start++) {
      for (let length = 2; length <= 5 && start + length <= word.length; length++) {
        if (length === word.length) continue;
        const piece = word.slice(start, start + length);
        counts.set(piece, (counts.get(piece) ?? 0) + 1);
      }
    }
  }
  return [...counts]
    .filter(([piece]) => piece.length < 4 || !known.has(piece))
    .map(([piece, count]): Probable => [pieceMark + piece, count * (piece.length - 1) ** 2])
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, mostPieces)
    .map(([piece]) => piece);
}
