// Descriptions come as plain text, Markdown or HTML, from strangers: what is kept are the words.

const entities: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  mdash: "—",
  ndash: "–",
  hellip: "…",
  rsquo: "’",
  lsquo: "‘",
  ldquo: "“",
  rdquo: "”",
};

/** Longer is not looked at: descriptions are cut to much less. */
const maxLookedAt = 20_000;

/**
 * The words of a description on one line: without tags, comments, the marks of links, and characters that can't be
 * seen or turn the others around.
 */
export function plainText(text: string, maxLength: number): string {
  let plain = text.slice(0, maxLookedAt);
  if (plain.includes("<")) {
    plain = plain.replace(/<!--[\s\S]*?(-->|$)/g, " ").replace(/<\/?[a-zA-Z][^<>]{0,2000}>/g, " ");
  }
  if (plain.includes("](")) plain = plain.replace(/!?\[([^[\]]{0,500})\]\([^()\s]{0,2000}\)/g, "$1");
  if (plain.includes("&"))
    plain = plain.replace(/&(#?[a-zA-Z0-9]{2,8});/g, (whole, name) => entityOf(name) ?? whole);
  plain = plain
    .replace(/[\p{Cf}\p{Co}]/gu, "")
    .replace(/[\s\p{Cc}\p{Z}]+/gu, " ")
    .trim();
  return shorten(plain, maxLength);
}

function entityOf(name: string): string | undefined {
  if (Object.hasOwn(entities, name)) return entities[name];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  const isCode = name.startsWith("#") && code > 31 && code < 0x110000 && !(code >= 0xd800 && code <= 0xdfff);
  return isCode ? String.fromCodePoint(code) : undefined;
}

/** Cut, with a sign of it. */
export function shorten(text: string, length: number): string {
  const trimmed = text.trim();
  return trimmed.length <= length
    ? trimmed
    : `${trimmed
        .slice(0, length - 1)
        .toWellFormed()
        .trimEnd()}…`;
}
