// What a message or a document says.
import type { Binding } from "@/lib/domain/binding";
import type { DraftStep } from "./draft";
import { fileNameBinding, subjectBinding, templateBinding, valuesBinding } from "./fill-name";
import { handedOn, topicOf, typedText } from "./handed-on";
import { isSpeaker, isTeam } from "./phrases";
import { bare, isPlural, recipientsOf, refersBack } from "./planning-context";
import { objectOf } from "./read-clause";
import { isMessageNoun } from "./read-content";
import type { Filled, Situation } from "./situation";
import { stepText } from "./step-text";
import { inputFields } from "./tool-fields";
import { capitalize } from "./words";

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
