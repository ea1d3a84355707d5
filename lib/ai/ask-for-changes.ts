// One round with a model that plans: its answer is read as it comes, change by change.
import { type ModelMessage, Output, type OutputInterface, streamText } from "ai";
import { type ModelFailure, modelFailure } from "./model-failure";
import { planAnswerSchema } from "./plan-answer";
import { ElementSplitter } from "./split-elements";
import type { UsableModel } from "./usable-model";

/** Far more than the longest plan: what goes on is stopped. */
const mostCharacters = 400_000;
const mostItemCharacters = 60_000;
const mostItems = 300;
const maxOutputTokens = 16_000;

export interface ChangesAnswer {
  /** What it wrote, without the key. */
  text: string;
  items: number;
  inputTokens: number | null;
  outputTokens: number | null;
  /** Why it broke off; null when it came to its end. */
  failure: ModelFailure | null;
}

/**
 * Asks a model for the changes of a plan. Each is handed on as soon as it is there; never throws for what the model or
 * its service does.
 * @param options.onItem an item as parsed from JSON; `null` for one that is none or too long
 */
export async function askForChanges(options: {
  model: UsableModel;
  instructions: string;
  messages: ModelMessage[];
  signal: AbortSignal;
  onItem: (item: unknown) => void;
}): Promise<ChangesAnswer> {
  const { model, instructions, messages, signal, onItem } = options;
  const answer: ChangesAnswer = { text: "", items: 0, inputTokens: null, outputTokens: null, failure: null };
  const enough = new AbortController();
  const splitter = new ElementSplitter(mostItemCharacters);
  try {
    const { stream } = streamText({
      model: model.sdk,
      instructions,
      messages,
      output: changesOutput,
      maxOutputTokens,
      maxRetries: 1,
      abortSignal: AbortSignal.any([signal, enough.signal]),
      onError: () => {},
    });
    for await (const part of stream) {
      if (part.type === "error") throw part.error;
      if (part.type === "abort") throw signal.reason;
      if (part.type === "finish") {
        answer.inputTokens = part.totalUsage.inputTokens ?? null;
        answer.outputTokens = part.totalUsage.outputTokens ?? null;
      }
      if (part.type !== "text-delta") continue;
      answer.text += part.text;
      for (const text of splitter.take(part.text)) {
        answer.items += 1;
        if (answer.items <= mostItems) onItem(text === null ? null : parse(model.scrub(text)));
      }
      const tooMuch = answer.text.length > mostCharacters || answer.items > mostItems;
      if (tooMuch) {
        answer.failure = { kind: "answer", reason: "its answer was far longer than any plan, and was cut." };
        break;
      }
    }
  } catch (error) {
    answer.failure = modelFailure(error, model.setIn);
  } finally {
    enough.abort();
  }
  return { ...answer, text: model.scrub(answer.text) };
}

/**
 * The form of the answer, for the model's service. The library's own reading of it is left out: it would parse the
 * whole text again with every word.
 */
const changesOutput: OutputInterface<null, number, never> = {
  name: "changes",
  responseFormat: Output.object({ name: "changes", schema: planAnswerSchema }).responseFormat,
  parseCompleteOutput: async () => null,
  // What has come so far; a text is handed on only when this changes.
  parsePartialOutput: async ({ text }) => ({ partial: text.length }),
  createElementStreamTransform: () => undefined,
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
