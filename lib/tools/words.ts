// Comparing names as people write them: "Customers" and `customer_name`, "the marketing team" and "Marketing".

/** The words of a name in lower case and singular, without accents and punctuation: `OrderDates` → order, date. */
export function wordsOf(name: string): string[] {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
    .map(singular);
}

function singular(word: string): string {
  if (word.length <= 3) return word;
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") && !/(?:ss|us|is)$/.test(word) ? word.slice(0, -1) : word;
}

/** True when every word of `part` is among `whole`. */
export function isSubset(part: readonly string[], whole: readonly string[]): boolean {
  return part.length > 0 && part.every((word) => whole.includes(word));
}

/** Those of `names` that are most like `wanted`, the nearest first; none that has nothing in common with it. */
export function nearestNames(wanted: string, names: readonly string[], limit = 3): string[] {
  const short = (name: string) => wordsOf(name.slice(0, 100)).slice(0, 12);
  const wantedWords = short(wanted);
  const scored = names.slice(0, 5000).map((name) => ({ name, score: likeness(wantedWords, short(name)) }));
  return scored
    .filter(({ score }) => score >= 0.5)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ name }) => name);
}

/** 0 to 1: the best likeness of any word of one to any word of the other, with a bonus for each shared word. */
function likeness(a: readonly string[], b: readonly string[]): number {
  const best = Math.max(0, ...a.flatMap((left) => b.map((right) => wordLikeness(left, right))));
  const shared = a.filter((word) => b.includes(word)).length;
  return best * 0.8 + (shared / Math.max(a.length, b.length, 1)) * 0.2;
}

function wordLikeness(a: string, b: string): number {
  if (a === b) return 1;
  return 1 - editDistance(a, b) / Math.max(a.length, b.length);
}

/** Levenshtein's distance, over two rows. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const current = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const replaced = (previous[j] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (previous[j + 1] ?? 0) + 1, (current[j] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
