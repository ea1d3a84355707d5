// Porter's stemmer (M. F. Porter, "An algorithm for suffix stripping", 1980), for English words in lower case.
// Words with anything but a-z in them are left as they are.
import { remembering } from "./remembering";

const consonant = "[^aeiou]";
const vowel = "[aeiouy]";
const consonants = `${consonant}[^aeiouy]*`;
const vowels = `${vowel}[aeiou]*`;

/** m > 0: at least one vowel-consonant pair. */
const someMeasure = new RegExp(`^(${consonants})?${vowels}${consonants}`);
/** m = 1 exactly. */
const oneMeasure = new RegExp(`^(${consonants})?${vowels}${consonants}(${vowels})?$`);
/** m > 1. */
const moreMeasure = new RegExp(`^(${consonants})?${vowels}${consonants}${vowels}${consonants}`);
const hasVowel = new RegExp(`^(${consonants})?${vowel}`);
const endsShort = new RegExp(`^${consonants}${vowel}[^aeiouwxy]$`);
const endsDouble = /([^aeiouylsz])\1$/;

const doubleSuffixes: readonly (readonly [string, string])[] = [
  ["ational", "ate"],
  ["tional", "tion"],
  ["enci", "ence"],
  ["anci", "ance"],
  ["izer", "ize"],
  ["bli", "ble"],
  ["alli", "al"],
  ["entli", "ent"],
  ["eli", "e"],
  ["ousli", "ous"],
  ["ization", "ize"],
  ["ation", "ate"],
  ["ator", "ate"],
  ["alism", "al"],
  ["iveness", "ive"],
  ["fulness", "ful"],
  ["ousness", "ous"],
  ["aliti", "al"],
  ["iviti", "ive"],
  ["biliti", "ble"],
  ["logi", "log"],
];
const lightSuffixes: readonly (readonly [string, string])[] = [
  ["icate", "ic"],
  ["ative", ""],
  ["alize", "al"],
  ["iciti", "ic"],
  ["ical", "ic"],
  ["ful", ""],
  ["ness", ""],
];
const endings = /(ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|(?<=[st])ion|al|er|ic|ou)$/;

/** `visualise` goes with `visualize`. */
export const britishIse = /^([a-z]{5,})is(e[sdr]?|ing|ers|ations?)$/;

/** Words whose forms the rules keep apart. */
const irregular: Readonly<Record<string, string>> = {
  analyse: "analyze",
  analyses: "analyze",
  analysing: "analyze",
  analysed: "analyze",
  analysis: "analyze",
  analytic: "analyze",
  analytics: "analyze",
  bought: "buy",
  children: "child",
  cloudy: "cloud",
  daily: "day",
  found: "find",
  gave: "give",
  given: "give",
  got: "get",
  hourly: "hour",
  indices: "index",
  made: "make",
  monthly: "month",
  paid: "pay",
  people: "person",
  quarterly: "quarter",
  rainy: "rain",
  ran: "run",
  said: "say",
  sent: "send",
  snowy: "snow",
  sold: "sell",
  stormy: "storm",
  sunny: "sun",
  taken: "take",
  told: "tell",
  took: "take",
  weekly: "week",
  windy: "wind",
  written: "write",
  wrote: "write",
  yearly: "year",
};

/** The stem: `book`, `books`, `booked` and `booking` share one. Not always a word itself. */
export const stem = remembering(200_000, stemOf);

function stemOf(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  // Own entries only: "constructor" is a word too (P1). `notification` goes with `notify`.
  const base = Object.hasOwn(irregular, word)
    ? (irregular[word] ?? word)
    : word.replace(/ifications?$/, "ify").replace(britishIse, "$1iz$2");
  // A leading y is a consonant.
  const marked = base.startsWith("y") ? `Y${base.slice(1)}` : base;
  const stemmed = dropFinal(dropEnding(replaceSuffix(inflection(marked))));
  return stemmed.toLowerCase();
}

function inflection(word: string): string {
  let stemmed = word;
  if (/(ss|i)es$/.test(stemmed)) stemmed = stemmed.slice(0, -2);
  else if (/[^s]s$/.test(stemmed)) stemmed = stemmed.slice(0, -1);

  if (stemmed.endsWith("eed")) {
    if (someMeasure.test(stemmed.slice(0, -3))) stemmed = stemmed.slice(0, -1);
  } else {
    const base = stemmed.replace(/(ed|ing)$/, "");
    if (base !== stemmed && hasVowel.test(base)) stemmed = mend(base);
  }
  if (stemmed.endsWith("y") && hasVowel.test(stemmed.slice(0, -1))) stemmed = `${stemmed.slice(0, -1)}i`;
  return stemmed;
}

/** What is left after -ed or -ing gets its e back (`creat`) or loses its doubled letter (`plann`). */
function mend(base: string): string {
  if (/(at|bl|iz)$/.test(base)) return `${base}e`;
  if (endsDouble.test(base)) return base.slice(0, -1);
  return endsShort.test(base) ? `${base}e` : base;
}

function replaceSuffix(word: string): string {
  let stemmed = word;
  for (const suffixes of [doubleSuffixes, lightSuffixes]) {
    const found = suffixes.find(([suffix]) => stemmed.endsWith(suffix));
    if (!found) continue;
    const base = stemmed.slice(0, -found[0].length);
    if (someMeasure.test(base)) stemmed = base + found[1];
  }
  return stemmed;
}

function dropEnding(word: string): string {
  const base = word.replace(endings, "");
  return base !== word && moreMeasure.test(base) ? base : word;
}

function dropFinal(word: string): string {
  let stemmed = word;
  if (stemmed.endsWith("e")) {
    const base = stemmed.slice(0, -1);
    if (moreMeasure.test(base) || (oneMeasure.test(base) && !endsShort.test(base))) stemmed = base;
  }
  return stemmed.endsWith("ll") && moreMeasure.test(stemmed) ? stemmed.slice(0, -1) : stemmed;
}
