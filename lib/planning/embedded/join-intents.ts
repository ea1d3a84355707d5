// Clauses of a goal that are no intents of their own: parts of another one, and courtesies.
import type { Intent } from "./read-clause";
import { isDataVerb, isTellingVerb } from "./verbs";
import { capitalize } from "./words";

/** Clauses that are one thing together: a verb that borrows the next one's object, "… and say hello", "… and tell me". */
export function joinIntents(text: string, read: readonly Intent[]): Intent[] {
  const result: Intent[] = [];
  for (const [i, intent] of read.entries()) {
    const before = result.at(-1);
    const next = read[i + 1];
    if (before && isDataWork(before) && isDataWork(intent) && !intent.content) {
      // "group it by country and sum the revenue" is one question about the same rows.
      result[result.length - 1] = mergedWork(text, before, intent);
    } else if (
      intent.tokens.length === 0 &&
      !intent.content &&
      intent.verb !== null &&
      next &&
      next.tokens.length > 0
    ) {
      // "fetch and summarize the data": both are about the data.
      const telling = isTellingVerb(next.verb ?? "");
      const borrowed = next.phrases.filter((phrase) => !telling || phrase.preposition === null);
      const stretch = next.tokens.filter((token) =>
        borrowed.some((one) => token.start >= one.start && token.end <= one.end),
      );
      result.push({
        ...intent,
        phrases: borrowed,
        tokens: stretch,
        words: `${intent.words} ${borrowed[0]?.words ?? ""}`.trim(),
      });
    } else if (before?.isTelling && !before.content && isSaying(intent)) {
      const said = sayingContent(text, intent);
      if (said)
        result[result.length - 1] = {
          ...before,
          content: said,
          words: text.slice(before.start, intent.end),
          end: intent.end,
        };
    } else if (isCourtesy(intent)) {
      // "Hi!", "Thanks".
    } else if (isEmptyReport(intent) && (result.length > 0 || next)) {
      // "… and let me know": the answer of a run is shown anyway.
    } else {
      result.push(intent);
    }
  }
  return result;
}

const isDataWork = (intent: Intent) => isDataVerb(intent.verb ?? "") && intent.tokens.length > 0;

function mergedWork(text: string, before: Intent, intent: Intent): Intent {
  const verb = intent.verbToken ? [intent.verbToken] : [];
  return {
    ...before,
    words: text.slice(before.start, intent.end),
    end: intent.end,
    phrases: [...before.phrases, ...intent.phrases],
    tokens: [...before.tokens, ...verb, ...intent.tokens],
  };
}

const isSaying = (intent: Intent) =>
  intent.verb === "say" ||
  (intent.verb === "tell" && /^(?:her|him|them|it)\b/i.test(intent.phrases[0]?.words ?? ""));

function sayingContent(text: string, intent: Intent): Intent["content"] {
  if (intent.content) return intent.content;
  const first = intent.verb === "say" ? intent.tokens[0] : intent.tokens[1];
  if (!first) return null;
  const words = text.slice(first.start, intent.end);
  const said = /^["“].*["”]$/.test(words) ? words.slice(1, -1) : capitalize(words);
  return { text: said, words, start: first.start, end: intent.end };
}

const isCourtesy = (intent: Intent) =>
  /^(?:|hi|hey|hello|hi there|thanks?|thank you(?: (?:very|so) much)?|thx|cheers|please|ok|okay|great|bye|best regards?|regards|good (?:morning|afternoon|evening))$/i.test(
    intent.words.replace(/[!,.]+$/, "").trim(),
  );

/** "tell me", "show me the result", "let me know". */
function isEmptyReport(intent: Intent): boolean {
  return /^(?:tell|show|give|let) (?:me|us)(?: know)?(?: (?:the )?(?:results?|answer|it|them|that|what you find|outcome))?$/i.test(
    intent.words.trim(),
  );
}
