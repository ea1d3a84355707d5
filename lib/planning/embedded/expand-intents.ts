// The goal's intents made ready for planning: each with its values and data, and a supplying intent in front of one
// that sends something nobody has got yet ("text Bob *the weather in Paris*").
import { linkData } from "./link-data";
import { isSpeaker, type Phrase, readPhrases } from "./phrases";
import {
  type DataSource,
  fileMentioned,
  fileMentionIn,
  isFormatPhrase,
  isKeeping,
  mentionsFile,
  type PlannedIntent,
  recipientsOf,
  refersBack,
} from "./planning-context";
import type { FileFacts, PlanningRequest } from "./planning-request";
import { type Intent, objectOf } from "./read-clause";
import { isMessageNoun } from "./read-content";
import { type ReadGoal, valuesIn } from "./read-goal";
import { isStopWord } from "./words";

/** The intents in the order of doing, supplying ones before those they serve. */
export function expandIntents(goal: ReadGoal, request: PlanningRequest): PlannedIntent[] {
  const expanded: PlannedIntent[] = [];
  const add = (intent: Omit<PlannedIntent, "position">) => {
    expanded.push({ ...intent, position: expanded.length });
  };
  for (const intent of goal.intents.flatMap(perPlace).flatMap(attachedThenSent)) {
    const planned = withData(goal, request, intent, false);
    const supply = intent.aside ? null : supplyOf(goal, request, planned, expanded);
    for (const part of supply ? severalOf(goal, request, supply) : []) add(part);
    // What is supplied isn't asked of the sender too.
    add(supply ? { ...planned, source: null, searchWords: withoutSupply(goal, planned, supply) } : planned);
  }
  return expanded;
}

/** "attach it as a CSV to an e-mail to Ada": saved first, then sent. */
function attachedThenSent(intent: Intent): Intent[] {
  const vessel = intent.phrases.find((phrase) => phrase.preposition === "to" && isMessageNoun(phrase.words));
  const rest = vessel ? intent.phrases.filter((phrase) => phrase.start > vessel.end) : [];
  if (intent.verb !== "attach" || !vessel || rest.length === 0) return [intent];
  const kept = intent.phrases.filter((phrase) => phrase.start < vessel.start);
  const end = kept.at(-1)?.end ?? vessel.start;
  const noun = vessel.words.replace(/^an? /i, "");
  const saved: Intent = {
    ...intent,
    words: intent.words.slice(0, end - intent.start),
    end,
    phrases: kept,
    tokens: intent.tokens.filter((token) => token.end <= end),
  };
  const object = objectOf(intent);
  const sent: Intent = {
    ...intent,
    verb: "send",
    aim: "write",
    isTelling: true,
    words: `${noun} ${intent.words.slice(end - intent.start).replace(/^\s*to an? \S+\s*/i, "")}`,
    start: vessel.start,
    phrases: [...(object ? [{ ...object, words: "it" }] : []), ...rest],
    tokens: intent.tokens.filter((token) => token.start >= vessel.start),
  };
  return [saved, sent];
}

/** "the weather in Paris and Rome" is asked of each place. */
function perPlace(intent: Intent): Intent[] {
  const both = intent.phrases.find(
    (phrase) => phrase.preposition === "in" && phrase.place >= 0.75 && /,|\band\b/i.test(phrase.words),
  );
  if (!both || intent.aim === "write") return [intent];
  const names = both.words.split(/\s*,\s*(?:and\s+)?|\s+and\s+/i).filter((name) => /^\p{Lu}/u.test(name));
  if (names.length < 2) return [intent];
  return names.map((words) => {
    const start = both.start + both.words.indexOf(words);
    const one = { ...both, words, start, end: start + words.length };
    return {
      ...intent,
      words: intent.words.replace(both.words, words),
      phrases: intent.phrases.map((phrase) => (phrase === both ? one : phrase)),
    };
  });
}

/** "the weather in Oslo and the sales by region": each is got by itself. */
function severalOf(goal: ReadGoal, request: PlanningRequest, supply: PlannedIntent): PlannedIntent[] {
  const at = supply.tokens.findIndex(
    (token, i) =>
      i > 1 && token.lower === "and" && /^(?:the|a|an|our|my)$/.test(supply.tokens[i + 1]?.lower ?? ""),
  );
  const halves = [supply.tokens.slice(0, at), supply.tokens.slice(at + 1)];
  if (at < 0 || halves.some((half) => half.filter((token) => !isStopWord(token.lower)).length < 2))
    return [supply];
  return halves.flatMap((tokens, i) => {
    const [first, last] = [tokens[0], tokens.at(-1)];
    if (!first || !last) return [];
    const start = i === 0 ? supply.start : first.start;
    const end = i === 0 ? last.end : supply.end;
    const part: Intent = {
      ...supply,
      words: goal.text.slice(start, Math.max(last.end, start)),
      start,
      end,
      tokens,
      phrases: readPhrases(tokens, { isTaken: () => false, hasVerb: false }),
    };
    return [withData(goal, request, part, true)];
  });
}

/** "Text Bob *the weather in Berlin*" is searched as "Text Bob". */
function withoutSupply(goal: ReadGoal, intent: PlannedIntent, supply: PlannedIntent): string {
  const before = goal.text.slice(intent.start, supply.start);
  const after = goal.text.slice(supply.end, intent.end);
  return `${before} ${after}`.replace(/\s+/g, " ").trim();
}

function withData(
  goal: ReadGoal,
  request: PlanningRequest,
  intent: Intent,
  isSupply: boolean,
): PlannedIntent {
  const values = valuesIn(goal, intent).filter(
    (value) => !intent.content || value.end <= intent.content.start || value.start >= intent.content.end,
  );
  // The file whose rows are gone through is read, not sent along.
  const own = intent.repeat ? intent.words.replace(intent.repeat.words, " ") : intent.words;
  const file = fileMentioned(own, request.files);
  const { content } = intent;
  const said = content ? intent.words.replace(content.words, " ") : intent.words;
  const searchWords = said.replace(/(?:\s+(?:that|saying|to|and|say|:))*\s*$/i, "");
  return {
    ...intent,
    position: 0,
    isSupply,
    values,
    file,
    searchWords,
    source: sourceOf(goal, request, intent, file),
  };
}

/** The linked data of an intent must mean at least this share of its words. */
const enoughLinked = 0.5;

function sourceOf(
  goal: ReadGoal,
  request: PlanningRequest,
  intent: Intent,
  file: FileFacts | null,
): DataSource | null {
  const times = valuesIn(goal, intent).flatMap((value) => (value.kind === "time" ? [value.time] : []));
  // Whom it goes to says nothing about the figures.
  const recipients = intent.phrases.filter(
    (phrase) => phrase.preposition === "recipient" || (phrase.preposition === "to" && intent.isTelling),
  );
  const all = intent.verbToken ? [intent.verbToken, ...intent.tokens] : intent.tokens;
  const tokens = all.filter(
    (token) =>
      !/^(?:email|phone|channel|handle|url|quote)$/.test(token.kind) &&
      !recipients.some((phrase) => token.start >= phrase.start && token.end <= phrase.end) &&
      !isFileToken(intent, token.start),
  );
  const linkFile = (one: FileFacts): DataSource => ({
    kind: "file",
    file: one,
    question: one.columns ? linkData(tokens, { name: one.name, columns: one.columns }, times) : null,
  });
  if (file) return linkFile(file);
  const databases = request.facts.databases.flatMap(({ connectionKind, tables }) =>
    tables.flatMap((table): Extract<DataSource, { kind: "database" }>[] => {
      const question = linkData(tokens, table, times);
      return question ? [{ kind: "database", connectionKind, question }] : [];
    }),
  );
  const strength = (source: DataSource) => source.question?.strength ?? 0;
  // Of equally fitting tables the one that knows more, else the first: the connection's own order.
  const rank = (source: DataSource) =>
    strength(source) +
    ((source.question?.measures.length ?? 0) > 0 ? 0.1 : 0) +
    (source.question?.table.columns.length ?? 0) * 0.0001;
  const database = databases.reduce<DataSource | null>(
    (best, one) => (!best || rank(one) > rank(best) ? one : best),
    null,
  );
  const attached = request.files.filter((one) => one.columns !== null).map(linkFile);
  const best = attached.reduce<DataSource | null>((a, b) => (!a || strength(b) > strength(a) ? b : a), null);
  if (best && strength(best) >= Math.max(enoughLinked, database ? strength(database) : 0)) return best;
  if (mentionsFile(intent.words)) return null;
  return database && strength(database) >= enoughLinked ? database : null;
}

function isFileToken(intent: Intent, start: number): boolean {
  const mention = fileMentionIn(intent.words);
  return mention !== null && start >= intent.start + mention.start && start < intent.start + mention.end;
}

/** What an intent sends or makes something of, when it names a thing that must be got first. */
function supplyOf(
  goal: ReadGoal,
  request: PlanningRequest,
  intent: PlannedIntent,
  earlier: readonly PlannedIntent[],
): PlannedIntent | null {
  // What is asked is put to somebody, not looked up first.
  if (intent.verb === "ask") return null;
  if (!(intent.isTelling || isKeeping(intent)) || intent.content) return null;
  const recipients = recipientsOf(intent);
  const object = objectOf(intent);
  const topic = intent.topic;
  const isThing = (phrase: Phrase | null): phrase is Phrase =>
    phrase !== null &&
    !recipients.includes(phrase) &&
    !isSpeaker(phrase.words) &&
    !isBareMessage(phrase.words);
  // "send Ada an email with the sales by region"
  const enclosed = object && isBareMessage(object.words) ? intent.phrases.find(isEnclosed) : undefined;
  const head = [object, topic, enclosed ?? null].find(isThing);
  if (!head) return null;
  // An attached file is sent as it is.
  const isFile = fileMentionIn(head.words);
  if (intent.file && isFile && isFile.end - isFile.start >= head.words.length - 4) return null;
  const isBack = refersBack(head.words) && !mentionsFile(head.words);
  const own = intent.phrases.filter((phrase) => phrase.start >= head.start && !recipients.includes(phrase));
  const extra = own.slice(1).some((phrase) => !isSpeaker(phrase.words));
  // "a summary" of what was found before; "a summary by region" of something new.
  if (isBack && (earlier.length > 0 || !extra) && !hasTime(intent, own)) {
    return earlier.length > 0 ? null : supplyIntent(goal, request, intent, own, head);
  }
  return supplyIntent(goal, request, intent, own, head);
}

/** What a message brings; not how it is called, or how it ends. */
const isEnclosed = ({ preposition, words }: Phrase) =>
  (preposition === "with" || preposition === "containing") &&
  !/\b(?:subject|title|heading|header|attachments?|regards|greetings|thanks|wishes|love|priority|copy|cc|bcc)\b/i.test(
    words,
  );

const hasTime = (intent: PlannedIntent, phrases: readonly Phrase[]) =>
  phrases.length > 1 && intent.values.some((value) => value.kind === "time");
const isBareMessage = (words: string) => isMessageNoun(words) && !/\b(?:report|update)\b/i.test(words);

function supplyIntent(
  goal: ReadGoal,
  request: PlanningRequest,
  intent: PlannedIntent,
  phrases: readonly Phrase[],
  head: Phrase,
): PlannedIntent | null {
  const recipients = recipientsOf(intent);
  const times = intent.values.filter((value) => value.kind === "time");
  const inside = (token: { start: number; end: number }) =>
    token.start >= head.start && !recipients.some((one) => token.start >= one.start && token.end <= one.end);
  const tokens = intent.tokens.filter(
    (token) => inside(token) && !/^(?:email|phone|channel|handle|url|quote)$/.test(token.kind),
  );
  const form = intent.phrases.find((one) => isFormatPhrase(one) && one.start > head.start);
  const cut = form ? tokens.findIndex((token) => token.start >= form.start) : -1;
  if (cut >= 0) tokens.splice(cut);
  // The little word before whom it goes to, and "the … channel" around an address, belong to the message.
  while (/^(?:to|as|into|for|with|the|in|on|channel|at)$/.test(tokens.at(-1)?.lower ?? "")) tokens.pop();
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (!first || !last) return null;
  // "*last quarter's* sales": a time right before the thing belongs to it.
  const leading = times.find(
    (time) =>
      /^(?:['’]s)?\s*(?:the\s+)?$/i.test(goal.text.slice(time.end, first.start)) && time.end <= first.start,
  );
  const from = leading?.start ?? first.start;
  const supply: Intent = {
    ...intent,
    words: goal.text.slice(from, last.end),
    start: from,
    end: Math.max(last.end, ...times.filter((time) => time.start >= head.start).map((time) => time.end)),
    verb: null,
    verbToken: null,
    aim: "read",
    isTelling: false,
    isQuestion: false,
    // What is behind a recipient in the middle is still part of it: "send sales to Bob for 2016".
    phrases: [
      { ...head, preposition: null },
      ...phrases.filter((phrase) => phrase !== head && phrase !== form),
    ],
    tokens,
    topic: null,
    condition: null,
    repeat: null,
  };
  return withData(goal, request, supply, true);
}
