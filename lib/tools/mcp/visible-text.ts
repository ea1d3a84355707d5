// What servers write about their tools, without what nobody sees: it goes into the catalogue, its search and a model's
// prompt, where a hidden instruction would be read though no person ever saw it (M3). Pages show the text as it came.

/** Controls but for line breaks and tabs, what has no width or turns the direction, tags, variation selectors, private use. */
const hidden =
  /(?:(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Variation_Selector}\u115F\u1160\u2028\u2029\u3164\uFFA0])|\u17B4|\u17B5/gu;

export function withoutHidden(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(hidden, "");
}

/** One line of visible text, at most so long. */
export function shortLine(text: string, longest: number): string {
  const line = withoutHidden(text).replace(/\s+/g, " ").trim();
  return line.length <= longest ? line : `${line.slice(0, longest - 1).trimEnd()}…`;
}
