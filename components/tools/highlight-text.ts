// Which parts of a text are the words it was found by. Pure.

export interface TextPart {
  text: string;
  /** Where it begins. */
  start: number;
  isMatch: boolean;
}

/** A text in parts, in order and with nothing left out; whole words only, whatever their case. */
export function highlightText(text: string, words: readonly string[]): TextPart[] {
  const wanted = [...new Set(words.map((word) => word.trim()).filter((word) => word !== ""))];
  if (wanted.length === 0 || text === "") return text === "" ? [] : [{ text, start: 0, isMatch: false }];
  // Longer ones first, so that "sales report" is not cut at "sales".
  const alternatives = wanted
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[\^$\\.*+?()[\]{}|/]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  const parts: TextPart[] = [];
  let rest = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > rest) parts.push({ text: text.slice(rest, match.index), start: rest, isMatch: false });
    parts.push({ text: match[0], start: match.index, isMatch: true });
    rest = match.index + match[0].length;
  }
  if (rest < text.length) parts.push({ text: text.slice(rest), start: rest, isMatch: false });
  return parts;
}
