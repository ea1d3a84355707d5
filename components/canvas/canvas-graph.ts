// From a plan to what React Flow draws: pure, for server and browser.

import type { Edge, Node } from "@xyflow/react";
import { MarkerType, Position } from "@xyflow/react";
import type { SimulatedStatus } from "@/components/rehearsal/simulated-badge";
import { type Binding, leafBindings } from "@/lib/domain/binding";
import type { StepId } from "@/lib/domain/ids";
import { dependenciesOf, type Step } from "@/lib/domain/plan";
import type { StepStatus } from "@/lib/domain/run";
import type { Tool } from "@/lib/domain/tool";
import { conditionWords, repeatWords } from "@/lib/planning/condition-words";
import { noReturnWords } from "@/lib/planning/point-of-no-return";

/** Every node has one size, so that the layout is known before anything is drawn. */
export const nodeSize = { width: 288, height: 92 };

/** From so many steps on a plan is laid out more simply, and only what is in view of it is drawn (R10). */
export const manySteps = 150;

/** What a proposal would do to a step. */
export type StepMark = "added" | "changed" | "removed";
export const markWords: Record<StepMark, string> = { added: "New", changed: "Changed", removed: "Removed" };

export interface StepNodeData extends Record<string, unknown> {
  step: Step;
  tool: Tool | null;
  /** What has to be settled before a run: missing values, open questions. */
  openCount: number;
  status: StepStatus | null;
  /** When it is done and what it is repeated over, in words; empty for neither. */
  control: string;
  /** Of a repeated step in a run: "3 of 12". */
  progress: string | null;
  /** In a proposal: what it would do to the step. */
  mark: StepMark | null;
  /** In a rehearsal: how it would stand. */
  simulated: SimulatedStatus | null;
  /** It is the first step whose effect can't be undone. */
  isPointOfNoReturn: boolean;
}
export type StepNodeType = Node<StepNodeData, "step">;

export interface FlowEdgeData extends Record<string, unknown> {
  /** What flows: "table", "emails → to". Empty for an order without values. */
  label: string;
  state: "idle" | "flowing" | "flowed";
  /** In a proposal: an edge that comes with a new step, or goes with one. */
  mark: "added" | "removed" | null;
}
export type FlowEdgeType = Edge<FlowEdgeData, "flow">;

export type Positions = Readonly<Record<string, { x: number; y: number }>>;

/** Where edges begin and end, said beforehand: else every node would be drawn once to be measured. */
const handles: StepNodeType["handles"] = (["target", "source"] as const).map((type) => ({
  ...{ type, position: type === "target" ? Position.Top : Position.Bottom },
  ...{ x: nodeSize.width / 2 - 5, y: type === "target" ? -5 : nodeSize.height - 5, width: 10, height: 10 },
}));

const arrow = { type: MarkerType.ArrowClosed, width: 16, height: 16, color: "var(--border-control)" };

/** The last name of each place a binding reads of a step: enough to know what flows; the panel tells the whole path. */
function namesIn(binding: Binding, source: StepId): string[] {
  return leafBindings(binding).flatMap((leaf) =>
    leaf.kind === "output" && leaf.stepId === source
      ? [String(leaf.path.findLast((segment) => typeof segment === "string" && segment !== "*") ?? "all")]
      : [],
  );
}

/** When a step is done and how often, in words. */
export function controlWords({ condition, repeat }: Pick<Step, "condition" | "repeat">): string {
  const parts = [
    ...(repeat ? [`For ${repeatWords(repeat)}`] : []),
    ...(condition ? [`Only if ${conditionWords(condition)}`] : []),
  ];
  return parts.join(" · ");
}

/** What of a step's output a reader uses, in words; at most two, then a count. */
function flowLabel(reader: Step, source: StepId): string {
  const names = new Set<string>();
  for (const [input, binding] of Object.entries(reader.inputs)) {
    for (const output of namesIn(binding, source)) {
      names.add(output === input ? output : `${output} → ${input}`);
    }
  }
  if (reader.repeat) for (const name of namesIn(reader.repeat.over, source)) names.add(`each ${name}`);
  for (const { value } of reader.condition?.tests ?? []) {
    for (const name of namesIn(value, source)) names.add(`if ${name}`);
  }
  const [first, second, ...rest] = names;
  if (!first) return "";
  if (!second) return first;
  return rest.length === 0 ? `${first}, ${second}` : `${first} and ${names.size - 1} more`;
}

/** Nodes and edges of a plan; in a run, with the status of each step. */
export function canvasGraph(options: {
  steps: readonly Step[];
  tools: ReadonlyMap<string, Tool>;
  positions: Positions;
  openCounts: Readonly<Record<string, number>>;
  statuses: Readonly<Record<string, StepStatus>> | null;
  progress?: Readonly<Record<string, string>>;
  marks?: Readonly<Record<string, StepMark>>;
  simulated?: Readonly<Record<string, SimulatedStatus>>;
  pointOfNoReturn?: StepId | null;
  selected: StepId | null;
}): { nodes: StepNodeType[]; edges: FlowEdgeType[] } {
  const { steps, tools, positions, openCounts, statuses, selected } = options;
  const markOf = (id: string) => options.marks?.[id] ?? null;
  const labelOf = (step: Step) => {
    const mark = markOf(step.id);
    const simulated = options.simulated?.[step.id];
    const kind = mark ? `${markWords[mark]} step` : "Step";
    return `${kind}: ${step.title}${simulated ? `. Simulated: ${simulated.words}` : ""}`;
  };
  const nodes = steps.map(
    (step): StepNodeType => ({
      id: step.id,
      type: "step",
      position: step.position ?? positions[step.id] ?? { x: 0, y: 0 },
      ...nodeSize,
      measured: nodeSize,
      handles,
      selected: step.id === selected,
      ariaLabel: [labelOf(step), controlWords(step), step.id === options.pointOfNoReturn ? noReturnWords : ""]
        .filter(Boolean)
        .join(". "),
      data: {
        step,
        tool: tools.get(step.toolId) ?? null,
        openCount: openCounts[step.id] ?? 0,
        status: statuses ? (statuses[step.id] ?? "pending") : null,
        control: controlWords(step),
        progress: options.progress?.[step.id] ?? null,
        mark: markOf(step.id),
        simulated: options.simulated?.[step.id] ?? null,
        isPointOfNoReturn: step.id === options.pointOfNoReturn,
      },
    }),
  );
  const ids = new Set(steps.map((step) => step.id));
  const edges = steps.flatMap((step) =>
    dependenciesOf(step)
      .filter((source) => ids.has(source))
      .map((source): FlowEdgeType => {
        const label = flowLabel(step, source);
        return {
          id: `${source}-${step.id}`,
          source,
          target: step.id,
          type: "flow",
          markerEnd: arrow,
          data: {
            label,
            state: edgeState(statuses, source, step.id),
            mark: edgeMark(markOf(source), markOf(step.id)),
          },
          ariaLabel: label ? `${source} gives ${label} to ${step.id}` : `${step.id} comes after ${source}`,
        };
      }),
  );
  return { nodes, edges };
}

function edgeMark(source: StepMark | null, target: StepMark | null): FlowEdgeData["mark"] {
  if (source === "removed" || target === "removed") return "removed";
  return source === "added" || target === "added" ? "added" : null;
}

function edgeState(
  statuses: Readonly<Record<string, StepStatus>> | null,
  source: StepId,
  target: StepId,
): FlowEdgeData["state"] {
  if (statuses?.[source] !== "completed") return "idle";
  const reader = statuses[target] ?? "pending";
  return reader === "running" || reader === "retrying" ? "flowing" : "flowed";
}
