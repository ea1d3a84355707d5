// Parts of a goal that wait for each other: "use the result of the second for the first and of the first for the
// second". No order of doing them exists, so none is planned.

/** Beyond this, a text is a document. */
const longestRead = 4000;
const longestClause = 300;

const ordinal = String.raw`(?:the )?(?:(first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)(?: (?:one|step|task|part|thing|item))?|(?:step|task|part|item|number|no\.?) ?#?(\d{1,2}|one|two|three|four|five|[A-Z]))`;
const result = `(?:(?:the )?(?:results?|outputs?|outcomes?|answers?) (?:of|from) )`;
const numbers = "first second third fourth fifth".split(" ");
const words = "one two three four five".split(" ");

/** What two pieces of text call the same step by. */
function nameOf(text: string): string {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/^(?:the|step|task|part|item|number|no\.?) ?#?/, "");
  const place = /^\d/.test(plain)
    ? Number.parseInt(plain, 10)
    : numbers.indexOf(plain) + 1 || words.indexOf(plain) + 1;
  return place > 0 ? String(place) : plain.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

interface Edge {
  earlier: string;
  later: string;
}

/** "the result of the second for the first": the second comes before the first. */
function handedOn(text: string): Edge[] {
  const pattern = new RegExp(
    String.raw`\b${result}${ordinal}(?: (?:is|are|goes|go))?,? (?:for|in|into|as input (?:of|for|to)|to|with) (?:doing )?${ordinal}`,
    "gi",
  );
  const short = new RegExp(
    String.raw`\b(?:and|,) (?:that )?(?:of|from) ${ordinal} (?:for|in|into|to) ${ordinal}`,
    "gi",
  );
  return [...text.matchAll(pattern), ...text.matchAll(short)].map((match) => ({
    earlier: nameOf(match[1] ?? match[2] ?? ""),
    later: nameOf(match[3] ?? match[4] ?? ""),
  }));
}

/** "Step 1: use the output of step 2", "2. chart what the first gave": by the place in a numbered list. */
function numbered(text: string): Edge[] {
  const part =
    /(?:^|[\n.;,] *)(?:step |task )?(\d{1,2}) ?[:.)] +([\s\S]*?)(?=(?:[\n.;,] *)(?:step |task )?\d{1,2} ?[:.)] |$)/gi;
  const read = new RegExp(String.raw`\b${result}${ordinal}`, "gi");
  return [...text.matchAll(part)].flatMap((match) =>
    [...(match[2] ?? "").matchAll(read)].map((found) => ({
      earlier: nameOf(found[1] ?? found[2] ?? ""),
      later: nameOf(match[1] ?? ""),
    })),
  );
}

/** "A after B, B after C and C after A"; "after emailing Ada, get the weather; before emailing Ada, get the weather". */
function ordered(text: string): Edge[] {
  const sentences = text.split(/[;.\n]/).filter((sentence) => sentence.length < longestClause);
  return sentences.flatMap((sentence): Edge[] => {
    const leading = /^\s*(?:and |but |then )?(after|before) ([^,]+), (.+)$/i.exec(sentence);
    if (leading) return [edgeOf(leading[1], leading[2], leading[3])];
    const clauses = sentence.split(/,? and (?=[^,]* (?:after|before) )|, (?=[^,]* (?:after|before) )/i);
    return clauses.flatMap((clause) => {
      const trailing = /^\s*(?:do |first )?(.+?) (after|before) ([^,]+),?\s*$/i.exec(clause);
      return trailing ? [edgeOf(trailing[2], trailing[3], trailing[1])] : [];
    });
  });
}

function edgeOf(word = "", given = "", wanted = ""): Edge {
  const [one, other] = [plainWords(given), plainWords(wanted)];
  return word.toLowerCase() === "after" ? { earlier: one, later: other } : { earlier: other, later: one };
}

/** "emailing Ada" and "email Ada" are one. */
const plainWords = (text: string) =>
  nameOf(text)
    .replace(/\b(?:the|a|an|do|doing|then|and|but|please)\b(?= \S)/g, "")
    .replace(/\b(\p{L}{3,})ing\b/gu, (_all, verb: string) => verb.replace(/(.)\1$/, "$1"))
    .replace(/\b(\p{L}{3,})e\b/gu, "$1")
    .replace(/\s+/g, " ")
    .trim();

/** The names of parts that wait for each other, in their circle; null when an order exists. */
export function cycleIn(whole: string): string[] | null {
  const text = whole.slice(0, longestRead);
  const later = new Map<string, Set<string>>();
  for (const edge of [...handedOn(text), ...numbered(text), ...ordered(text)]) {
    if (edge.earlier === "" || edge.later === "") continue;
    later.set(edge.earlier, (later.get(edge.earlier) ?? new Set()).add(edge.later));
  }
  const visit = (name: string, way: readonly string[]): string[] | null => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    for (const next of later.get(name) ?? []) {
      const found = visit(next, [...way, name]);
      if (found) return found;
    }
    return null;
  };
  for (const name of later.keys()) {
    const found = visit(name, []);
    if (found) return found;
  }
  return null;
}
