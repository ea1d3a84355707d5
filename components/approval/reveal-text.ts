// Makes visible what a text could hide from the person who approves it (A3). Pure.

/** A piece of a text: as it is, or a mark that stands for characters nobody would see. */
export type TextPiece =
  | { kind: "text"; text: string }
  /** `text` as shown, `⟨U+202E⟩`; `meaning` in words. */
  | { kind: "mark"; text: string; meaning: string };

export interface RevealOptions {
  /** True where line breaks and tabs belong to the text; false where they have no business: an address, a subject. */
  multiline: boolean;
}

const meanings: Record<number, string> = {
  0: "null character",
  9: "tab",
  10: "line break",
  13: "carriage return",
  27: "escape character",
  173: "soft hyphen",
  1564: "Arabic letter mark, changes the direction of text",
  8203: "zero-width space",
  8204: "zero-width non-joiner",
  8205: "zero-width joiner",
  8206: "left-to-right mark",
  8207: "right-to-left mark",
  8232: "line separator",
  8233: "paragraph separator",
  8234: "left-to-right embedding",
  8235: "right-to-left embedding",
  8236: "end of direction",
  8237: "left-to-right override",
  8238: "right-to-left override: what follows is shown backwards",
  8288: "word joiner",
  8294: "left-to-right isolate",
  8295: "right-to-left isolate",
  8296: "direction isolate",
  8297: "end of isolate",
  65279: "zero-width no-break space",
};

/** From here on a run of blanks could push something out of sight. */
const longestSpaceRun = 40;
const longestEmptyLines = 6;
/** Hidden characters in a row that are shown one by one; the others are counted. */
const shownInRow = 4;

// Controls, formats, half surrogates, separators, and whatever fonts draw as nothing (U+2800 is a blank Braille cell).
const invisible = "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\u2800]";
// Emoji are made with invisible characters; the recommended ones are a closed list, so nothing hides in them.
const multilinePattern = pattern(
  `(?<emoji>\\p{RGI_Emoji})`,
  // Before the lines, so that a long run is read once and not from each of its places again.
  `(?<spaces>[\\p{Zs}\\t]{${longestSpaceRun},})`,
  `(?<lines>(?:[ \\t]*\\r?\\n){${longestEmptyLines + 1},})`,
  `(?<plain>\\r\\n|[\\n\\t])`,
  `(?<hidden>(?:(?![\\n\\t]|\\r\\n)${invisible})+)`,
);
const singleLinePattern = pattern(
  `(?<emoji>\\p{RGI_Emoji})`,
  `(?<spaces>\\p{Zs}{${longestSpaceRun},})`,
  `(?<hidden>${invisible}+)`,
);

function pattern(...alternatives: string[]): RegExp {
  return new RegExp(alternatives.join("|"), "gv");
}

/**
 * A text in pieces, with nothing left out and nothing hidden: invisible characters become marks like `⟨U+202E⟩`,
 * long runs of blanks are counted. The pieces of kind `text` are safe to show as they are.
 */
export function revealText(text: string, { multiline }: RevealOptions): TextPiece[] {
  const pieces: TextPiece[] = [];
  let rest = 0;
  for (const match of text.matchAll(multiline ? multilinePattern : singleLinePattern)) {
    const groups = match.groups ?? {};
    pushText(pieces, text.slice(rest, match.index));
    rest = match.index + match[0].length;
    if (groups.hidden !== undefined) pieces.push(...hiddenMarks(groups.hidden));
    else if (groups.lines !== undefined) pushLines(pieces, groups.lines);
    else if (groups.spaces !== undefined) pieces.push(countMark([...groups.spaces].length, "spaces"));
    else pushText(pieces, match[0].replaceAll("\r\n", "\n"));
  }
  pushText(pieces, text.slice(rest));
  return pieces;
}

/** True when a text holds something that is not seen as it is. */
export function hidesSomething(text: string, options: RevealOptions): boolean {
  return revealText(text, options).some((piece) => piece.kind === "mark");
}

function pushText(pieces: TextPiece[], text: string): void {
  if (text === "") return;
  const last = pieces.at(-1);
  if (last?.kind === "text") last.text += text;
  else pieces.push({ kind: "text", text });
}

function pushLines(pieces: TextPiece[], lines: string): void {
  pushText(pieces, "\n");
  pieces.push(countMark(lines.split("\n").length - 2, "empty lines"));
  pushText(pieces, "\n");
}

function countMark(count: number, what: string): TextPiece {
  const text = `⟨${count} ${what}⟩`;
  return { kind: "mark", text, meaning: `${count} ${what} in a row` };
}

function hiddenMarks(run: string): TextPiece[] {
  const points = Array.from(run, (character) => character.codePointAt(0) ?? 0);
  const [first] = points;
  if (points.length > 1 && first !== undefined && points.every((point) => point === first)) {
    const text = `⟨${codeText(first)} ×${points.length}⟩`;
    return [{ kind: "mark", text, meaning: `${points.length} times: ${meaningOf(first)}` }];
  }
  const shown = points.length > shownInRow ? points.slice(0, shownInRow - 1) : points;
  const marks = shown.map((point): TextPiece => {
    return { kind: "mark", text: `⟨${codeText(point)}⟩`, meaning: meaningOf(point) };
  });
  return shown.length === points.length
    ? marks
    : [...marks, countMark(points.length - shown.length, "more hidden characters")];
}

const codeText = (point: number) => `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;

function meaningOf(point: number): string {
  const known = meanings[point];
  if (known) return known;
  if (point < 32 || (point >= 127 && point < 160)) return "control character";
  if (point >= 0xe0000 && point <= 0xe0fff) return "hidden tag character";
  return "invisible character";
}
