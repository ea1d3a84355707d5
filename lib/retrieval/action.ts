// What is to be done to a thing, as far as a few hundred common words tell.
import { splitWords } from "./split-words";
import { stem } from "./stem";

/** The kinds of doing that rule each other out. */
export type Action = "read" | "create" | "change" | "delete" | "send";

const lexicon: readonly (readonly [Action, string])[] = [
  [
    "read",
    "get list show find fetch view search read look lookup retrieve query display see browse download describe " +
      "check count inspect export preview load open",
  ],
  [
    "create",
    "create add insert new register book reserve order buy make generate open upload import schedule",
  ],
  ["change", "update edit change modify rename set replace patch move enable disable adjust correct"],
  ["delete", "delete remove clear cancel drop revoke erase discard unsubscribe unassign"],
  ["send", "send email mail post message notify alert text tell inform announce forward share publish reply"],
];
const byStem = new Map(
  lexicon.flatMap(([action, words]) =>
    words.split(" ").map((word): [string, Action] => [stem(word), action]),
  ),
);
/** A question asks for something to be read. */
const questions = new Set(
  "what which who whose when where why how is are was were does did has have".split(" "),
);
/** Verbs of another meaning with the word after them. */
const particles: ReadonlySet<string> = new Set([
  "add up",
  "look up",
  "make sure",
  "set up",
  "order by",
  "open up",
]);
/** An action stands at the beginning, perhaps after "please" or "I want to". */
const wordsLookedAt = 6;

/** The action that a query or a title begins with; null when it can't be told. */
export function actionOf(text: string): Action | null {
  const words = splitWords(text.slice(0, 200)).slice(0, wordsLookedAt);
  if (words[0] && questions.has(words[0])) return "read";
  for (const [index, word] of words.entries()) {
    if (particles.has(`${word} ${words[index + 1]}`)) return word === "look" ? "read" : null;
    const action = byStem.get(stem(word));
    if (action) return action;
  }
  return null;
}

/** 1 when both do the same, -1 when they can't be the same, 0 when that can't be told. */
export function agreement(wanted: Action | null, offered: Action | null): number {
  if (!wanted || !offered) return 0;
  if (wanted === offered) return 1;
  return wanted === "read" || offered === "read" || wanted === "delete" || offered === "delete" ? -1 : 0;
}
