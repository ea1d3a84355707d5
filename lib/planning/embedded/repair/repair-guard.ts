// What a repair that a language model writes may do: no more than those of the embedded planner. Whoever has taken the
// model over can at most have a person asked about another read, another value, or another tool of the same effect (A1).
import { type Binding, leafBindings, nestedBindings } from "@/lib/domain/binding";
import type { Json, JsonSchema } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import { offProblem, type Tool } from "@/lib/domain/tool";
import { type RepairSituation, stopsAsking } from "./situation";

/** Why a change is no part of a repair, in a sentence; null where it may be. */
export function repairGuard(situation: RepairSituation): (change: PlanChange, plan: Plan) => string | null {
  const { request, isFrozen } = situation;
  const reached = reachedBy(situation.plan, request.tools);
  return (change, plan) => {
    const step = "stepId" in change ? plan.steps.find(({ id }) => id === change.stepId) : undefined;
    if (step && isFrozen(step.id)) return `Step "${step.id}" is done or under way; nothing of it can change.`;
    const tool = step && request.tools.get(step.toolId);
    if (tool?.asksPerson && step?.id !== situation.step.id) {
      return `Step "${step?.id}" asks the person; a repair leaves it as it is.`;
    }
    switch (change.kind) {
      case "add-step":
        return addProblem(situation, change.step) ?? inputProblems(situation, change.step, reached);
      case "swap-tool":
        return step
          ? (swapProblem(situation, step, change.toolId) ?? inputProblems(situation, change, reached))
          : null;
      case "bind-input": {
        if (!step) return null;
        const { toolId } = step;
        return inputProblems(situation, { toolId, inputs: { [change.input]: change.binding } }, reached);
      }
      case "set-condition":
        return step?.condition
          ? `Step "${step.id}" has a condition; a repair leaves it as it is.`
          : (change.condition?.tests ?? []).some(({ value }) => value.kind === "question")
            ? nobodyAsked
            : null;
      case "set-repeat":
        if (situation.trouble.hasDoneItems && step?.id === situation.step.id) return hasDone;
        return change.repeat?.over.kind === "question" ? nobodyAsked : null;
      case "clear-input":
      case "add-dependency":
        return null;
      case "remove-step":
        return "A repair takes no step away; the person can skip one.";
      default:
        return "That is no part of a repair.";
    }
  };
}

const nobodyAsked =
  "Nobody is asked for values while a plan runs; use a value, an output or a step that looks it up.";
const hasDone = "Some items of the step are done; it keeps its tool and its list.";

function addProblem({ request }: RepairSituation, { id, toolId }: Step): string | null {
  const tool = request.tools.get(toolId);
  if (!tool) return null;
  if (tool.effect !== "read")
    return `Step "${id}": a repair adds only steps that read, and "${toolId}" does more.`;
  if (tool.asksPerson) return `Step "${id}": a repair adds no question to the person.`;
  return offeredProblem(request, tool);
}

function swapProblem(
  { plan, step: troubled, trouble, request }: RepairSituation,
  step: Step,
  toolId: Tool["id"],
) {
  const [from, to] = [request.tools.get(step.toolId), request.tools.get(toolId)];
  if (!to) return null;
  if (trouble.hasDoneItems && step.id === troubled.id) return hasDone;
  if (to.asksPerson) return `"${toolId}" asks the person; a repair does no step with it.`;
  if (from && (from.effect === "read") !== (to.effect === "read")) {
    return `Step "${step.id}" ${from.effect === "read" ? "only reads" : "changes something"}; "${toolId}" does the other.`;
  }
  // Without its own tool nobody knows what was approved.
  if (!from && to.effect !== "read")
    return `"${toolId}" does more than read, and the step's own tool is gone.`;
  if (stopsAsking(plan, step, to)) {
    return `"${toolId}" runs without asking in this plan, and step "${step.id}" asks.`;
  }
  return offeredProblem(request, to);
}

function offeredProblem({ facts }: RepairSituation["request"], tool: Tool): string | null {
  const off = offProblem(tool);
  if (off) return off;
  const isConnected = tool.connectionKind === null || facts.connectedKinds.has(tool.connectionKind);
  return isConnected ? null : `"${tool.id}" has no account here.`;
}

/** What the steps of the plan reach, as it is written there. */
interface Reached {
  texts: ReadonlySet<string>;
  origins: ReadonlySet<string>;
}

function reachedBy({ steps }: Plan, tools: RepairSituation["request"]["tools"]): Reached {
  const texts = steps.flatMap(({ toolId, inputs }) =>
    Object.entries(inputs).flatMap(([name, binding]) => {
      const tool = tools.get(toolId);
      return tool && isReaching(tool, name) ? textsOf(binding, () => true).map(plain) : [];
    }),
  );
  return { texts: new Set(texts), origins: new Set(texts.flatMap((text) => originOf(text) ?? [])) };
}

/** Whether an input says who or what is reached. */
function isReaching(tool: Tool, input: string): boolean {
  const format = schemaOf(tool, input)?.format ?? "";
  return tool.controlInputs.includes(input) || /^(?:e-?mail|uri|url|phone|hostname)/.test(format);
}

const schemaOf = (tool: Tool, input: string) =>
  Object.hasOwn(tool.input.properties ?? {}, input) ? tool.input.properties?.[input] : undefined;

/** Whom a step would reach that neither the person nor the plan has named (A2). */
function inputProblems(
  { request }: RepairSituation,
  { toolId, inputs }: Pick<Step, "toolId" | "inputs">,
  reached: Reached,
): string | null {
  const tool = request.tools.get(toolId);
  for (const [name, binding] of Object.entries(inputs)) {
    if (leafBindings(binding).some(({ kind }) => kind === "question")) return nobodyAsked;
    if (!tool || !isReaching(tool, name)) continue;
    const options = optionsOf(schemaOf(tool, name));
    const stranger = textsOf(binding, (literal) => literal.origin !== "person")
      .map(plain)
      .find((text) => !isKnown(text, { tool, reached, options }));
    if (stranger !== undefined) {
      return `"${stranger.slice(0, 60)}" for "${name}" stands neither in the goal nor in the plan: read it from a step that looks it up.`;
    }
  }
  return null;
}

function isKnown(
  text: string,
  { tool, reached, options }: { tool: Tool; reached: Reached; options: readonly unknown[] },
): boolean {
  if (text === "" || reached.texts.has(text) || options.some((one) => plain(String(one)) === text))
    return true;
  // A read may look for other words, and for another page of where it reads from.
  if (tool.effect !== "read") return false;
  const origin = originOf(text);
  return origin ? reached.origins.has(origin) : !namesPlace.test(text);
}

/** Addresses, hosts, telephone numbers. */
const namesPlace = /@[\w-]+\.|:\/\/|(?:^|[\s/])(?:[a-z0-9-]+\.)+[a-z]{2,}(?:$|[\s/:])|^\+?\d[\d ()/-]{6,}$/i;

const optionsOf = (schema: JsonSchema | undefined): readonly unknown[] =>
  schema?.enum ?? schema?.items?.enum ?? [];

const plain = (text: string) => text.trim().toLowerCase();

function originOf(text: string): string | null {
  const url = /^[a-z]+:\/\//.test(text) ? URL.parse(text) : null;
  return url && url.origin !== "null" ? url.origin : null;
}

type Literal = Extract<Binding, { kind: "literal" }>;

/** The texts in a binding: of those of its literals that count, and of its templates. */
function textsOf(binding: Binding, counts: (literal: Literal) => boolean): string[] {
  if (binding.kind === "literal") return counts(binding) ? textsIn(binding.value) : [];
  if (binding.kind !== "template") return nestedBindings(binding).flatMap((inner) => textsOf(inner, counts));
  const texts: string[] = [];
  // Pieces that follow each other are one text, however it was cut up.
  let piece = "";
  for (const part of binding.parts) {
    if (typeof part === "string") piece += part;
    else {
      texts.push(piece, ...textsOf(part, counts));
      piece = "";
    }
  }
  return [...texts, piece];
}

function textsIn(value: Json): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    ...(Array.isArray(value) ? [] : [name]),
    ...textsIn(inner),
  ]);
}
