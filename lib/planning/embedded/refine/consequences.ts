// What a change does to a plan, in words: questions that come up, values that come from elsewhere.
import { type Binding, leafBindings } from "@/lib/domain/binding";
import type { ToolId } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { Tool } from "@/lib/domain/tool";
import { conditionWords, repeatWords } from "@/lib/planning/condition-words";

const questionsIn = (binding: Binding | undefined) =>
  binding ? leafBindings(binding).filter((leaf) => leaf.kind === "question") : [];

/** One sentence for each thing that is different afterwards, without its dot. */
export function consequencesOf(before: Plan, after: Plan, tools: ReadonlyMap<ToolId, Tool>): string[] {
  const said: string[] = [];
  for (const step of after.steps) {
    const old = before.steps.find(({ id }) => id === step.id);
    const tool = tools.get(step.toolId);
    if (!old) {
      said.push(
        ...Object.values(step.inputs)
          .flatMap(questionsIn)
          .map((leaf) => `You will be asked: ${leaf.question}`),
      );
      said.push(...controlOf(step, null, ""));
      continue;
    }
    const of = ` of “${step.title}”`;
    for (const [name, binding] of Object.entries(step.inputs)) {
      const was = old.inputs[name];
      if (JSON.stringify(was) === JSON.stringify(binding)) continue;
      const label = `“${tool?.input.properties?.[name]?.title ?? name}”${of}`;
      if (questionsIn(binding).length > questionsIn(was).length)
        said.push(`${label} becomes a question to you`);
      else said.push(`${label} ${was ? "becomes" : "is set to"} ${valueWords(binding, after)}`);
    }
    for (const name of Object.keys(old.inputs)) {
      if (Object.hasOwn(step.inputs, name)) continue;
      const title = tools.get(old.toolId)?.input.properties?.[name]?.title ?? name;
      said.push(`“${title}”${of} is left empty`);
    }
    said.push(...controlOf(step, old, of));
    for (const id of step.after.filter((one) => !old.after.includes(one))) {
      said.push(`“${step.title}” waits for “${titleOf(after, id)}”`);
    }
  }
  return [...new Set(said)].slice(0, 20);
}

/** What the steps that some changes bring are given, one sentence for each input. */
export function givenTo(
  changes: readonly PlanChange[],
  after: Plan,
  tools: ReadonlyMap<ToolId, Tool>,
): string[] {
  return changes.flatMap((change) => {
    if (change.kind !== "add-step") return [];
    const { toolId, inputs } = change.step;
    return Object.entries(inputs).flatMap(([name, binding]) => {
      if (questionsIn(binding).length > 0) return [];
      const title = tools.get(toolId)?.input.properties?.[name]?.title ?? name;
      return [`“${title}” is ${valueWords(binding, after)}`];
    });
  });
}

function controlOf(step: Step, old: Step | null, of: string): string[] {
  const said: string[] = [];
  if (step.condition && JSON.stringify(step.condition) !== JSON.stringify(old?.condition)) {
    const isOpen = step.condition.tests.some(({ value }) => value.kind === "question");
    said.push(
      isOpen
        ? `What decides${of || ` “${step.title}”`} is asked of you`
        : `Done only if ${conditionWords(step.condition)}`,
    );
  }
  if (step.repeat && JSON.stringify(step.repeat) !== JSON.stringify(old?.repeat)) {
    said.push(
      step.repeat.over.kind === "question"
        ? "The list it is repeated over is asked of you"
        : `Done once for ${repeatWords(step.repeat)}`,
    );
  }
  return said;
}

const titleOf = (plan: Plan, id: string) => plan.steps.find((one) => one.id === id)?.title ?? id;

/** A value as people read it, shortened. */
function valueWords(binding: Binding, plan: Plan): string {
  switch (binding.kind) {
    case "literal":
      return `“${shortened(typeof binding.value === "string" ? binding.value : Array.isArray(binding.value) ? binding.value.map(plain).join(", ") : JSON.stringify(binding.value))}”`;
    case "output":
      return `what “${titleOf(plan, binding.stepId)}” gives`;
    case "item":
      return "that of each item";
    case "list":
      return binding.items.map((item) => valueWords(item, plan)).join(" and ");
    case "question":
      return "a question to you";
    case "object":
    case "template": {
      const text =
        binding.kind === "template"
          ? binding.parts.map((part) => (typeof part === "string" ? part : "…")).join("")
          : "values of several steps";
      return `“${shortened(text)}”`;
    }
    default:
      return binding satisfies never;
  }
}

const plain = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
const shortened = (text: string) => {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
};
