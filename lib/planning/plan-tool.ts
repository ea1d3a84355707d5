// A plan as a tool: what it takes, what it gives, and what it does to the world outside.
import { leafBindings } from "@/lib/domain/binding";
import { type Effect, isLower } from "@/lib/domain/effect";
import type { ToolId } from "@/lib/domain/ids";
import type { JsonSchema } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import { planInputName, planToolId } from "@/lib/domain/plan-tool";
import type { Tool } from "@/lib/domain/tool";
import { bindingAt, type FedInput } from "@/lib/domain/trigger";
import { typeOf } from "./output-fields";
import { outputSchemaOf } from "./read-schema";
import { topologicalOrder } from "./topological-order";

/** Everything of a tool but what code adds to it. */
type Described = Omit<Tool, "version" | "source">;

/** Unused by the engine, which waits for a nested run however long it takes. */
const longestMs = 365 * 24 * 3_600_000;

/** The step whose output a plan gives: the one that is last when nothing else says in which order they are done. */
export function lastStepOf(plan: Pick<Plan, "steps">): Step | null {
  const last = topologicalOrder(plan.steps)?.at(-1);
  return plan.steps.find(({ id }) => id === last) ?? null;
}

/** The strongest effect of a plan's steps. A tool that is not there counts for nothing: the plan can't be run then. */
export function strongestEffect(plan: Pick<Plan, "steps">, tools: ReadonlyMap<ToolId, Tool>): Effect {
  return plan.steps.reduce<Effect>((strongest, { toolId }) => {
    const effect = tools.get(toolId)?.effect ?? "read";
    return isLower(strongest, effect) ? effect : strongest;
  }, "read");
}

/** What is wrong with what the inputs are called; null when nothing is. One name may give several inputs their value. */
export function inputNamesProblem(
  plan: Pick<Plan, "steps">,
  tools: ReadonlyMap<ToolId, Tool>,
  fed: readonly FedInput[],
): string | null {
  const types = new Map<string, string | null>();
  for (const one of fed) {
    const { path } = one;
    if (!planInputName.test(path)) {
      return `“${path.slice(0, 60)}” can't be the name of an input. Write letters, digits and _, beginning with a letter.`;
    }
    const type = typeOf(ownSchema(plan, tools, one) ?? {});
    if (types.has(path) && types.get(path) !== type) {
      return `“${path}” is to be the value of inputs of different types. Give them names of their own.`;
    }
    types.set(path, type);
  }
  return null;
}

/** The tool a plan is to others, at this revision. The inputs have been looked at (`fedProblem`, `inputNamesProblem`). */
export function describePlanTool(published: {
  plan: Plan;
  tools: ReadonlyMap<ToolId, Tool>;
  title: string;
  fed: readonly FedInput[];
}): Described {
  const { plan, tools, title, fed } = published;
  const effect = strongestEffect(plan, tools);
  const steps = plan.steps.map((step) => step.title).join("; ");
  const last = lastStepOf(plan);
  const tool = last && tools.get(last.toolId);
  return {
    id: planToolId(plan.id),
    title,
    description: clipped(
      `Runs a plan of yours, as it was reviewed: “${plan.goal}”. Its steps: ${steps}.`,
      2000,
    ),
    examples: [clipped(plan.goal, 300)],
    icon: "workflow",
    effect,
    // What its run does is undone call by call; no single call does that.
    undo: { kind: effect === "read" ? "none" : "unknown" },
    input: inputSchema(plan, tools, fed),
    output: last && tool ? outputSchemaOf(last, tool) : {},
    // What its steps read from outside may be in it, whatever it is given.
    outputTrust: tool?.outputTrust === "trusted" ? "trusted" : "untrusted",
    controlInputs: [...new Set(fed.filter((one) => isControl(plan, tools, one)).map(({ path }) => path))],
    connectionKind: null,
    timeoutMs: longestMs,
    // What failed in it is tried again there.
    retry: { attempts: 1, backoffMs: 0 },
    idempotency: "key",
    asksPerson: false,
  };
}

function inputSchema(plan: Plan, tools: ReadonlyMap<ToolId, Tool>, fed: readonly FedInput[]): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const required = new Set<string>();
  for (const one of fed) {
    const step = plan.steps.find(({ id }) => id === one.stepId);
    const schema = ownSchema(plan, tools, one) ?? {};
    properties[one.path] ??= standalone(schema);
    const bound = step ? bindingAt(step, one.input) : null;
    // What the plan has there counts where nothing is given.
    const isOpen = bound === null || leafBindings(bound).some(({ kind }) => kind === "question");
    if (isOpen) required.add(one.path);
  }
  return { type: "object", properties, required: [...required], additionalProperties: false };
}

/** A schema outside its document: one that refers to other parts of that keeps what it says of itself. */
function standalone(schema: JsonSchema): JsonSchema {
  if (!JSON.stringify(schema).includes('"$ref"')) return schema;
  const { type, title, description } = schema;
  return { ...(type ? { type } : {}), ...(title ? { title } : {}), ...(description ? { description } : {}) };
}

function ownSchema(
  plan: Pick<Plan, "steps">,
  tools: ReadonlyMap<ToolId, Tool>,
  { stepId, input }: FedInput,
): JsonSchema | null {
  const tool = toolOf(plan, tools, stepId);
  const properties = tool?.input.properties ?? {};
  return Object.hasOwn(properties, input) ? (properties[input] ?? null) : null;
}

function isControl(plan: Plan, tools: ReadonlyMap<ToolId, Tool>, { stepId, input }: FedInput): boolean {
  return toolOf(plan, tools, stepId)?.controlInputs.includes(input) ?? false;
}

function toolOf(plan: Pick<Plan, "steps">, tools: ReadonlyMap<ToolId, Tool>, stepId: string): Tool | null {
  const step = plan.steps.find(({ id }) => id === stepId);
  return (step && tools.get(step.toolId)) ?? null;
}

const clipped = (text: string, most: number) => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
