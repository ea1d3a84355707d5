// A request to change a plan as a person typed it, as a list of wishes. What is quoted in it is content: no wish is read
// from it (A1, A2).
import { leadInLength } from "@/lib/planning/embedded/read-clause";
import { scheduleOf } from "@/lib/planning/embedded/read-goal";
import { splitPieces } from "@/lib/planning/embedded/split-clauses";
import { tagWords } from "@/lib/planning/embedded/tag-words";
import { masked } from "./captures";
import { additionOf, always, conditionOf, once, order, repetitionOf, withoutToo } from "./control-readers";
import { refusalOf, scheduleRefusal } from "./refusals";
import type { Reader, Wish } from "./wish";
import { drop, rename, replace, set } from "./wish-readers";

/** Wishes in the order of the request. */
export function readRequest(request: string): Wish[] {
  const text = request.normalize("NFC");
  const schedule = scheduleOf(masked(text));
  const planned = schedule ? text.replace(schedule, " ".repeat(schedule.length)) : text;
  const wishes = joinedAdditions(clausesOf(planned).flatMap(wishOf));
  if (!schedule) return wishes;
  return [...wishes, { kind: "refused", words: schedule, reason: scheduleRefusal }];
}

/** The stretches of a request that each want one thing; what says when or how often stays with what it is said of. */
function clausesOf(text: string): string[] {
  const pieces = splitPieces(text, tagWords(text));
  const clauses: string[] = [];
  /** Where the clause before begins. */
  let begun = -1;
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
    // "send it without asking me" is one thing.
    const isHow = /^without (?:\w+ing|(?:my |any )?(?:approval|confirmation|consent|ok(?:ay)?))\b/i.test(
      words,
    );
    if (isHow && begun >= 0) clauses.pop();
    else begun = start;
    clauses.push(text.slice(begun, last.end));
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

/** "only Arjun", "send it just to #sales", "only the mail". */
const narrowing = (() => {
  const name = String.raw`(?:\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?|\S+@\S+\.\w+|[#@][\p{L}\d_-]+)`;
  const opening = "(?:(?:[Bb]ut|[Aa]ctually|[Pp]lease),? )*";
  const sending =
    "(?:(?:[Ss]end|[Ee]-?mail|[Mm]ail|[Pp]ost|[Tt]ext|[Mm]essage|[Tt]ell) (?:(?:it|this|that|them) )?)?";
  return new RegExp(
    `^${opening}${sending}(?:[Oo]nly|[Jj]ust) (?:to )?(${name}(?:(?:,? and|,) ${name})*|the [\\p{L}-]+)$`,
    "u",
  );
})();

function wishOf(clause: string): Wish[] {
  const { text, isAlso } = bareClause(clause);
  const words = clause.trim();
  const kept = narrowing.exec(words.replace(endings, ""))?.[1];
  if (kept) return [{ kind: "keep-only", what: kept, isLoose: true, words }];
  if (text === "") return [];
  const reason = refusalOf(masked(text));
  if (reason) return [{ kind: "refused", words, reason }];
  for (const read of isAlso ? [additionOf, conditionOf, repetitionOf] : readers) {
    const wish = read(text);
    if (wish) return [{ ...wish, words }];
  }
  return [{ kind: "add", text: withoutToo(text), side: null, words }];
}

/** The first that understands a clause has it. */
const readers: readonly Reader[] = [
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
