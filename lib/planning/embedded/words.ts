// Words as the planner compares them: tokens with offsets, stems, number words, everyday synonyms.

export type TokenKind =
  | "word"
  | "number"
  | "punctuation"
  | "quote"
  | "email"
  | "url"
  | "phone"
  | "channel"
  | "handle";

/** A piece of the goal. `start` and `end` are offsets into it. */
export interface Token {
  text: string;
  lower: string;
  kind: TokenKind;
  start: number;
  end: number;
}

// The order matters: the first alternative that matches at a place wins.
const tokenPatterns: [TokenKind, string][] = [
  [
    "quote",
    String.raw`"[^"\n]{1,4000}"|“[^”\n]{1,4000}”|«[^»\n]{1,4000}»|(?<![\p{L}\p{N}])'[^'\n]{2,2000}'(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])‘[^’\n]{2,2000}’(?![\p{L}\p{N}])`,
  ],
  ["url", String.raw`https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]`],
  ["email", String.raw`[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`],
  ["channel", String.raw`#[\p{L}][\p{L}\p{N}_-]*`],
  ["handle", String.raw`@[\p{L}\p{N}][\p{L}\p{N}._-]*[\p{L}\p{N}]|@[\p{L}\p{N}]`],
  ["phone", String.raw`\+\d[\d ().-]{5,18}\d|\(\d{3}\) ?\d{3}[-. ]\d{4}|\b\d{3}[-.]\d{3}[-.]\d{4}\b`],
  ["number", String.raw`[$€£¥]?\d+(?:[.,:/-]\d+)*(?:%|[kKmM]\b)?(?![\p{L}\p{N}_-]|[.,]\d)`],
  ["word", String.raw`[\p{L}\p{N}_$€£%&]+(?:[-'’./_][\p{L}\p{N}_]+)*\+*`],
  ["punctuation", String.raw`[^\s]`],
];
const tokenPattern = new RegExp(
  tokenPatterns.map(([kind, pattern]) => `(?<${kind}>${pattern})`).join("|"),
  "gu",
);

/** The goal in pieces. Quoted text, addresses and numbers stay whole, so that nothing inside them reads as intent. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(tokenPattern)) {
    const groups = match.groups ?? {};
    const kind = tokenPatterns.find(([name]) => groups[name] !== undefined)?.[0] ?? "punctuation";
    const start = match.index;
    tokens.push({
      text: match[0],
      lower: match[0].toLowerCase().replaceAll("’", "'"),
      kind,
      start,
      end: start + match[0].length,
    });
  }
  return tokens;
}

/** The words of a name in code or of a phrase: `orderDate`, `order_date` and "Order date" give the same. */
export function splitName(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .replaceAll("e-mail", "email")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

const irregular = new Map<string, string>(
  Object.entries({
    people: "person",
    men: "man",
    women: "woman",
    children: "child",
    sent: "send",
    bought: "buy",
    made: "make",
    found: "find",
    sold: "sell",
    got: "get",
    shown: "show",
    written: "write",
    wrote: "write",
    analysis: "analyze",
    analyses: "analyze",
    analyse: "analyze",
    analytics: "analyze",
    data: "data",
    news: "news",
    status: "status",
    address: "address",
    addresses: "address",
    quarterly: "quarter",
    monthly: "month",
    weekly: "week",
    yearly: "year",
    annual: "year",
    annually: "year",
    daily: "day",
  }),
);
const doubledEnd = /([bdgmnprt])\1$/;

/** The part of a word its forms share: "customers" → "customer", "posting" → "post", "summaries" → "summary". */
export function stem(word: string): string {
  const lower = word.toLowerCase().replace(/['’]s?$/, "");
  const known = irregular.get(lower);
  if (known) return stripE(known);
  if (lower.length <= 3) return lower;
  if (lower.endsWith("ies") && lower.length > 4) return `${lower.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x|zz)es$/.test(lower)) return lower.slice(0, -2);
  if (lower.endsWith("s") && !/(?:ss|us|is)$/.test(lower)) return stem(lower.slice(0, -1));
  if (lower.endsWith("ing") && lower.length > 5) return stemEnd(lower.slice(0, -3));
  if (lower.endsWith("ied") && lower.length > 4) return `${lower.slice(0, -3)}y`;
  if (lower.endsWith("ed") && lower.length > 4) return stemEnd(lower.slice(0, -2));
  return stripE(lower);
}

const stripE = (word: string) => (word.endsWith("e") ? word.slice(0, -1) : word);
const stemEnd = (rest: string) => (doubledEnd.test(rest) ? rest.slice(0, -1) : stripE(rest));

const stopWords = new Set(
  `a an the and or but if then else so of to in on at by for from with without into onto as is are was were be been
  being am do does did have has had having will would shall should can could may might must it its it's this that
  these those there here i me my mine we us our ours you your yours he him his she her hers they them their theirs
  who whom whose which what when where why how not no nor all any some each every both few more most other such only
  own same than too very just also please let lets let's get got give want need like about over under again once out
  up down off per via using use`.split(/\s+/),
);

/** True for a word that says nothing about what is wanted. */
export function isStopWord(word: string): boolean {
  return stopWords.has(word.toLowerCase());
}

/** The stems of the words that mean something, in order. */
export function contentStems(text: string): string[] {
  return splitName(text)
    .filter((word) => !isStopWord(word) && word.length > 1)
    .map(stem);
}

// Words of everyday business that name the same thing. A word may be in several groups.
const synonymGroups = [
  "sale revenue turnover amount income takings earning",
  "profit margin gain earning",
  "quantity unit count volume item number",
  "customer client buyer account shopper",
  "product article good",
  "region area territory",
  "date day when time",
  "city town place location",
  "state province",
  "order purchase transaction",
  "category kind type group",
  "segment group type",
  "price cost fare",
  "name title",
  "discount rebate reduction",
  "employee staff person colleague people member",
  "phone telephone mobile cell",
  "summary overview digest report recap",
  "chart graph plot diagram visualization",
  "document file",
].map((group) => new Set(group.split(" ").map(stem)));

/** True when both stems name the same thing in everyday business language. */
export function areSynonyms(a: string, b: string): boolean {
  return a !== b && synonymGroups.some((group) => group.has(a) && group.has(b));
}

/** Damerau–Levenshtein distance, given up (returning `limit + 1`) beyond `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    if (Math.min(...row) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}

/** How alike two words are, 0 to 1: the same stem, a synonym, one within the other, a slip of the keys. */
export function wordSimilarity(a: string, b: string): number {
  const [x, y] = [stem(a), stem(b)];
  if (x === y) return 1;
  if (areSynonyms(x, y)) return 0.8;
  const shorter = Math.min(x.length, y.length);
  if (shorter >= 5 && editDistance(x, y, 1) <= 1) return 0.85;
  if (shorter >= 4 && (x.startsWith(y) || y.startsWith(x))) return shorter >= 6 ? 0.8 : 0.6;
  return 0;
}

/** How much of `wanted` is found in `given`, 0 to 1, each word by its best counterpart. */
export function overlap(wanted: readonly string[], given: readonly string[]): number {
  if (wanted.length === 0) return 0;
  const best = wanted.map((word) => Math.max(0, ...given.map((other) => wordSimilarity(word, other))));
  return best.reduce((sum, one) => sum + one, 0) / wanted.length;
}

const numberWords = new Map<string, number>(
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
  eighteen nineteen twenty`
    .split(/\s+/)
    .map((word, value) => [word, value]),
);
const largerNumbers = { thirty: 30, forty: 40, fifty: 50, hundred: 100, thousand: 1000, dozen: 12 };
for (const [word, value] of Object.entries(largerNumbers)) numberWords.set(word, value);

/** The number a word or numeral stands for: "five", "1,200", "$3.50", "15%" (15), "10k"; null for anything else. */
export function numberOf(text: string): number | null {
  const lower = text.toLowerCase();
  const word = numberWords.get(lower);
  if (word !== undefined) return word;
  const match = /^[$€£¥]?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(%|k|m)?$/.exec(lower);
  if (!match?.[1]) return null;
  const scale = match[2] === "k" ? 1000 : match[2] === "m" ? 1_000_000 : 1;
  return Number(match[1].replaceAll(",", "")) * scale;
}

/** The text with its first letter in upper case. */
export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
