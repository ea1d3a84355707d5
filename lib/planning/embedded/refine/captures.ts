/** The text with what is quoted made into one long word each, of the same length. */
export function masked(text: string): string {
  return text.replace(
    /"[^"\n]*"|“[^”]*”|«[^»]*»|(?<![\p{L}\p{N}])'[^'\n]{2,}'(?![\p{L}\p{N}])/gu,
    (quoted) => {
      return `"${"q".repeat(Math.max(0, quoted.length - 2))}"`;
    },
  );
}

/** Captures of a pattern in the words as they were typed; the pattern sees quotations masked. */
export function captures(pattern: RegExp, text: string): (string | null)[] | null {
  const match = new RegExp(pattern.source, "id").exec(masked(text));
  return match?.indices
    ? match.indices.slice(1).map((at) => (at ? text.slice(at[0], at[1]).trim() : null))
    : null;
}
