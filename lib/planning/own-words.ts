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

/**
 * The goal with what is quoted or pasted blanked out. A quotation of one word, or of an address alone, is the person's
 * own way to write it.
 */
export function ownWords(goal: string): string {
  const ends = mailBegins.map((pattern) => goal.search(pattern)).filter((at) => at >= 0);
  const announcement = announced.exec(goal);
  if (announcement && isPassage(goal.slice(announcement.index + 1))) ends.push(announcement.index + 1);
  const own = ends.length === 0 ? goal : goal.slice(0, Math.min(...ends));
  return own.replace(quotations, (quoted) => {
    const inner = quoted.slice(1, -1).trim();
    return quoted.includes("\n") || /\s|^>/.test(inner) || /^[ \t]*>/.test(quoted)
      ? " ".repeat(quoted.length)
      : ` ${inner} `;
  });
}

/** A text of sentences rather than a list of things to do: no marks at the beginnings of its lines. */
function isPassage(text: string): boolean {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const marked = lines.filter((line) => /^\s*(?:[-*•]|\d{1,2}[.)])\s/.test(line));
  return marked.length < lines.length / 2;
}
