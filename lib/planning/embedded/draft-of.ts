import { readStepsOf, type Step } from "@/lib/domain/plan";
import { repeatedOutputSchema } from "@/lib/domain/repeat";
import type { Tool } from "@/lib/domain/tool";
import { topologicalOrder } from "@/lib/planning/topological-order";
import { type Draft, type DraftStep, emptyDraft } from "./draft";
import { contentsOf } from "./planning-context";
import type { PlanningRequest } from "./planning-request";
import { inputFields } from "./tool-fields";
import { isMessenger } from "./weigh-tools";

/** A draft of the steps that are there already, in an order in which they can be done; empty where there are none. */
export function draftOf({ given = [], tools }: Pick<PlanningRequest, "given" | "tools">): Draft {
  const order = topologicalOrder(given) ?? [];
  const steps = order.flatMap((id, place): DraftStep[] => {
    const step = given.find((one) => one.id === id);
    const tool = step && tools.get(step.toolId);
    if (!step || !tool) return [];
    return [
      {
        id: step.id,
        tool: step.repeat ? repeatedTool(tool) : tool,
        inputs: step.inputs,
        title: step.title,
        words: step.why.words,
        reason: step.why.reason,
        // No intent of what is planned now: each stands for itself.
        intent: -1 - place,
        isMain: !isPulledIn(step, given),
        subject: subjectOf(step),
        question: null,
        resolves: resolvedBy(step, tool),
        given: step,
      },
    ];
  });
  // A message is about what it brings.
  const about = (step: DraftStep): string => {
    const source =
      isMessenger(step.tool) &&
      steps.findLast(
        (one) =>
          one.isMain &&
          one.tool.effect === "read" &&
          readStepsOf(step.given ?? { inputs: {} }).includes(one.id),
      );
    return source ? source.subject : step.subject;
  };
  return { ...emptyDraft, steps: steps.map((step) => ({ ...step, subject: about(step) })) };
}

const repeatedTools = new WeakMap<Tool, Tool>();

/** A tool as what reads a repeated step of it sees it. */
function repeatedTool(tool: Tool): Tool {
  const known = repeatedTools.get(tool) ?? { ...tool, output: repeatedOutputSchema(tool.output) };
  repeatedTools.set(tool, known);
  return known;
}

/** True for a step that is there for another, which serves the same words of the goal. */
export function isPulledIn(step: Step, steps: readonly Step[]): boolean {
  return steps.some(
    (other) =>
      other.id !== step.id &&
      other.why.words === step.why.words &&
      JSON.stringify(other.inputs).includes(`"stepId":"${step.id}"`),
  );
}

/** What a step gives, as a noun phrase: its words without the verb they begin with. */
function subjectOf({ title }: Step): string {
  const words = title.replace(
    /^\p{Lu}[\p{L}-]+(?: up)? (?=(?:the|a|an|my|our|this|all|last|next|how) )/u,
    "",
  );
  const bare = words === title ? title.replace(/^\p{Lu}[\p{Ll}-]+:? (?=\p{L})/u, "") : words;
  return contentsOf(bare);
}

/** Whom or what a step turned into something else, in small letters: "the marketing team". */
function resolvedBy(step: Step, tool: Tool): string | null {
  const field = inputFields(tool).find(({ meaning }) => /^(?:party|place|query|person-name)$/.test(meaning));
  const binding = field && step.inputs[field.name];
  return binding?.kind === "literal" ? String(binding.value).toLowerCase() : null;
}
