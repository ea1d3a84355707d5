// Whether a model can do what it is asked here: one tiny question, answered in a given form.
import { APICallError, generateText, Output, RetryError } from "ai";
import { z } from "zod";
import type { ConnectionTest } from "@/lib/domain/connection-state";
import { shortLine } from "@/lib/tools/mcp/visible-text";
import { type ModelFailure, modelFailure } from "./model-failure";
import type { UsableModel } from "./usable-model";

const patienceMs = 45_000;

const question =
  "Which of these would carry a person across a lake: a spoon, a boat, a chair? Answer with the one word.";
const answerSchema = z.object({ answer: z.string() });

/** @param place where it answers: named when nothing does */
export async function tryModel(model: UsableModel, place: string): Promise<ConnectionTest> {
  const begun = performance.now();
  try {
    const { output, usage } = await generateText({
      model: model.sdk,
      instructions: "Answer in the form asked for, and nothing else.",
      prompt: question,
      output: Output.object({ name: "answer", schema: answerSchema }),
      maxOutputTokens: 2000,
      maxRetries: 0,
      abortSignal: AbortSignal.timeout(patienceMs),
    });
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    if (!/\bboat\b/i.test(output.answer)) {
      const said = shortLine(model.scrub(output.answer), 60);
      const message = `It answers in the form asked for, but wrongly: “${said}” carries nobody across a lake. A larger model will plan better.`;
      return { kind: "fails", message };
    }
    const { inputTokens, outputTokens } = usage;
    const tokens =
      inputTokens === undefined || outputTokens === undefined
        ? "its service doesn't say how many tokens"
        : `${inputTokens} tokens in, ${outputTokens} out`;
    return { kind: "works", detail: `It answered in ${seconds} s in the form asked for; ${tokens}.` };
  } catch (error) {
    const failure = modelFailure(error, model.setIn);
    return { kind: "fails", message: adviceFor(failure, { place, said: saidBy(error, model) }) };
  }
}

/** What went wrong and what to do about it. */
function adviceFor({ kind, reason }: ModelFailure, { place, said }: { place: string; said: string }): string {
  const sentence = `${reason.charAt(0).toUpperCase()}${reason.slice(1)}`;
  const quoted = said === "" ? "" : ` It says: “${said}”.`;
  switch (kind) {
    case "answer":
      return "It answers, but not in the form asked for. Let it help with single decisions only, or take a model that supports structured output.";
    case "timeout":
      return `Nothing came from ${place} in ${patienceMs / 1000} seconds. A model that is loaded for the first time may take longer: test again in a minute.`;
    case "unknown-model":
      return `There is no such model, or not at this address. The address mostly ends in /v1; with Ollama, “ollama pull” the model first.${quoted}`;
    case "credentials":
    case "quota":
    case "service":
      return `${sentence}${quoted}`;
    default:
      return sentence;
  }
}

/** The service's own words about an error, without the key. */
function saidBy(error: unknown, model: UsableModel): string {
  const cause = RetryError.isInstance(error) ? error.lastError : error;
  if (!APICallError.isInstance(cause) || cause.statusCode === undefined) return "";
  // Without a message of its own, the library gives the status.
  const message = cause.responseBody === undefined || cause.responseBody === "" ? "" : cause.message;
  return shortLine(model.scrub(message), 200);
}
