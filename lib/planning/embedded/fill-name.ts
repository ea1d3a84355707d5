// What things are called: the subject of a message, the title of a chart, the name of a file; and named values.
import type { Binding } from "@/lib/domain/binding";
import { constant, handedOn, topicOf, typedText } from "./handed-on";
import { ownSubject } from "./own-subject";
import { bare, contentsOf, refersBack, subjectOf } from "./planning-context";
import type { Filled, Situation } from "./situation";
import { outputPlaces } from "./tool-fields";
import { capitalize, splitName } from "./words";

const longestSubject = 120;

/** A subject or title. */
export function subjectBinding(situation: Situation): Filled | null {
  const { context, draft, field, tool } = situation;
  const { intent } = context;
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
export function fileNameBinding(situation: Situation): Filled | null {
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
export function templateBinding({ context, draft, inputs }: Situation): Filled | null {
  const hasValues = Object.values(inputs).some(
    (binding) => binding.kind === "object" && Object.keys(binding.fields).length > 0,
  );
  if (context.request.facts.writesTexts || hasValues) return null;
  const subject = bare(subjectOf(context.intent, context.goal));
  const question = subject === "" ? "What should the text say?" : `What should the text say? (${subject})`;
  return { draft, binding: { kind: "question", question, suggestions: [] } };
}

/** Named values for a text: what earlier steps found. */
export function valuesBinding(situation: Situation): Filled | null {
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
