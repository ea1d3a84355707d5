import type { ELK as ElkInstance, ElkNode } from "elkjs/lib/elk-api";
import { dependenciesOf, type Step } from "@/lib/domain/plan";
import { manySteps, nodeSize, type Positions } from "./canvas-graph";
import { layoutMany } from "./layout-many";

let elk: Promise<ElkInstance> | undefined;

/** ELK is large, so it is loaded when something is laid out first: on the server, or after an edit in the browser. */
function loadElk(): Promise<ElkInstance> {
  elk ??= import("elkjs/lib/elk.bundled.js").then(({ default: Elk }) => new Elk());
  return elk;
}

/** Top-down layers; the order of the steps in the plan is kept where the edges allow it. */
export async function layoutSteps(steps: readonly Step[]): Promise<Positions> {
  if (steps.length === 0) return {};
  if (steps.length >= manySteps) return layoutMany(steps);
  const ids = new Set<string>(steps.map((step) => step.id));
  const graph: ElkNode = {
    id: "plan",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": "DOWN",
      "elk.layered.spacing.nodeNodeBetweenLayers": "56",
      "elk.spacing.nodeNode": "32",
      "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
      "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
      "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
    },
    children: steps.map((step) => ({ id: step.id, ...nodeSize })),
    edges: steps.flatMap((step) =>
      dependenciesOf(step)
        .filter((source) => ids.has(source))
        .map((source) => ({ id: `${source}-${step.id}`, sources: [source], targets: [step.id] })),
    ),
  };
  const laidOut = await (await loadElk()).layout(graph);
  return Object.fromEntries(
    (laidOut.children ?? []).map((child) => [child.id, { x: child.x ?? 0, y: child.y ?? 0 }]),
  );
}
