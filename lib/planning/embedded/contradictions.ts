// "Send it to Anna but don't send anything": what is wanted and forbidden at once is not planned, but told.
import { isSpeaker } from "./phrases";
import type { Intent } from "./read-clause";
import { isTellingVerb, meansSame } from "./verbs";
import { contentStems } from "./words";

export interface Contradiction {
  wanted: Intent;
  forbidden: Intent;
}

/** What is forbidden of telling people and can't be taken into account: "email the team but don't email Bob". */
export function exceptionsIn(intents: readonly Intent[], wanted: readonly Intent[]): Intent[] {
  const telling = wanted.filter((intent) => intent.isTelling);
  return intents.filter(
    (intent) =>
      intent.isNegated &&
      isTellingVerb(intent.verb ?? "") &&
      saidOf(intent).length > 0 &&
      telling.some((one) => isSameWay(intent, one)),
  );
}

/** Each intent that another forbids. */
export function contradictionsIn(intents: readonly Intent[]): Contradiction[] {
  const negated = intents.filter((intent) => intent.isNegated);
  return intents
    .filter((intent) => !intent.isNegated)
    .flatMap((wanted) => {
      const forbidden = negated.find((one) => forbids(one, wanted));
      return forbidden ? [{ wanted, forbidden }] : [];
    });
}

const everything =
  /^(?:anything|anyone|anybody|anywhere|nothing|it|them|this|that|any|everything|everyone|everybody)(?: at all| yet| now)?$/i;

/** The way a message goes, where a verb or its object says so. */
function channelOf({ verb, words }: Intent): "mail" | "text" | "chat" | null {
  if (/^(?:email|mail)$/.test(verb ?? "") || /\b(?:e-?mails?|mails?)\b/i.test(words)) return "mail";
  if (/^(?:text|sms)$/.test(verb ?? "") || /\b(?:texts?|sms|text messages?)\b/i.test(words)) return "text";
  return /^(?:post|dm)$/.test(verb ?? "") || /\b(?:slack|channel)\b|#\p{L}/iu.test(words) ? "chat" : null;
}

const vessel =
  /^(?:an? |any |the )?(?:e-?mails?|mails?|texts?|sms|messages?|text messages?|posts?|slack|chat|(?:any |the )?channels?)$/i;

/** What a forbidding names: none where it means everything. */
function saidOf(intent: Intent): string[] {
  const isTelling = isTellingVerb(intent.verb ?? "");
  return intent.phrases
    .map(({ words }) => words)
    .filter((words) => !isSpeaker(words) && !everything.test(words) && !(isTelling && vessel.test(words)));
}

function isSameWay(forbidden: Intent, wanted: Intent): boolean {
  const channel = channelOf(forbidden);
  return channel === null || channel === channelOf(wanted);
}

function forbids(forbidden: Intent, wanted: Intent): boolean {
  const verb = forbidden.verb ?? "";
  const said = saidOf(forbidden);
  // "don't do anything", "don't do it"
  if (verb === "do") return said.length === 0;
  const bothTell = isTellingVerb(verb) && wanted.isTelling;
  if (!bothTell && !meansSame(verb, wanted.verb ?? "")) return false;
  if (bothTell && !isSameWay(forbidden, wanted)) return false;
  const mentioned = new Set(contentStems(wanted.words));
  return said.every((words) => {
    const stems = contentStems(words);
    return stems.length > 0 && stems.every((one) => mentioned.has(one));
  });
}
