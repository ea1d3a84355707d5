// What a rehearsed run has to tell before there is one, in sentences.
import type { StepId } from "@/lib/domain/ids";
import { isJsonObject, type Json } from "@/lib/domain/json";
import { dependenciesOf, type Plan, readStepsOf, type Step } from "@/lib/domain/plan";
import type { RehearsalCase, RehearsalFinding } from "@/lib/domain/rehearsal";
import { itemRunsOf, type StepRun, stepRunOf } from "@/lib/domain/run";
import { isTable } from "@/lib/domain/table";
import type { Tool } from "@/lib/domain/tool";
import { unmetWords } from "@/lib/planning/judge-output";
import { topologicalOrder } from "@/lib/planning/topological-order";
import { itemsWalked, type Walk } from "./walk-plan";

interface Told {
  plan: Plan;
  tools: ReadonlyMap<string, Tool>;
  case: RehearsalCase;
  walk: Walk;
}

/** Findings in the order of the plan: what stops it first in each step, then what is only worth knowing. */
export function findTrouble(told: Told): RehearsalFinding[] {
  const { plan } = told;
  const order = topologicalOrder(plan.steps) ?? [];
  const steps = order.flatMap((id) => plan.steps.find((step) => step.id === id) ?? []);
  return steps.flatMap((step) => findingsOf(step, told));
}

/** Who waits for a step, directly or by others, in the order of the plan. */
export function waitingFor({ steps }: Pick<Plan, "steps">): (stepId: StepId) => StepId[] {
  const readers = new Map<StepId, StepId[]>();
  for (const step of steps) {
    for (const before of dependenciesOf(step)) readers.set(before, [...(readers.get(before) ?? []), step.id]);
  }
  return (stepId) => {
    const found = new Set<StepId>([stepId]);
    for (const one of found) for (const reader of readers.get(one) ?? []) found.add(reader);
    found.delete(stepId);
    return steps.flatMap(({ id }) => (found.has(id) ? [id] : []));
  };
}

function findingsOf(step: Step, told: Told): RehearsalFinding[] {
  const { plan, walk } = told;
  const { run } = walk;
  const stepRun = stepRunOf(run, step.id);
  const make = (kind: RehearsalFinding["kind"], message: string): RehearsalFinding => {
    const waiting = kind === "stops" ? waitingFor(plan)(step.id) : [];
    return { kind, stepId: step.id, message, waiting };
  };
  const skipped =
    stepRun.status === "skipped"
      ? [make("skips", `"${step.title}" would be skipped. ${stepRun.reason}`)]
      : [];
  return [
    ...stopWords(step, stepRun, told).map((message) => make("stops", message)),
    ...skipped,
    ...repeatWords(step, stepRun, walk).map((message) => make("repeats", message)),
    ...nothingWords(step, stepRun, told).map((message) => make("nothing", message)),
    ...askWords(step, stepRun, told).map((message) => make("asks", message)),
  ];
}

const ifEmpty = (told: Told) => (told.case === "empty" ? " when nothing comes back" : "");

/** Why a run would stop at the step for a person: each reason once, with how many items it stops. */
function stopWords(step: Step, stepRun: StepRun, told: Told): string[] {
  const items = itemRunsOf(told.walk.run, stepRun);
  const own = stopWord(step, stepRun, told);
  if (own !== null) return [own];
  const reasons = items.flatMap((item) => stopWord(step, item, told) ?? []);
  return [...new Set(reasons)].map((reason) => {
    const count = reasons.filter((other) => other === reason).length;
    return `${reason} (${count} of ${items.length} items)`;
  });
}

function stopWord(step: Step, stepRun: StepRun, told: Told): string | null {
  switch (stepRun.status) {
    case "unexpected":
      return `"${step.title}" would stop as not as expected${ifEmpty(told)}. ${unmetWords(step, stepRun.observation)}`;
    case "outcome-unknown":
      return `"${step.title}" would stop: nobody knows whether it took place. ${stepRun.failure?.message ?? ""}`.trim();
    case "failed": {
      const input = missingInput(stepRun.failure.evidence);
      if (input === null || stepRun.attempts.length > 0) {
        return `"${step.title}" would stop. ${stepRun.failure.message}`;
      }
      const title = told.tools.get(step.toolId)?.input.properties?.[input]?.title ?? input;
      return `"${step.title}" would have nothing for "${title}"${ifEmpty(told)}, and stop. ${stepRun.failure.message}`;
    }
    default:
      return null;
  }
}

/** The input that `resolveStep` found no fitting value for. */
function missingInput(evidence: Json): string | null {
  const one = Array.isArray(evidence) ? evidence[0] : evidence;
  if (typeof one !== "object" || one === null || Array.isArray(one)) return null;
  return typeof one.input === "string" ? one.input : null;
}

function repeatWords(step: Step, { repeated }: StepRun, { cut }: Walk): string[] {
  if (!repeated) return [];
  const whole = cut.get(step.id);
  if (whole !== undefined) {
    return [
      `"${step.title}" would be done ${whole.toLocaleString("en")} times. Rehearsed with the first ${itemsWalked} items.`,
    ];
  }
  const count = repeated.items.length;
  if (count === 0) return [`"${step.title}" would not be done at all: there is nothing in its list.`];
  return [`"${step.title}" would be done ${count === 1 ? "once" : `${count} times`}, once for each item.`];
}

/** Inputs that are read from other steps and come out empty, where the step goes on all the same. */
function nothingWords(step: Step, stepRun: StepRun, told: Told): string[] {
  if (stepRun.status !== "completed" && stepRun.status !== "unexpected") return [];
  return Object.entries(stepRun.inputs ?? {}).flatMap(([name, value]) => {
    const binding = step.inputs[name];
    if (!binding || readStepsOf({ inputs: { [name]: binding } }).length === 0 || !isNothing(value)) return [];
    const title = told.tools.get(step.toolId)?.input.properties?.[name]?.title ?? name;
    const what = isTable(value) ? "a table without rows" : Array.isArray(value) ? "an empty list" : "nothing";
    return [`"${step.title}" would be given ${what} for "${title}"${ifEmpty(told)}.`];
  });
}

const isNothing = (value: Json): boolean =>
  value === null ||
  value === "" ||
  (Array.isArray(value) && value.length === 0) ||
  (isTable(value) && value.rowCount === 0);

function askWords(step: Step, stepRun: StepRun, { walk, tools }: Told): string[] {
  if (tools.get(step.toolId)?.asksPerson && stepRun.status === "completed") {
    const given = isJsonObject(stepRun.output) ? stepRun.output.answer : null;
    const answer = typeof given === "string" ? ` Rehearsed with: ${given}` : "";
    return [`"${step.title}" would ask you, and go on with your answer.${answer}`];
  }
  const places = stepRun.repeated ? itemRunsOf(walk.run, stepRun) : [stepRun];
  const asked = places.filter(({ approvedHash }) => approvedHash !== null).length;
  if (asked === 0) return [];
  const once = asked === 1 ? "for your approval" : `for your approval ${asked} times, once for each item`;
  return [`"${step.title}" would ask ${once} before it is sent.`];
}
