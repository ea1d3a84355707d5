// Whom a message reaches: addresses as typed, and people or teams turned into addresses by a directory.
import type { Binding } from "@/lib/domain/binding";
import { checkValue } from "@/lib/planning/check-value";
import { questionFor, suggestionsOf } from "./ask";
import { withNote, withUsed } from "./draft";
import { pullIn } from "./fill-chained";
import { outputBinding, producersOf, stepGiving } from "./find-producers";
import { isTeam, type Phrase } from "./phrases";
import { bare, isPronoun, isSpeaker, recipientsOf } from "./planning-context";
import type { Filled, Situation } from "./situation";
import { inputFields, type Meaning } from "./tool-fields";
import { splitName } from "./words";

const kinds: Partial<Record<Meaning, "email" | "phone" | "chat">> = {
  email: "email",
  phone: "phone",
  chat: "chat",
};

/** An address input: everybody the intent names, as typed or looked up. Null when it names nobody and needn't. */
export function addressBinding(situation: Situation): Filled | null {
  const { context, field, tool } = situation;
  const kind = kinds[field.meaning];
  if (!kind) return null;
  const typed = typedAddresses(situation, kind);
  // Copies, senders, answers: only what is said to be one. The first address input is the one people mean.
  const first = inputFields(tool).find((one) => kinds[one.meaning] !== undefined);
  if (!field.isRequired && (first !== field || typed.length === 0)) return null;
  let draft = typed.reduce((now, value) => withUsed(now, value.start), situation.draft);
  const items: Binding[] = typed.map((value) => literal(value.value, value.words));
  for (const { words, start } of context.hint ? [] : recipientsOf(context.intent).flatMap(split)) {
    const found = lookUp({ ...situation, draft }, words, start);
    draft = found.draft;
    items.push(found.binding);
    if (!field.isList) break;
  }
  if (items.length === 0) return fromEarlier(situation);
  const [only] = items;
  if (!only) return null;
  if (!field.isList) return { draft, binding: items.find((item) => item.kind !== "question") ?? only };
  return { draft, binding: listOf(items) };
}

function listOf(items: readonly Binding[]): Binding {
  const [only] = items;
  if (only && items.length === 1 && only.kind !== "literal") return only;
  if (items.every((item) => item.kind === "literal")) {
    const words = items.flatMap((item) => (item.kind === "literal" && item.words ? [item.words] : []));
    const values = items.flatMap((item) => (item.kind === "literal" ? [item.value] : []));
    return { kind: "literal", value: values, origin: "person", words: words.join(", ").slice(0, 500) };
  }
  return { kind: "list", items: [...items] };
}

const literal = (value: string, words: string): Binding => ({
  kind: "literal",
  value,
  origin: "person",
  words: words.slice(0, 500),
});

function typedAddresses(situation: Situation, kind: "email" | "phone" | "chat") {
  const { context, draft, field } = situation;
  const { intent } = context;
  const named = carbon(situation);
  const all = context.intent.values.filter((value) => value.kind === kind && !draft.used.has(value.start));
  // A supplying intent hands nothing to anybody.
  if (intent.isSupply) return [];
  return all.flatMap((value) =>
    typeof value.value === "string" &&
    checkValue(value.value, field.item) === null &&
    (!named || field.isRequired)
      ? [{ value: value.value, words: value.words, start: value.start }]
      : [],
  );
}

/** True when the input is a side door: copies, answers. */
const carbon = ({ field }: Situation) => /^(?:b?cc|reply|copy|blind)/i.test(field.name);

/** "Ada and Bob", "the marketing and sales teams": one by one. */
function split(phrase: Phrase): { words: string; start: number }[] {
  const teams = /^(?:the )?(.+?) and (?:the )?(.+?) (team|department|group)s?$/i.exec(phrase.words);
  if (teams?.[1] && teams[2]) {
    return [teams[1], teams[2]].map((name, i) => ({
      words: `the ${name} ${teams[3]}`,
      start: phrase.start + i,
    }));
  }
  return phrase.words
    .split(/\s*,\s*(?:and\s+)?|\s+and\s+/i)
    .filter((words) => words !== "")
    .map((words, i) => ({ words, start: phrase.start + i }));
}

/** One recipient: through a step that looked them up, a look-up pulled in, or a question. */
function lookUp(situation: Situation, words: string, start: number): Filled {
  const { context, draft, field } = situation;
  const ask = (isSpeaking: boolean): Filled => ({
    draft,
    binding: {
      kind: "question",
      question: questionFor(field, isSpeaking),
      suggestions: suggestionsOf(field),
    },
  });
  if (isSpeaker(words)) return ask(true);
  if (field.meaning === "chat" && !field.isList && isTeam(words)) return teamChannel(situation, words);
  const same = isPronoun(words)
    ? stepGiving(draft, field)
    : stepGiving(draft, field, (step) => resolvesSame(step.resolves, words));
  if (same) return { draft, binding: outputBinding(same.step, same.place, field) };
  const meant = isPronoun(words) ? personBefore(situation) : { words, start };
  if (!meant) return ask(false);
  const producers = producersOf(context, situation.tool, field).filter(({ tool }) =>
    inputFields(tool).some(
      (input) => input.isRequired && /^(?:party|person-name|query)$/.test(input.meaning),
    ),
  );
  return pullIn(situation, producers.slice(0, 2), { kind: "words", ...meant }) ?? ask(false);
}

/** "her", after "book a flight for Grace Mwangi": the person named last. */
function personBefore({ context }: Situation): { words: string; start: number } | null {
  const earlier = context.intents.slice(0, context.intent.position).flatMap((intent) => intent.phrases);
  return (
    earlier
      .filter((phrase) => phrase.party >= 0.6 && !isSpeaker(phrase.words) && !isPronoun(phrase.words))
      .at(-1) ?? null
  );
}

/** In a chat a team is reached by its channel, which goes by the team's name in most companies. */
function teamChannel({ draft }: Situation, words: string): Filled {
  const name = splitName(bare(words)).filter((word) => !/^(?:team|group|department|staff)$/.test(word));
  const channel = `#${name.join("-") || "general"}`;
  const binding: Binding = {
    kind: "literal",
    value: channel,
    origin: "constant",
    words: words.slice(0, 500),
  };
  return { draft: withNote(draft, `“${words}” is taken to be the channel ${channel} in the chat.`), binding };
}

const plain = (words: string) => bare(words.toLowerCase()).replace(/['’]s$/, "");
const resolvesSame = (resolved: string | null, words: string) =>
  resolved !== null && plain(resolved) === plain(words);

/** Nobody is named: those an earlier step found ("find the on-call engineer and send a text"). */
function fromEarlier(situation: Situation): Filled | null {
  const { context, draft, field } = situation;
  const found = stepGiving(draft, field, (step) => step.isMain && !step.resolves?.includes("@"));
  if (!found || context.intent.isSupply) return null;
  return { draft, binding: outputBinding(found.step, found.place, field) };
}
