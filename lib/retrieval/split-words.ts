// Text to words: the one tokeniser of indexing, searching and embedding, so that the three always agree.
import { remembering } from "./remembering";

/** Longer words are not words; longer texts add nothing but time. */
const longestWord = 40;
const longestText = 20_000;

/**
 * The tokens of a text, in order, each as its words in lower case: `getForecast` and `GitHub` are one token of two
 * words; `get_forecast`, `get-forecast` and `get.forecast` are two tokens. `e-mail` is `email`, accents are
 * dropped, letters and digits of every script are kept.
 */
export function splitTokens(text: string): (readonly string[])[] {
  const plain = withoutHyphens(withoutEndings(plainLetters(text.slice(0, longestText))));
  const tokens: (readonly string[])[] = [];
  for (const token of plain.match(/[\p{L}\p{N}]+/gu) ?? []) {
    const words = wordsOf(token);
    if (words.length > 0) tokens.push(words);
  }
  return tokens;
}

/** Without accents; most texts have none, and looking is faster than taking them off. */
function plainLetters(text: string): string {
  return /[^\p{ASCII}]/u.test(text) ? text.normalize("NFKD").replace(/\p{M}+/gu, "") : text;
}

// Most texts have neither, and looking is faster than replacing.
const withoutEndings = (text: string) =>
  /['’]/.test(text) ? text.replace(/(\p{L})['’](s|t|re|ve|ll|d|m)(?!\p{L})/giu, "$1") : text;
const withoutHyphens = (text: string) =>
  text.includes("-")
    ? text.replace(
        /(?<![\p{L}\p{N}])([ex])-(\p{L})/giu,
        (_, letter: string, next: string) => letter + next.toLowerCase(),
      )
    : text;

/** The words of a text, in order. */
export function splitWords(text: string): string[] {
  return splitTokens(text).flat();
}

/** Longer tokens hardly ever come again. */
const longestKnown = 30;
const wordsOfKnown = remembering<readonly string[]>(100_000, splitCase);
const wordsOf = (token: string) => (token.length > longestKnown ? splitCase(token) : wordsOfKnown(token));

/** `getURLs` is `get`, `urls`: a plural s does not begin a word. */
function splitCase(token: string): string[] {
  if (token.length > 3 * longestWord) return [];
  return token
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}(?!s(?!\p{L}))\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(" ")
    .filter((word) => word.length <= longestWord);
}
