// Values that stand beside an input's own name: "a brown cap color", "the seat type convertible", "an album titled
// Summer", "a budget of $500". For inputs that say no more of themselves than what they are called.
import { typeOf } from "@/lib/planning/output-fields";
import type { TaggedToken } from "./tag-words";
import type { InputField } from "./tool-fields";
import { isStopWord, stem } from "./words";

export interface Slot {
  /** Without quotation marks. */
  value: string;
  /** As the person wrote it, with the name. */
  words: string;
  start: number;
}

/** Where the value goes on behind a name: "type of …", "color: …". Without one only a name or a code is taken. */
const linking = /^(?:of|is|are|being|as|to|=|:|set|equal|equals)$/;
const naming = /^(?:titled|entitled|named|called|dubbed|labell?ed)$/;
const isName = (token: TaggedToken) => /^\p{Lu}|\d/u.test(token.text) && token.kind !== "quote";
const isBreak = (token: TaggedToken) =>
  token.kind === "punctuation" ||
  isStopWord(token.lower) ||
  linking.test(token.lower) ||
  naming.test(token.lower) ||
  /^(?:which|while|using|including|then|within|under|between|per|than|during|after|before)$/.test(
    token.lower,
  );
const longest = 5;

/** A text beside the input's name; null when there is none. */
export function slotFor(field: InputField, tokens: readonly TaggedToken[]): Slot | null {
  if (typeOf(field.item) !== "string" || field.item.format || field.item.enum || field.isList) return null;
  return namedSlot(field, tokens) ?? besideName(field, tokens);
}

/** "an album titled Summer Vacation", for what is a title or a name. */
function namedSlot(field: InputField, tokens: readonly TaggedToken[]): Slot | null {
  const [name = []] = field.names;
  const isTitle = /^(?:titl|nam)$/.test(name.at(-1) ?? "");
  if (!isTitle) return null;
  const at = tokens.findIndex(
    (token, i) => naming.test(token.lower) && (name.length < 2 || isNear(tokens, i, name.slice(0, -1))),
  );
  return at < 0 ? null : slotFrom(tokens, at, nameAt(tokens, at + 1));
}

/** True when what is named here is what the input's name speaks of: "project … named", for `project_name`. */
function isNear(tokens: readonly TaggedToken[], at: number, words: readonly string[]): boolean {
  const before = tokens.slice(Math.max(0, at - 4), at).map((token) => stem(token.lower));
  return words.some((word) => before.includes(word));
}

function besideName(field: InputField, tokens: readonly TaggedToken[]): Slot | null {
  for (const name of field.names) {
    const at = tokens.findIndex((_, i) => name.every((word, j) => stem(tokens[i + j]?.lower ?? "") === word));
    if (at < 0) continue;
    const found =
      slotFrom(tokens, at, valueBehind(tokens, at + name.length)) ??
      (name.length > 1 || isDescribing(name) ? slotFrom(tokens, at, valueBefore(tokens, at)) : null);
    if (found) return found;
  }
  return null;
}

/** Names of which words before them say which: "red color", "stir-fry method". */
const isDescribing = (name: readonly string[]) =>
  /^(?:color|colour|typ|kind|method|styl|siz|genr|theme|topic|format|level|mod|languag|specy|brand|material)$/.test(
    name.at(-1) ?? "",
  );

function valueBehind(tokens: readonly TaggedToken[], from: number): TaggedToken[] {
  let at = from;
  while (tokens[at] && (linking.test(tokens[at]?.lower ?? "") || naming.test(tokens[at]?.lower ?? "")))
    at += 1;
  while (/^(?:a|an|the)$/.test(tokens[at]?.lower ?? "") && at > from) at += 1;
  const names = nameAt(tokens, at);
  if (names.length > 0 || at === from) return names;
  return runFrom(tokens, at, (token) => !isBreak(token));
}

function nameAt(tokens: readonly TaggedToken[], at: number): TaggedToken[] {
  const first = tokens[at];
  if (first?.kind === "quote") return [first];
  return runFrom(tokens, at, (token) => isName(token) && !isBreak(token));
}

function valueBefore(tokens: readonly TaggedToken[], at: number): TaggedToken[] {
  const run: TaggedToken[] = [];
  for (let i = at - 1; i >= 0 && run.length < 3; i--) {
    const token = tokens[i];
    const isSaying = token && !isBreak(token) && !token.tags.has("Verb") && /word|quote/.test(token.kind);
    if (!token || !isSaying) break;
    run.unshift(token);
    if (token.kind === "quote") break;
  }
  return run;
}

function runFrom(
  tokens: readonly TaggedToken[],
  from: number,
  isPart: (token: TaggedToken) => boolean,
): TaggedToken[] {
  const run: TaggedToken[] = [];
  for (const token of tokens.slice(from, from + longest)) {
    if (!isPart(token)) break;
    run.push(token);
  }
  return run;
}

function slotFrom(tokens: readonly TaggedToken[], at: number, run: readonly TaggedToken[]): Slot | null {
  const [first, last] = [run[0], run.at(-1)];
  const name = tokens[at];
  if (!first || !last || !name) return null;
  const value = first.kind === "quote" ? first.text.slice(1, -1) : run.map(({ text }) => text).join(" ");
  const words = first.start > name.start ? `${name.text} ${value}` : `${value} ${name.text}`;
  return { value, words, start: first.start };
}
