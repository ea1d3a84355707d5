// What verbs of goals do: look, change something outside, or tell somebody. Used to split a goal into intents and
// to weigh tools by their effect; never to name a tool.
import nlp from "compromise";
import { z } from "zod";
import { editDistance, stem } from "./words";

const set = (words: string) => new Set(words.split(/\s+/));

/** Verbs that only look: nothing outside changes. */
const readingVerbs = set(
  `show find get fetch list look search check view see read retrieve query analyze analyse summarize summarise compare
  calculate compute count total sum average rank sort filter group explain describe forecast predict chart plot graph
  draw visualize visualise display report review examine inspect investigate determine identify lookup pull load open
  compile collect gather extract break figure estimate measure profile aggregate track know tell give what visit
  select pick choose combine merge join turn convert transform clean crunch monitor scan evaluate assess study
  provide obtain predict detect discover research explore recommend suggest verify validate diagnose interpret acquire`,
);

/** Verbs that change something outside. */
const writingVerbs = set(
  `send email mail text message post notify alert inform remind invite tweet publish share announce dm ping sms
  book reserve buy order purchase hold cancel delete remove create add update change edit set schedule save write store
  upload export submit pay refund transfer move rename archive forward reply respond call ring deliver distribute
  broadcast circulate page register subscribe assign close start stop trigger deploy make put drop warn confirm approve
  release ship fill sign charge bill attach print download
  conduct organize organise initiate launch install configure implement deliver transport enroll issue grant apply
  arrange perform construct produce promote maintain manage`,
);

/** Verbs that bring words to people. */
const tellingVerbs = set(
  `send email mail text message post notify alert inform remind tell share announce dm ping sms forward write warn
  broadcast circulate distribute page say reply invite ask let deliver publish call`,
);

const otherVerbs = set(
  `ask use run execute do help translate generate compose draft prepare build design format attach include print
  copy say wait let hire fix repair clean wash play record rate bring take drive`,
);

/** Also common as nouns: verbs only where what follows says so. */
const nounVerbs = set(
  `email mail text message post book order report chart graph plot total sum average rank group filter list query search
  schedule record call ring sms ping dm tweet share forecast profile review estimate measure check look view use
  draft copy print export update change purchase hold transfer move reply alert visit drop reserve total pull run
  close load sort format study count start stop cancel pick name turn set put file fill track tell order join show
  rate play fix make ship bill charge release sign break load scan open design document help drive wash wait display page`,
);

const phrasalParticles = new Map<string, string>(
  Object.entries({
    look: "up",
    sum: "up",
    add: "up",
    write: "up",
    set: "up",
    figure: "out",
    work: "out",
    find: "out",
    pull: "up",
    break: "down",
    send: "out",
    give: "out",
    sign: "up",
    fill: "in",
  }),
);

const sameDoing = [
  "book reserve buy order purchase",
  "hold reserve",
  "cancel delete remove drop",
  "save export write store download print archive attach put create make upload",
  "send email mail text message post notify alert inform remind tell share announce page ping forward publish",
  "create add make set schedule register",
  "update change edit set move rename",
  "pay transfer charge",
  "call ring trigger run",
].map(set);

/** True when two verbs do the same to the world. */
export function meansSame(a: string, b: string): boolean {
  return a === b || sameDoing.some((group) => group.has(a) && group.has(b));
}

/** Every verb that is known. */
export function allVerbs(): string[] {
  return [...readingVerbs, ...writingVerbs, ...otherVerbs];
}

/** Verbs that put into a file what something else gives. */
const keepingVerbs = set("save export write store download print archive attach put");

/** Verbs of working on rows. */
const dataVerbs = set("group sum sort filter rank count average total aggregate order keep limit take add");

export function isDataVerb(verb: string): boolean {
  return dataVerbs.has(verb);
}
export function isKeepingVerb(verb: string): boolean {
  return keepingVerbs.has(verb);
}
export function isReadingVerb(verb: string): boolean {
  return readingVerbs.has(verb);
}
export function isWritingVerb(verb: string): boolean {
  return writingVerbs.has(verb);
}
export function isTellingVerb(verb: string): boolean {
  return tellingVerbs.has(verb);
}
export function isKnownVerb(word: string): boolean {
  return readingVerbs.has(word) || writingVerbs.has(word) || otherVerbs.has(word);
}
/** True for a word that is as often a noun: "email", "report". */
export function isNounVerb(word: string): boolean {
  return nounVerbs.has(word);
}
/** The particle a verb takes with it when it stands next: "look up". */
export function particleOf(verb: string): string | null {
  return phrasalParticles.get(verb) ?? null;
}

const dictionary = z
  .object({ one: z.object({ lexicon: z.record(z.string(), z.unknown()) }) })
  .parse(nlp.model()).one.lexicon;

/** True for a word of everyday English: it is no slip of another. */
function isDictionaryWord(word: string): boolean {
  return Object.hasOwn(dictionary, word);
}

/** The verb a misspelt first word was meant to be ("anaylze", "sned"); null when it is none. */
export function meantVerb(word: string): string | null {
  if (isKnownVerb(word)) return word;
  if (word.length < 4 || isDictionaryWord(word)) return null;
  const limit = word.length >= 7 ? 2 : 1;
  let best: { verb: string; distance: number } | null = null;
  for (const verb of [...readingVerbs, ...writingVerbs, ...otherVerbs]) {
    // "orders" is no slip of "order".
    if (verb.charAt(0) !== word.charAt(0) || verb.length < 4 || stem(verb) === stem(word)) continue;
    const distance = editDistance(word, verb, limit);
    if (distance <= limit && (!best || distance < best.distance)) best = { verb, distance };
  }
  return best?.verb ?? null;
}

/** "sending" → "send", "analyzing" → "analyze"; null when it is no gerund of a known verb. */
export function verbOfGerund(word: string): string | null {
  if (!word.endsWith("ing") || word.length < 6) return null;
  const rest = word.slice(0, -3);
  const options = [rest, `${rest}e`, rest.replace(/(.)\1$/, "$1")];
  return options.find((option) => isKnownVerb(option)) ?? null;
}
