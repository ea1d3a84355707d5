// What a step that comes beside others says: the same as the message beside it, or a question before a step.
import { type Binding, sourceSteps } from "@/lib/domain/binding";
import type { Condition } from "@/lib/domain/condition";
import type { Step } from "@/lib/domain/plan";
import { placeFor } from "@/lib/planning/embedded/find-producers";
import { type InputField, inputFields } from "@/lib/planning/embedded/tool-fields";
import { rebindStep } from "@/lib/planning/rebind-step";
import { addressField } from "./address-field";
import { numberedSteps, vesselOf } from "./find-step";
import type { Proposal } from "./proposal";

/**
 * A message that has nothing to say yet says what the message says that it is beside: "also post it to Slack". "Them"
 * are those whom that one goes to.
 */
export function withSaidText(proposal: Proposal, words: string, step: Step): Step {
  const tool = proposal.toolOf(step);
  const way = tool && vesselOf(tool);
  const fields = tool && way ? inputFields(tool).filter(({ isRequired }) => isRequired) : [];
  const text = fields.find(({ meaning }) => meaning === "text");
  const isSame =
    /\b(?:it|that|this|them|the same|everyone|too|also|as well|(?:the )?(?:message|news|text))\b|^(?:to|in|on|via|by) /i;
  if (!tool || !text || step.inputs[text.name]?.kind !== "question" || !isSame.test(words)) return step;
  const { plan, request } = proposal;
  const beside = numberedSteps(plan).findLast((one) => {
    const other = proposal.toolOf(one);
    return other !== null && vesselOf(other) !== null && !one.repeat;
  });
  if (!beside) return step;
  const from = proposal.toolOf(beside);
  const carried = rebindStep({ plan, step: beside, from, to: tool, tools: request.tools }).inputs;
  if (carried[text.name]?.kind === "question") return step;
  const isToThem = /\b(?:them|everyone)\b/i.test(words);
  const taken = fields.filter(({ meaning }) => meaning === "text" || meaning === "subject");
  const inputs = taken.flatMap(({ name }) => (carried[name] ? [[name, carried[name]] as const] : []));
  const to = fields.find(({ meaning }) => meaning === way);
  const them = isToThem && to ? sameRecipients(proposal, beside, to) : null;
  const sent = to && them ? { [to.name]: them } : {};
  return { ...step, inputs: { ...step.inputs, ...Object.fromEntries(inputs), ...sent } };
}

/** Those a message goes to, by the addresses another input wants; null where they are not looked up. */
function sameRecipients(proposal: Proposal, beside: Step, field: InputField): Binding | null {
  const own = addressField(proposal, beside);
  const binding = own && beside.inputs[own.name];
  const items = (binding ? [...new Set(sourceSteps(binding))] : []).flatMap((id): Binding[] => {
    const source = proposal.plan.steps.find((one) => one.id === id);
    const tool = source && !source.repeat ? proposal.toolOf(source) : null;
    const place = tool && placeFor(tool, field);
    return place ? [{ kind: "output", stepId: id, path: place.path }] : [];
  });
  const [first] = items;
  if (!first) return null;
  return items.length > 1 && field.isList ? { kind: "list", items } : first;
}

/** "ask me before sending the mail": a question with two answers, where no question was put. */
export function withConfirmation(proposal: Proposal, step: Step, before: Step | null): Step {
  const tool = proposal.toolOf(step);
  const field = tool?.asksPerson ? inputFields(tool).find(({ meaning }) => meaning === "text") : undefined;
  const options = tool
    ? inputFields(tool).find(({ isList, item }) => isList && item.type === "string")
    : undefined;
  if (!field || !options || !before || step.inputs[field.name]?.kind === "literal") return step;
  const value = `Go on with “${before.title}”?`;
  return {
    ...step,
    inputs: {
      ...step.inputs,
      [field.name]: { kind: "literal", value, origin: "constant" },
      [options.name]: { kind: "literal", value: [yes, "No"], origin: "constant" },
    },
  };
}

const yes = "Yes";

/** The condition that a step with such a question was answered with yes; null for any other step. */
export function confirmedBy(step: Step): Condition | null {
  const asks = Object.values(step.inputs).some(
    (binding) => binding.kind === "literal" && Array.isArray(binding.value) && binding.value[0] === yes,
  );
  if (!asks) return null;
  const value = { kind: "output" as const, stepId: step.id, path: ["answer"] };
  return { match: "all", tests: [{ value, of: "any", operator: "is", operand: yes }] };
}
