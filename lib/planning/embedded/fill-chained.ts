// Inputs that another step gives: one that is there, or one pulled in for it.
import { directionOf, questionFor } from "./ask";
import type { Draft } from "./draft";
import { placePhrase } from "./fill-value";
import { isTypedByPeople, outputBinding, type Producer, producersOf, stepGiving } from "./find-producers";
import { contentsOf, type Hint, subjectOf } from "./planning-context";
import type { Filled, Situation } from "./situation";
import { inputFields } from "./tool-fields";

/** An earlier step's output for an input, or that of a tool pulled in; null when neither is to be had. */
export function chainedBinding(situation: Situation): Filled | null {
  const { context, draft, tool, field } = situation;
  if (context.hint?.kind === "question") return null;
  const phrase = field.meaning === "airport" || field.meaning === "place" ? placePhrase(situation) : null;
  const wanted = phrase?.words.toLowerCase() ?? null;
  const known = stepGiving(draft, field, (step) =>
    // A code must be that of the very place; an id may come from any step that found such things.
    field.meaning === "airport" || field.meaning === "place"
      ? wanted !== null && step.resolves === wanted
      : step.isMain || !isTypedByPeople(field.meaning),
  );
  if (known) return { draft, binding: outputBinding(known.step, known.place, field) };
  if (isTypedByPeople(field.meaning) && !phrase) return null;
  const hint: Hint | null = phrase
    ? { kind: "words", words: phrase.words, start: phrase.start }
    : field.meaning === "airport"
      ? { kind: "question", question: questionFor(field, false) }
      : null;
  if (!phrase && !field.isRequired) return null;
  return pullIn(situation, producersOf(context, tool, field).slice(0, 3), hint);
}

/** The first producer that can be filled without asking more than the input itself would; null when none can. */
export function pullIn(
  situation: Situation,
  producers: readonly Producer[],
  hint: Hint | null,
  title?: string,
): Filled | null {
  const { context, draft, field, tool } = situation;
  let best: { filled: Filled; cost: number } | null = null;
  for (const producer of producers) {
    const made = context.fillStep({ ...context, hint }, draft, producer.tool, {
      isMain: false,
      title: title ?? titleOf(producer, hint, situation),
      reason: `Gives “${field.title}” for “${tool.title}”.`,
      subject: hint?.kind === "words" ? hint.words : undefined,
      resolves: hint?.kind === "words" ? hint.words.toLowerCase() : undefined,
    });
    if (!made) continue;
    const cost = costOf(draft, made.draft);
    if (!best || cost < best.cost) {
      const binding = outputBinding(made.step, producer.place, field);
      best = { filled: { draft: made.draft, binding }, cost };
    }
  }
  return best?.filled ?? null;
}

/**
 * What pulling steps in costs. Questions weigh more than steps: a step runs by itself, a question waits for a person,
 * and an id is something people seldom know. Words of the goal that find a use speak for a chain.
 */
function costOf(before: Draft, after: Draft): number {
  let cost = 0;
  for (const step of after.steps.slice(before.steps.length)) {
    cost += 1;
    for (const field of inputFields(step.tool)) {
      const binding = step.inputs[field.name];
      if (binding?.kind === "question") cost += field.meaning === "id" ? 20 : 3;
      if (binding?.kind === "literal" && binding.words) cost -= 2;
    }
  }
  return cost;
}

function titleOf(producer: Producer, hint: Hint | null, { context, field }: Situation): string {
  const { title } = producer.tool;
  if (!hint && field.meaning === "table" && context.intent.source?.question) {
    const subject = contentsOf(subjectOf(context.intent, context.goal));
    return subject === "" ? title : `${title}: ${subject}`;
  }
  if (hint?.kind === "words") return `${title}: ${hint.words.replace(/^the /i, "")}`;
  const direction = hint ? directionOf(field) : null;
  return direction ? `${title}: where ${direction}` : title;
}
