// What of a goal the person says, as against what they quote or paste into it. Quoted text is content to pass on: it
// neither asks for anything nor says whom to reach (A1, A2).

/** Where a pasted e-mail begins; it goes on to the end. */
const mailBegins = [
  /^[ \t]*-{2,}[ \t]*(?:original|forwarded) message[ \t]*-*/im,
  /^[ \t]*begin forwarded message:/im,
  /^[ \t]*on .{4,120} wrote:[ \t]*$/im,
  /^[ \t]*(?:from|von|de|subject|betreff):[ \t]*\S.*\n[ \t]*(?:to|sent|date|cc|subject|from|an|betreff|gesendet):[ \t]*\S/im,
];

/** Quotation marks that come in pairs, code fences, and lines a mail program marked as quoted. */
const quotations = /"[^"\n]{2,}"|“[^”]{2,}”|«[^»]{2,}»|„[^“”]{2,}[“”]|```[\s\S]*?(?:```|$)|^[ \t]*>.*$/gm;

/** A colon at the end of a line, and a text of whole sentences below it: "Summarize this e-mail:". */
const announced = /:[ \t]*\n\s*(?=\S)/;

/** Where a pasted text begins that goes on to the end; the goal's length when there is none. */
function pastedFrom(goal: string): number {
  const starts = mailBegins.map((pattern) => goal.search(pattern)).filter((at) => at >= 0);
  const announcement = announced.exec(goal);
  if (announcement && isPassage(goal.slice(announcement.index + 1))) starts.push(announcement.index + 1);
  return Math.min(goal.length, ...starts);
}

/**
 * The goal with what is quoted or pasted blanked out. A quotation of one word, or of an address alone, is the person's
 * own way to write it.
 */
export function ownWords(goal: string): string {
  return goal.slice(0, pastedFrom(goal)).replace(quotations, (quoted) => {
    const inner = quoted.slice(1, -1).trim();
    return /\s/.test(inner) || /^[ \t]*>/.test(quoted) ? " ".repeat(quoted.length) : ` ${inner} `;
  });
}

/**
 * The goal with what is pasted set apart as one quotation, which is read as content and nothing else, at the place where
 * the person speaks of it ("this", "the mail below"). What nobody speaks of is left out.
 */
export function withPastedQuoted(goal: string): string {
  const from = pastedFrom(goal);
  const marked = /^[ \t]*>.*$/gm;
  const said = goal.slice(0, from);
  const pasted = [...(said.match(marked) ?? []), goal.slice(from)]
    .join("\n")
    .replace(/^[ \t]*>[ \t]?/gm, "")
    .trim();
  if (pasted === "") return goal;
  const own = said.replace(marked, "").trim();
  const [, last = "", end = ""] = /([^.!?]*)([.!?]*)$/.exec(own) ?? [];
  if (!speaksOfText.test(last)) return own;
  // One line, as a quotation is: `withLineBreaks` puts the others back.
  const quoted = pasted.replace(/["“”„]/g, "'").replace(/\r?\n/g, lineBreak);
  return `${own.slice(0, own.length - end.length)} "${quoted.slice(0, longestQuotation)}"${end}`;
}

const speaksOfText = /:$|\b(?:this|these|that|following|below|e-?mail|mail|message|text|letter|note)\b/i;
const longestQuotation = 4000;
const lineBreak = "\u2028";

/** What was made of such a quotation, with its lines as they were. */
export function withLineBreaks<T>(made: T): T {
  return JSON.parse(JSON.stringify(made).replaceAll(lineBreak, "\\n"));
}

/** A text of sentences rather than a list of things to do: no marks at the beginnings of its lines. */
function isPassage(text: string): boolean {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const marked = lines.filter((line) => /^\s*(?:[-*•]|\d{1,2}[.)])\s/.test(line));
  return marked.length < lines.length / 2;
}
