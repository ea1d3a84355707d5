// What a message or a document says, and what it is called.
import type { Binding } from "@/lib/domain/binding";
import { answersDataQuestions, selectsRows } from "./data-inputs";
import type { DraftStep } from "./draft";
import { pullIn } from "./fill-chained";
import { producersOf } from "./find-producers";
import { ownSubject } from "./own-subject";
import { isSpeaker, isTeam } from "./phrases";
import { bare, contentsOf, isPlural, recipientsOf, refersBack, subjectOf } from "./planning-context";
import { isMessageNoun, objectOf } from "./read-clause";
import type { Filled, Situation } from "./situation";
import { inputFields, type OutputPlace, outputPlaces } from "./tool-fields";
import { namedPlace } from "./weigh-tools";
import { capitalize, splitName, stem } from "./words";

/** Text, subject, file name or values of a call. */
export function writtenBinding(situation: Situation): Filled | null {
  switch (situation.field.meaning) {
    case "text":
      return textBinding(situation);
    case "subject":
      return subjectBinding(situation);
    case "instructions":
      return {
        draft: situation.draft,
        binding: typedText(situation.context.intent.words, situation.context.intent.words),
      };
    case "template":
      return templateBinding(situation);
    case "file-name":
      return fileNameBinding(situation);
    case "values":
      return valuesBinding(situation);
    default:
      return null;
  }
}

const constant = (value: string): Binding => ({ kind: "literal", value, origin: "constant" });
const typedText = (value: string, words: string): Binding => ({
  kind: "literal",
  value,
  origin: "person",
  words: words.slice(0, 500),
});

/** The steps whose results an intent hands on: those that supply it, else the newest, else all it can mean. */
function handedOn({ context, draft }: Situation): DraftStep[] {
  const { intent } = context;
  const main = draft.steps.filter((step) => step.isMain && step.tool.effect === "read");
  const supply = main.filter((step) => {
    const served = context.intents[step.intent];
    return (
      served?.isSupply === true &&
      served.words !== "" &&
      served.start >= intent.start &&
      served.end <= intent.end
    );
  });
  if (supply.length > 0) return supply;
  const object = objectOf(intent)?.words ?? "";
  const made = draft.steps.filter((step) => step.isMain && (step.tool.effect === "read" || !isTelling(step)));
  if (/^(?:it|this|that|the (?:result|answer|chart|summary|report|table|list|file))$/i.test(object))
    return made.slice(-1);
  const read = new Set(
    main.flatMap((step) =>
      Object.values(step.inputs).flatMap((binding) => (binding.kind === "output" ? [binding.stepId] : [])),
    ),
  );
  return made.filter((step) => !read.has(step.id) && !isRecipientLookup(step));
}

const isTelling = (step: DraftStep) =>
  inputFields(step.tool).some((field) => /^(?:email|phone|chat)$/.test(field.meaning) && field.isRequired);
/** "find the on-call engineer and text her": the step found whom to write to, not what. */
const isRecipientLookup = (step: DraftStep) =>
  inputFields(step.tool).some((field) => field.isRequired && field.meaning === "party");

function textBinding(situation: Situation): Filled | null {
  const { context, draft, field, tool, inputs } = situation;
  const { intent } = context;
  // A text beside a table in the same call: one of them is enough.
  if (
    !field.isRequired &&
    Object.keys(inputs).some((name) => tool.input.properties?.[name]?.format === "table")
  )
    return null;
  if (!field.isRequired && tool.effect === "read") return null;
  const object = objectOf(intent)?.words ?? "";
  const handed = handedOn(situation);
  const refers = refersBack(object) && !isMessageNoun(object);
  if (intent.content && !(handed.length > 0 && refers)) {
    return { draft, binding: typedText(intent.content.text, intent.content.words) };
  }
  if (handed.length > 0) return resultText(situation, handed);
  if (intent.file && inputFields(tool).some((other) => other.meaning === "file")) {
    return { draft, binding: typedText(`${intent.file.name} is attached.`, intent.file.name) };
  }
  const quote = intent.values.find((value) => value.kind === "quote");
  if (quote?.kind === "quote") return { draft, binding: typedText(quote.value, quote.words) };
  if (tool.asksPerson || /question/.test(field.name)) {
    const asked = questionText(situation);
    if (asked) return { draft, binding: typedText(asked, intent.words) };
  }
  if (!field.isRequired) return null;
  const about = intent.topic?.words;
  const question = about ? `What should the message about ${about} say?` : "What should the message say?";
  return { draft, binding: { kind: "question", question, suggestions: [] } };
}

/** "ask me which option to take" → "Which option to take?" */
function questionText({ context }: Situation): string | null {
  const asked = /^(?:ask|check with|confirm with)(?: me| us)?(?: (?:if|whether|about|for|to))?\s+(.+)$/i.exec(
    context.intent.words,
  );
  return asked?.[1] ? `${capitalize(asked[1].replace(/[?.]$/, ""))}?` : null;
}

/** True for a step that writes what is sent: it has its own beginning and end. */
const isWriter = (step: DraftStep) =>
  inputFields(step.tool).some((field) => field.meaning === "instructions");

/** True for a message that has a subject line: it is written like a letter, others like a note. */
const isLetter = (situation: Situation) =>
  inputFields(situation.tool).some((field) => field.meaning === "subject" && field.isRequired);

function resultText(situation: Situation, handed: readonly DraftStep[]): Filled | null {
  const { context } = situation;
  const letter = isLetter(situation);
  const parts: (string | Binding)[] = [];
  if (context.intent.content) parts.push(`${context.intent.content.text}\n\n`);
  let { draft } = situation;
  for (const [i, step] of handed.entries()) {
    const written = stepText({ ...situation, draft }, step, letter);
    if (!written) continue;
    draft = written.draft;
    if (i > 0) parts.push("\n\n");
    const lead =
      isWriter(step) || written.hasLead
        ? ""
        : leadOf(situation, step, written.isSentence, handed.length === 1);
    if (lead !== "") parts.push(lead);
    parts.push(...written.parts);
  }
  if (parts.length === 0) return null;
  if (letter && !handed.every(isWriter)) {
    parts.unshift(`${greetingOf(situation)}\n\n`);
    parts.push("\n");
  }
  const joined = joinStrings(parts);
  const [only] = joined;
  const isOneText =
    joined.length === 1 && typeof only !== "string" && only?.kind === "output" && !only.path.includes("*");
  if (isOneText && only) return { draft, binding: only };
  return { draft, binding: { kind: "template", parts: joined } };
}

function joinStrings(parts: readonly (string | Binding)[]): (string | Binding)[] {
  const joined: (string | Binding)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string") joined[joined.length - 1] = last + part;
    else joined.push(part);
  }
  return joined;
}

function greetingOf({ context }: Situation): string {
  const names = recipientsOf(context.intent)
    .map((phrase) => bare(phrase.words))
    .filter((name) => !isSpeaker(name));
  const [name] = names;
  const isGreetable =
    name !== undefined &&
    names.length === 1 &&
    (isTeam(name) || /^\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)*$/u.test(name));
  if (!isGreetable) return "Hello,";
  return isTeam(name) ? `Hello ${name},` : `Hello ${name.split(" ")[0]},`;
}

/** The line before a result: "Here is a summary of quarterly sales data:". Empty before a sentence in a note. */
function leadOf(situation: Situation, step: DraftStep, isSentence: boolean, isOnly: boolean): string {
  const topic = topicOf(situation, step);
  if (topic === "" || (isSentence && isOnly && !isLetter(situation))) return "";
  if (!isLetter(situation)) return `${capitalize(bare(topic))}:\n`;
  return `Here ${isPlural(topic) ? "are" : "is"} ${topic}:\n\n`;
}

/** What a message is about: "a summary of quarterly sales data", "the five customers with the highest revenue". */
function topicOf({ context }: Pick<Situation, "context">, step: DraftStep | undefined): string {
  const { intent } = context;
  const named = objectOf(intent);
  const object = named && !recipientsOf(intent).includes(named) ? named.words : "";
  const subject = step?.subject ?? "";
  const isWrapper =
    /^(?:a |the |an |short |brief )*(?:summary|report|overview|analysis|chart|graph|plot|table|list)$/i.test(
      object,
    );
  if (isWrapper && subject !== "" && !new RegExp(`\\b${object.split(" ").at(-1)}\\b`, "i").test(subject)) {
    return `${object} of ${subject.replace(/^(?:a|an) /i, "the ")}`;
  }
  const made = madeBy(context, step);
  if (made && subject !== "" && refersBack(object)) return `${made} of ${subject}`;
  if (subject !== "")
    return /^(?:the|a|an|my|our|your|this|all|how|what|who)\b/i.test(subject) ? subject : `the ${subject}`;
  return isPointing(object) || isMessageNoun(object) ? "" : object;
}

const madeNouns = new Map([
  ["summarize", "a summary"],
  ["summarise", "a summary"],
  ["analyze", "an analysis"],
  ["analyse", "an analysis"],
  ["compare", "a comparison"],
  ["chart", "a chart"],
  ["plot", "a chart"],
  ["graph", "a chart"],
]);

const isPointing = (words: string) => /^(?:it|them|this|that|these|those|everything|both)?$/i.test(words);

/** "it", after "summarize …", is a summary. */
function madeBy(context: Situation["context"], step: DraftStep | undefined): string | null {
  const verb = step && context.intents[step.intent]?.verb;
  return (verb && madeNouns.get(verb)) ?? null;
}

interface StepText {
  draft: Situation["draft"];
  parts: (string | Binding)[];
  /** A sentence that can stand by itself. */
  isSentence: boolean;
  /** True when it says already what it is about. */
  hasLead?: boolean;
}

/** What a step found, as text: its own, or made from its table, or its main values one a line. */
function stepText(situation: Situation, step: DraftStep, letter: boolean): StepText | null {
  const { draft } = situation;
  const all = isAll(situation, step);
  const output = (place: OutputPlace): Binding => {
    const path = all ? place.path.map((segment) => (segment === 0 ? "*" : segment)) : place.path;
    return { kind: "output", stepId: step.id, path };
  };
  const places = outputPlaces(step.tool).filter(
    (place) => !place.isList && place.path.every((part) => part !== "*"),
  );
  const texts = places.filter(
    (place) =>
      place.meaning === "text" || (place.meaning === "subject" && place.stems.includes(stem("summary"))),
  );
  const object = objectOf(situation.context.intent)?.words ?? "";
  const named = refersBack(object) ? null : namedPlace(step.tool, object);
  if (named && named.meaning !== "text") {
    return {
      draft,
      parts: [`${capitalize(bare(object))}: `, output(named), "."],
      isSentence: true,
      hasLead: true,
    };
  }
  const best = bestText(situation, texts, letter);
  if (best) {
    const isSentence = /summary|sentence/i.test(`${best.path.at(-1)} ${best.schema.description ?? ""}`);
    return { draft, parts: [output(best)], isSentence };
  }
  const table = outputPlaces(step.tool).find((place) => place.meaning === "table");
  if (table) {
    const made = tableText(situation, step);
    if (made) return { draft: made.draft, parts: [made.binding], isSentence: false };
  }
  const file = places.find((place) => place.meaning === "file");
  if (file && inputFields(situation.tool).some((field) => field.meaning === "file")) {
    const name = places.find((place) => place.path.join(".") === "name");
    const what = capitalize(step.subject || "the file");
    const parts = [
      `${what} ${isPlural(what) ? "are" : "is"} attached`,
      ...(name ? [" as ", output(name)] : []),
      ".",
    ];
    return { draft, parts, isSentence: true, hasLead: true };
  }
  const words = places.find((place) =>
    /^(?:alt text|description|answer|result|message)$/.test(splitName(String(place.path.at(-1))).join(" ")),
  );
  if (words) return { draft, parts: [output(words)], isSentence: true };
  const facts = places.filter(
    (place) =>
      place.path.length === 1 &&
      /^(?:string|number|integer)$/.test(String(place.schema.type)) &&
      place.meaning !== "file",
  );
  const parts = facts.slice(0, 8).flatMap((place, i) => {
    const label = place.schema.title ?? capitalize(splitName(String(place.path.at(-1))).join(" "));
    return [`${i > 0 ? "\n" : ""}${label}: `, output(place)];
  });
  return parts.length > 0 ? { draft, parts, isSentence: false } : null;
}

/** "the options", "the flights": of a list that was found every item; "the cheapest flight": the first. */
function isAll({ context }: Situation, step: DraftStep): boolean {
  const object = objectOf(context.intent)?.words ?? "";
  const wanted = refersBack(object) || object === "" ? step.subject : object;
  return isPlural(wanted) && !/\b(?:cheapest|fastest|first|best|top|earliest|shortest)\b/i.test(wanted);
}

/** A whole report suits a letter, a few lines a note. */
function bestText(situation: Situation, places: readonly OutputPlace[], letter: boolean): OutputPlace | null {
  const rank = (place: OutputPlace) => {
    const about =
      `${place.path.at(-1)} ${place.schema.title ?? ""} ${place.schema.description ?? ""}`.toLowerCase();
    const isWhole = /markdown|report|whole|full/.test(about);
    // A document holds everything, a letter too if it can be laid out; a note is short.
    const fits =
      (letter && takesMarkdown(situation)) || !isMessage(situation)
        ? isWhole
        : /summary|short|sentence|few|list for a message/.test(about);
    return (fits ? 2 : 0) - (!fits && isWhole ? 1 : 0) - place.path.length * 0.6;
  };
  return [...places].sort((a, b) => rank(b) - rank(a))[0] ?? null;
}

/** True for a call that reaches somebody, as against one that stores. */
const isMessage = ({ tool }: Situation) =>
  inputFields(tool).some((field) => /^(?:email|phone|chat)$/.test(field.meaning));
const takesMarkdown = ({ field }: Situation) => /markdown/i.test(field.schema.description ?? "");

/** Rows as text, by a tool that takes a table and gives text: one that describes for "a summary", else one that lists. */
function tableText(situation: Situation, step: DraftStep): Filled | null {
  const { context, draft, tool, field } = situation;
  const wantsSummary = /\b(?:summar|analy|insight|trend|report|overview|highlight)/i.test(
    context.intent.words,
  );
  const makers = producersOf(context, tool, { ...field, meaning: "text" }).filter(
    (producer) =>
      answersDataQuestions(producer.tool) &&
      inputFields(producer.tool).some((input) => input.isRequired && input.meaning === "table") &&
      selectsRows(producer.tool) !== wantsSummary,
  );
  // The maker is to work on this step's rows as they are.
  const own = { ...context, intent: { ...context.intent, source: null } };
  const inFront = { ...draft, steps: draft.steps };
  const made = pullIn(
    { ...situation, context: own, draft: inFront },
    makers.slice(0, 1),
    null,
    wantsSummary ? undefined : "Write the result as text",
  );
  if (made?.binding.kind !== "output") return made;
  const maker = made.draft.steps.find(
    (one) => made.binding.kind === "output" && one.id === made.binding.stepId,
  );
  const texts = maker ? outputPlaces(maker.tool).filter((place) => place.meaning === "text") : [];
  const best = bestText(situation, texts, isLetter(situation));
  const reads =
    maker &&
    Object.values(maker.inputs).some((binding) => binding.kind === "output" && binding.stepId === step.id);
  if (!best || !maker || !reads) return null;
  return { draft: made.draft, binding: { kind: "output", stepId: maker.id, path: best.path } };
}

const longestSubject = 120;

function subjectBinding(situation: Situation): Filled | null {
  const { context, draft, field, tool } = situation;
  const { intent, goal } = context;
  const named = namedSubject(situation);
  if (named) return { draft, binding: named };
  if (!field.isRequired) {
    // A chart's or a report's title says what it shows.
    const topic =
      tool.effect === "read" && !intent.isTelling ? headline(contentsOf(ownSubject(context, draft))) : "";
    return topic === "" || refersBack(topic) || tool.asksPerson
      ? null
      : { draft, binding: typedText(topic, intent.words) };
  }
  if (intent.content)
    return { draft, binding: typedText(headline(intent.content.text), intent.content.words) };
  const handed = handedOn(situation);
  const topic = bare(topicOf(situation, handed[0])) || bare(intent.topic?.words ?? "");
  if (intent.file && handed.length === 0)
    return { draft, binding: typedText(intent.file.name, intent.words) };
  if (topic !== "") return { draft, binding: typedText(headline(topic), intent.words) };
  const quote = intent.values.find((value) => value.kind === "quote");
  if (quote?.kind === "quote") return { draft, binding: typedText(headline(quote.value), quote.words) };
  return { draft, binding: { kind: "question", question: "What should the subject be?", suggestions: [] } };
}

/** `with the subject "…"`. */
function namedSubject({ context, field }: Situation): Binding | null {
  const { tokens } = context.intent;
  const at = tokens.findIndex(
    (token) =>
      /^(?:subject|title|titled|headline|called)$/.test(token.lower) ||
      token.lower === field.name.toLowerCase(),
  );
  const quote = at < 0 ? undefined : tokens.slice(at + 1, at + 4).find((token) => token.kind === "quote");
  return quote ? typedText(quote.text.slice(1, -1), quote.text) : null;
}

/** One line: the first sentence, without its full stop. */
function headline(text: string): string {
  const line = text.split(/\n|(?<=[.!?])\s/)[0] ?? "";
  const short = line.length <= longestSubject ? line : `${line.slice(0, longestSubject - 1)}…`;
  const plain = short.replace(/[.:]$/, "").trim();
  return /^\S+\.\w{1,5}$|^\w+:\/\//.test(plain) ? plain : capitalize(plain);
}

/** A file's name: as typed, else after what is in it, with the ending the words or the contents ask for. */
function fileNameBinding(situation: Situation): Filled | null {
  const { context, draft, field } = situation;
  if (!field.isRequired) return null;
  const { intent } = context;
  const typed = intent.tokens.find(
    (token) => /^[\p{L}\p{N}_-]+\.[a-z0-9]{2,5}$/iu.test(token.text) && token.kind === "word",
  );
  if (typed) return { draft, binding: typedText(typed.text, typed.text) };
  const quoted = intent.values.find((value) => value.kind === "quote");
  if (quoted?.kind === "quote" && /^[^/\\]{1,150}$/.test(quoted.value)) {
    const name = /\.\w{2,5}$/.test(quoted.value) ? quoted.value : `${quoted.value}${endingOf(situation)}`;
    return { draft, binding: typedText(name, quoted.words) };
  }
  const subject = bare(handedOn(situation)[0]?.subject ?? "") || bare(subjectOf(intent, context.goal));
  const slug = splitName(subject).slice(0, 8).join("-") || "result";
  return { draft, binding: constant(`${slug}${endingOf(situation)}`) };
}

function endingOf({ context, draft }: Situation): string {
  const { words } = context.intent;
  if (/\bjson\b/i.test(words)) return ".json";
  if (/\b(?:markdown|report)\b/i.test(words)) return ".md";
  if (/\b(?:text|txt|notes?)\b/i.test(words)) return ".txt";
  const hasTable = draft.steps.some((step) =>
    outputPlaces(step.tool).some((place) => place.meaning === "table"),
  );
  return hasTable || /\b(?:csv|excel|spreadsheet|table|export)\b/i.test(words) ? ".csv" : ".txt";
}

/** Without a model and without results to put together, only the person can say what a text is to say. */
function templateBinding({ context, draft, inputs }: Situation): Filled | null {
  const hasValues = Object.values(inputs).some(
    (binding) => binding.kind === "object" && Object.keys(binding.fields).length > 0,
  );
  if (context.request.facts.writesTexts || hasValues) return null;
  const subject = bare(subjectOf(context.intent, context.goal));
  const question = subject === "" ? "What should the text say?" : `What should the text say? (${subject})`;
  return { draft, binding: { kind: "question", question, suggestions: [] } };
}

/** Named values for a text: what earlier steps found. */
function valuesBinding(situation: Situation): Filled | null {
  const { context, draft, field } = situation;
  if (!field.isRequired) return null;
  const fields: Record<string, Binding> = {};
  for (const step of handedOn(situation)) {
    const place =
      outputPlaces(step.tool).find(
        (one) => one.path.length === 1 && (one.meaning === "text" || one.meaning === "table"),
      ) ?? outputPlaces(step.tool)[0];
    if (place)
      fields[splitName(step.subject).slice(0, 4).join("_") || "result"] = {
        kind: "output",
        stepId: step.id,
        path: place.path,
      };
  }
  const { intent } = context;
  const topic = intent.topic?.words ?? "";
  if (topic !== "") fields.about = typedText(topic, topic);
  return { draft, binding: { kind: "object", fields } };
}
