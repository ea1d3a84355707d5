// A request to change a plan as a person typed it, as a list of wishes. What is quoted in it is content: no wish is read
// from it (A1, A2).
import { leadInLength } from "@/lib/planning/embedded/read-clause";
import { scheduleOf } from "@/lib/planning/embedded/read-goal";
import { splitPieces } from "@/lib/planning/embedded/split-clauses";
import { tagWords } from "@/lib/planning/embedded/tag-words";
import { refusalOf, scheduleRefusal } from "./refusals";

/** One thing that is wanted of the plan. */
export type Wish = { words: string } & (
  | { kind: "drop"; what: string }
  | { kind: "keep-only"; what: string }
  /** One thing instead of another; `of`: null where it isn't said of what. */
  | { kind: "replace"; to: string; of: string | null }
  /** "change the subject to …" */
  | { kind: "set"; what: string; value: string }
  /** `target`: what is to be done then; null where it isn't said. */
  | { kind: "condition"; when: string; target: string | null }
  | { kind: "always"; target: string | null }
  | { kind: "repeat"; over: string; target: string | null }
  | { kind: "once"; target: string | null }
  | { kind: "order"; what: string; where: "before" | "after" | "first" | "last"; other: string }
  | { kind: "rename"; what: string; title: string }
  /** `side`: where the new step stands, where that is said. */
  | { kind: "add"; text: string; side: { where: "before" | "after"; other: string } | null }
  | { kind: "refused"; reason: string }
);

/** Wishes in the order of the request. */
export function readRequest(request: string): Wish[] {
  const text = request.normalize("NFC");
  const schedule = scheduleOf(masked(text));
  const planned = schedule ? text.replace(schedule, " ".repeat(schedule.length)) : text;
  const wishes = joinedAdditions(clausesOf(planned).flatMap(wishOf));
  if (!schedule) return wishes;
  return [...wishes, { kind: "refused", words: schedule, reason: scheduleRefusal }];
}

/** The text with what is quoted made into one long word each, of the same length. */
function masked(text: string): string {
  return text.replace(
    /"[^"\n]*"|“[^”]*”|«[^»]*»|(?<![\p{L}\p{N}])'[^'\n]{2,}'(?![\p{L}\p{N}])/gu,
    (quoted) => {
      return `"${"q".repeat(Math.max(0, quoted.length - 2))}"`;
    },
  );
}

/** The stretches of a request that each want one thing; what says when or how often stays with what it is said of. */
function clausesOf(text: string): string[] {
  const pieces = splitPieces(text, tagWords(text));
  const clauses: string[] = [];
  let from: number | null = null;
  for (const { tokens, endsSentence } of pieces) {
    const [first, last] = [tokens[0], tokens.at(-1)];
    if (!first || !last) continue;
    const start: number = from ?? first.start;
    const words = text.slice(first.start, last.end);
    from = null;
    if (
      !endsSentence &&
      /^(?:(?:but )?(?:only )?(?:if|when|unless)|for (?:each|every|all)|before|after|instead of|rather than)\b/i.test(
        words,
      )
    ) {
      from = start;
      continue;
    }
    clauses.push(text.slice(start, last.end));
  }
  return clauses;
}

const openings =
  /^(?:(?:actually|no|nope|hmm+|wait|sorry|oh|ah|ok(?:ay)?|but|and|then|also|please|pls|just|maybe|perhaps|additionally|in addition|on second thought|i think|i guess|i'd say)\b[,:!]?\s+)+/i;
const endings = /[\s,]*(?:please|thanks|thank you|thx|asap|if possible|if you can|for me|[.!?…]+)$/i;

/** A clause without what leads up to it and what is merely polite. */
function bareClause(clause: string): { text: string; isAlso: boolean } {
  let text = clause.trim();
  let isAlso = false;
  for (let changed = true; changed; ) {
    const opening = openings.exec(text)?.[0] ?? "";
    isAlso ||= /\b(?:also|additionally|in addition)\b/i.test(opening);
    let next = text.slice(opening.length);
    const lead = leadInLength(next);
    isAlso ||= /\b(?:also|additionally)\b/i.test(next.slice(0, lead));
    next = next.slice(lead).replace(endings, "").trim();
    changed = next !== text && next !== "";
    if (changed) text = next;
  }
  return { text, isAlso };
}

/** Captures of a pattern in the words as they were typed; the pattern sees quotations masked. */
function captures(pattern: RegExp, text: string): (string | null)[] | null {
  const match = new RegExp(pattern.source, "id").exec(masked(text));
  return match?.indices
    ? match.indices.slice(1).map((at) => (at ? text.slice(at[0], at[1]).trim() : null))
    : null;
}

function wishOf(clause: string): Wish[] {
  const { text, isAlso } = bareClause(clause);
  const words = clause.trim();
  if (text === "") return [];
  const reason = refusalOf(masked(text));
  if (reason) return [{ kind: "refused", words, reason }];
  for (const read of isAlso ? [additionOf, conditionOf, repetitionOf] : readers) {
    const wish = read(text);
    if (wish) return [{ ...wish, words }];
  }
  return [{ kind: "add", text: withoutToo(text), side: null, words }];
}

type Read = Wish extends infer One ? (One extends { words: string } ? Omit<One, "words"> : never) : never;
type Reader = (text: string) => Read | null;

const withoutToo = (text: string) => text.replace(/,?\s+(?:too|as well|also)$/i, "");

/** "ask me before sending the mail", "after the look-up, save the list". */
const additionOf: Reader = (text) => {
  const [where, other, doing] = captures(/^(before|after) (.+?), (.+)$/, text) ?? [];
  if (other && doing) return addition(doing, where, other);
  const [what, side, then] = captures(/^(.+?) (before|after) (?:(?:you|we|it|that) )?(.+)$/, text) ?? [];
  const isOrder =
    /^(?:move|put|do|run|the|have|make)\b/i.test(what ?? "") ||
    /^(?:that|this|which|noon|midnight|\d|the (?:rain|end))/i.test(then ?? "");
  return what && then && !isOrder ? addition(what, side, then) : null;
};

const addition = (text: string, where: string | null | undefined, other: string): Read => ({
  kind: "add",
  text: withoutToo(text),
  side: { where: where?.toLowerCase() === "before" ? "before" : "after", other },
});

const conditionOf: Reader = (text) => {
  const [when, then] =
    captures(/^(?:but )?(?:only )?((?:if|when|unless) [^,]+?), (?:then )?(.+)$/, text) ?? [];
  if (when && then) return conditional(when, then);
  const [alone] =
    captures(/^(?:but )?(?:only )?(?:do (?:it|this|that) )?(?:only )?((?:if|when|unless) .+)$/, text) ?? [];
  if (alone) return { kind: "condition", when: alone, target: null };
  const [doing, reason] =
    captures(/^(?:only )?(.+?),? (?:but )?(?:only )?((?:if|unless|when) .+)$/, text) ?? [];
  return doing && reason ? conditional(reason, doing) : null;
};

/** "skip the mail if …" is the mail, unless …. */
function conditional(when: string, doing: string): Read {
  const [skipped] = captures(/^(?:skip|don't|do not|leave out|drop|omit|no|not)\s+(.+)$/, doing) ?? [];
  const opposite = /^unless /i.test(when)
    ? when.replace(/^unless/i, "if")
    : when.replace(/^(?:if|when)/i, "unless");
  const target = skipped ?? doing;
  const isBare = /^(?:(?:do|run|send) )?(?:it|this|that|so)$/i.test(target);
  return { kind: "condition", when: skipped ? opposite : when, target: isBare ? null : target };
}

const always: Reader = (text) => {
  const [target] = captures(/^always (?:do |run )?(.+)$/, text) ?? [];
  if (target) return { kind: "always", target: isPointer(target) ? null : target };
  if (/^(?:always|unconditionally|in any case|regardless.*|no matter what)$/i.test(text))
    return { kind: "always", target: null };
  const [of] = captures(
    /^(?:drop|remove|delete|without|no|lose|forget)(?: the)? (?:condition|if|check)(?: (?:of|on|from) (.+))?$/,
    text,
  ) ?? [null, "none"];
  if (
    of !== undefined &&
    /\b(?:condition|if|check)\b/i.test(text) &&
    /^(?:drop|remove|delete|without|no|lose|forget)/i.test(text)
  ) {
    return { kind: "always", target: of === "none" ? null : of };
  }
  return null;
};

const isPointer = (words: string) => /^(?:it|this|that|them|these|those)$/i.test(words);

const repetitionOf: Reader = (text) => {
  const [over, doing] = captures(/^(for (?:each|every|all)(?: one)?(?: of)? [^,]+?), (.+)$/, text) ?? [];
  if (over && doing) return { kind: "repeat", over, target: doing };
  const [alone] =
    captures(/^(?:(?:do|run|repeat) (?:it|this|that) )?(for (?:each|every|all)\b.*)$/, text) ?? [];
  if (alone) return { kind: "repeat", over: alone, target: null };
  const [what, each] = captures(/^(.+?) (for (?:each|every)\b.*)$/, text) ?? [];
  if (what && each) return { kind: "repeat", over: each, target: what };
  const [one, per] =
    captures(
      /^(?:send |make |do )?(?:one|a separate|an own|its own|separate) (.+?) (?:per|for|to) (?:each |every )?(.+)$/,
      text,
    ) ?? [];
  if (one && per) return { kind: "repeat", over: `for each ${per.replace(/^of /i, "")}`, target: one };
  const [single, them] =
    captures(
      /^(.+?) (?:to )?(?:each|every one) of (.+?)(?: (?:separately|individually|one by one))?$/,
      text,
    ) ?? [];
  if (single && them) return { kind: "repeat", over: `for each of ${them}`, target: single };
  const [apart] = captures(/^(.+?) (?:separately|individually|one by one|one at a time)$/, text) ?? [];
  return apart ? { kind: "repeat", over: "for each of them", target: apart } : null;
};

const once: Reader = (text) => {
  if (
    /^(?:only once|once only|just once|do (?:it|this) (?:only )?once|not for each.*|don't repeat (?:it|this|that)?)$/i.test(
      text,
    )
  ) {
    return { kind: "once", target: null };
  }
  const [target] = captures(/^(?:do|run|send|post) (.+?) (?:only|just) once$/, text) ?? [];
  return target ? { kind: "once", target: isPointer(target) ? null : target } : null;
};

const drop: Reader = (text) => {
  const [except] =
    captures(
      /^(?:drop|remove|delete|skip)? ?(?:everything|all|all (?:the )?(?:other )?steps|every step)(?: else)? (?:but|except(?: for)?|other than|apart from) (.+)$/,
      text,
    ) ??
    captures(/^(?:keep only|only keep|just keep|only do|just do|only leave) (.+)$/, text) ??
    captures(/^keep (.+?) only$/, text) ??
    [];
  if (except) return { kind: "keep-only", what: except };
  const [apart] = captures(/^(?:leave|take) (.+?) (?:out|off|away)$/, text) ?? [];
  if (apart) return { kind: "drop", what: apart };
  const [what] =
    captures(
      /^(?:drop|remove|delete|skip|omit|cut|scrap|lose|ditch|strip|kill|cancel|leave (?:out|off|away)|take (?:out|away|off)|get rid of|forget(?: about)?|never ?mind|no need (?:for|to)|(?:(?:i|we) )?(?:don't|do not) (?:need|want)(?: to)?|without|no(?: more)?|don't|dont|do not|stop|not) (.+)$/,
      text,
    ) ?? [];
  return what
    ? { kind: "drop", what: what.replace(/ (?:any ?more|any longer|at all|after all|then)$/i, "") }
    : null;
};

const replace: Reader = (text) => {
  const wish = (to: string | null | undefined, of: string | null | undefined): Read | null =>
    to ? { kind: "replace", to: to.replace(use, ""), of: of && !isPointer(of) ? of : null } : null;
  const use = /^(?:use|take|try|make it|have it be|do it|go with|it's|via|through|by|with|using) (?=\S)/i;
  const patterns: [RegExp, "to-of" | "of-to"][] = [
    [/^(?:replace|substitute) (.+?) (?:with|by) (.+)$/, "of-to"],
    [/^(?:swap|exchange) (?!the order)(.+?) (?:with|for|by) (.+)$/, "of-to"],
    [/^switch from (.+?) to (.+)$/, "of-to"],
    [/^(?:instead of|rather than) (.+?),? (?:use|take|do|make it|with|by|via) (.+)$/, "of-to"],
    [/^(?:instead of|rather than) (.+?), (.+)$/, "of-to"],
    [/^not (?:by |via |with |to |in |for )?(.+?),? but (.+)$/, "of-to"],
    [/^(.+?),? (?:instead|rather) (?:of|than) (?:by |via |with |to |in |for |from )?(.+)$/, "to-of"],
    [/^(.+?), not (?:by |via |with |to |in |for |from )?(.+)$/, "to-of"],
  ];
  for (const [pattern, order] of patterns) {
    const [first, second] = captures(pattern, text) ?? [];
    if (first && second) return order === "to-of" ? wish(first, second) : wish(second, first);
  }
  const [instead] =
    captures(/^(.+?),? (?:instead|rather)$/, text) ?? captures(/^instead,? (.+)$/, text) ?? [];
  if (instead) return wish(instead, null);
  const [switched] = captures(/^(?:switch|change)(?: (?:it|this|that))?(?: over)? to (.+)$/, text) ?? [];
  if (switched) return wish(switched, null);
  const [kind, form] =
    captures(
      /^(?:make|turn) (it|this|that|the [^,]+?|step \d+) (?:into )?((?:an?|the|all|only|in|by|for|to) .+)$/,
      text,
    ) ?? [];
  if (kind && form && !/\bfirst\b|\blast\b/i.test(form)) return wish(form, kind);
  const [plainly] = captures(/^make (?:it|this|that) (?!say\b)(.+)$/, text) ?? [];
  if (plainly) return wish(plainly, null);
  const [narrowed] =
    captures(/^(?:only|just) ((?:for|in|from|since|by|per|top) .+)$/, text) ??
    captures(/^((?:for|in|from|since|by|per|(?:the )?top) .+?) only$/, text) ??
    [];
  if (narrowed) return wish(narrowed, null);
  const [used, forWhat] =
    captures(/^(?:use|go with|take) (.+?)(?: for (?:that|this|it|the .+))?$/, text) ?? [];
  return used ? wish(used, forWhat) : null;
};

const set: Reader = (text) => {
  const [what, value] =
    captures(
      /^(?:change|set|edit|update|adjust|put|turn)(?: the| its| my)? (.+?) (?:to(?: be| say| read)?|as|=) (.+)$/,
      text,
    ) ??
    captures(
      /^(?:let |make |have )?(.+?) (?:should|must|shall|has to|needs to|ought to) (?:be|say|read|go to)(?: called| named)? (.+)$/,
      text,
    ) ??
    captures(
      /^(?:let|make|have) (?:the |its )(subject|title|text|message|body|heading) (?:be|say|read):? (.+)$/,
      text,
    ) ??
    captures(
      /^with (?:the |a |an )?(subject|title|text|message|file name|body) (?:line )?(?:of )?("q*"|.+)$/,
      text,
    ) ??
    [];
  if (what && value && !/^order\b/i.test(what)) return { kind: "set", what, value };
  const [label, said] = captures(/^(?:the )?(subject|title|message|text|body|file ?name): (.+)$/, text) ?? [];
  if (label && said) return { kind: "set", what: label, value: said };
  const [saying] =
    captures(
      /^(?:make (?:it|the (?:mail|e-?mail|message|text|post|sms)) say|(?:it|the (?:mail|e-?mail|message|text|post|sms)) should say|say|write)(?: that)?:? (.+?)(?: instead)?$/,
      text,
    ) ?? [];
  if (saying) return { kind: "set", what: "message", value: saying };
  const [named, name] =
    captures(/^(?:call|name) (it|this|the file|the document|the chart|the table) (.+)$/, text) ?? [];
  return named && name
    ? {
        kind: "set",
        what: /\.\w{2,4}"?$/.test(name) || /file|document/i.test(named) ? "file name" : "title",
        value: name,
      }
    : null;
};

const rename: Reader = (text) => {
  const [what, title] =
    captures(
      /^(?:rename|retitle|call|name) ((?:the |step )?.+?) (?:to|as|into)? ?("q*"|(?<=to ).+)$/,
      text,
    ) ?? [];
  return what && title
    ? { kind: "rename", what: what.replace(/ (?:to|as|into)$/i, ""), title: unquoted(title) }
    : null;
};

export const unquoted = (words: string) => words.replace(/^["“«'](.*)["”»']$/s, "$1");

const order: Reader = (text) => {
  const [a, b] =
    captures(/^(?:swap|switch|reverse|flip|change) (?:the order of )?(.+?) and (.+)$/, text) ?? [];
  if (a && b) return { kind: "order", what: b, where: "before", other: a };
  const move = /^(?:move|put|do|run|have|make|send|post|start with|begin with|get|let)\b/i;
  const [begun] = captures(/^(?:start|begin) (?:with|by) (.+)$/, text) ?? [];
  if (begun) return { kind: "order", what: begun, where: "first", other: "" };
  const [what, end] =
    captures(
      /^(?:move|put|do|run|have|make|send|post|draw|let) (.+?) (?:come |go |be |run )?(first|last|up front|(?:at|to) the (?:very )?(?:end|start|beginning|top|bottom))$/,
      text,
    ) ??
    captures(
      /^(.+?) (?:should|must) (?:come|go|be|run|happen) (first|last|at the (?:end|start|beginning))$/,
      text,
    ) ??
    captures(/^((?:the |step )[^,]+?) (first|last)$/, text) ??
    [];
  if (what && end && isPointer(what))
    return {
      kind: "order",
      what: text.split(" ")[0] ?? what,
      where: /last|end|bottom/i.test(end) ? "last" : "first",
      other: "",
    };
  if (what && end)
    return { kind: "order", what, where: /last|end|bottom/i.test(end) ? "last" : "first", other: "" };
  const [moved, where, other] =
    captures(
      /^(.+?) (?:should|must|has to|needs to) (?:come|go|be|run|happen|be sent|be done|be posted) (before|after) (.+)$/,
      text,
    ) ??
    captures(
      /^(?:(?:move|put|do|run|have|make|send|post|let) )(.+?) (?:come |go |run |to )?(before|after|ahead of|behind|in front of) (.+)$/,
      text,
    ) ??
    captures(/^(the .+?|step \d+) (before|after) (.+)$/, text) ??
    [];
  if (!moved || !other || (!move.test(text) && !/^(?:the|step)\b|should|must/i.test(text))) return null;
  return { kind: "order", what: moved, where: /after|behind/i.test(where ?? "") ? "after" : "before", other };
};

const readers: Reader[] = [
  always,
  once,
  conditionOf,
  repetitionOf,
  order,
  rename,
  set,
  replace,
  drop,
  additionOf,
];

/** Things to add that follow each other are one goal, so that "it" finds what it means. */
function joinedAdditions(wishes: readonly Wish[]): Wish[] {
  const joined: Wish[] = [];
  for (const wish of wishes) {
    const last = joined.at(-1);
    if (
      last?.kind === "add" &&
      wish.kind === "add" &&
      !last.side &&
      !wish.side &&
      !/^attach /i.test(wish.text)
    ) {
      joined[joined.length - 1] = {
        ...last,
        text: `${last.text}. Then ${wish.text}`,
        words: `${last.words}, ${wish.words}`,
      };
    } else joined.push(wish);
  }
  return joined;
}
