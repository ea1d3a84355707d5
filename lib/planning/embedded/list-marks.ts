// A goal may be written as a list.

/**
 * A goal written as a list, with the marks of its lines and what merely announces it ("Do these:") blanked out, so that
 * all offsets stay what they are.
 */
export function withoutListMarks(text: string): string {
  const blank = (part: string) => part.replace(/[^\n]/g, " ");
  return text
    .replace(/^[^\n:]{0,60}:[ \t]*(?=\n+[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t])/gm, (line) =>
      announcement.test(line) ? blank(line) : line.replace(":", "."),
    )
    .replace(/^[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]+/gm, blank);
}
/** Of nothing but words that say that a list follows. */
const announcement =
  /^\s*(?:(?:please|can|could|would|you|i|we|want|need|have|to|do|run|here|are|is|these|this|the|following|what|things?|tasks?|to-?dos?|steps?|list|my|for|me|today|now|in|order)[\s,]*)+:/i;
