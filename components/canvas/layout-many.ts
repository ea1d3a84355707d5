// Places for the steps of a large plan: the layers of ELK's layout without its search for the best one, which takes
// seconds for a thousand steps and would keep a server from everything else meanwhile.
import type { StepId } from "@/lib/domain/ids";
import { dependenciesOf, type Step } from "@/lib/domain/plan";
import { topologicalOrder } from "@/lib/planning/topological-order";
import { nodeSize, type Positions } from "./canvas-graph";

/** Between the left edges of two steps side by side, and between the tops of two layers: the distances ELK is given. */
const stride = { x: nodeSize.width + 32, y: nodeSize.height + 56 };
/** How often steps are moved towards those they hang together with. */
const sweeps = 4;

interface Graph {
  /** The steps of each layer, from left to right. */
  layers: StepId[][];
  before: ReadonlyMap<StepId, readonly StepId[]>;
  after: ReadonlyMap<StepId, readonly StepId[]>;
}

/** Top-down layers; groups of steps that don't hang together stand side by side. */
export function layoutMany(steps: readonly Step[]): Positions {
  const positions: Record<string, { x: number; y: number }> = {};
  let left = 0;
  for (const group of groupsOf(steps)) {
    const graph = graphOf(group);
    const places = placeAcross(graph);
    const least = Math.min(...places.values());
    for (const [row, layer] of graph.layers.entries()) {
      for (const id of layer) {
        positions[id] = { x: left + (places.get(id) ?? 0) - least, y: row * stride.y };
      }
    }
    left += Math.max(...places.values()) - least + stride.x;
  }
  return positions;
}

/** The steps that hang together, each group in the order of the plan. */
function groupsOf(steps: readonly Step[]): Step[][] {
  const parents = new Map<StepId, StepId>(steps.map(({ id }) => [id, id]));
  const rootOf = (id: StepId): StepId => {
    let root = id;
    for (let next = parents.get(root); next !== undefined && next !== root; next = parents.get(root)) {
      parents.set(root, parents.get(next) ?? next);
      root = next;
    }
    return root;
  };
  for (const step of steps) {
    for (const id of dependenciesOf(step)) if (parents.has(id)) parents.set(rootOf(step.id), rootOf(id));
  }
  const groups = new Map<StepId, Step[]>();
  for (const step of steps) {
    const root = rootOf(step.id);
    const group = groups.get(root);
    if (group) group.push(step);
    else groups.set(root, [step]);
  }
  return [...groups.values()];
}

/** Each step in the layer below the last of those it waits for; in a plan whose steps form a cycle, one below the other. */
function graphOf(steps: readonly Step[]): Graph {
  const order = topologicalOrder(steps);
  const ids = order ?? steps.map(({ id }) => id);
  const byId = new Map(steps.map((step) => [step.id, step]));
  const before = new Map<StepId, StepId[]>();
  const after = new Map<StepId, StepId[]>(ids.map((id) => [id, []]));
  const rows = new Map<StepId, number>();
  const layers: StepId[][] = [];
  for (const [index, id] of ids.entries()) {
    const step = byId.get(id);
    const dependencies = step ? dependenciesOf(step).filter((one) => byId.has(one)) : [];
    before.set(id, dependencies);
    for (const one of dependencies) after.get(one)?.push(id);
    const row = order ? Math.max(0, ...dependencies.map((one) => (rows.get(one) ?? 0) + 1)) : index;
    rows.set(id, row);
    const layer = layers[row];
    if (layer) layer.push(id);
    else layers[row] = [id];
  }
  return { layers, before, after };
}

/** The left edge of each step: as near to the middle of its neighbours as the others of its layer allow. */
function placeAcross({ layers, before, after }: Graph): Map<StepId, number> {
  const places = new Map<StepId, number>();
  for (const layer of layers) {
    for (const [index, id] of layer.entries()) places.set(id, (index - (layer.length - 1) / 2) * stride.x);
  }
  const middleOf = (id: StepId, neighbours: readonly StepId[]) =>
    neighbours.length === 0
      ? (places.get(id) ?? 0)
      : neighbours.reduce((sum, one) => sum + (places.get(one) ?? 0), 0) / neighbours.length;
  for (let sweep = 0; sweep < sweeps; sweep += 1) {
    const isDown = sweep % 2 === 0;
    for (const layer of isDown ? layers : layers.toReversed()) {
      const wanted = new Map(layer.map((id) => [id, middleOf(id, (isDown ? before : after).get(id) ?? [])]));
      layer.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      const apart = keepApart(layer.map((id) => wanted.get(id) ?? 0));
      for (const [index, id] of layer.entries()) places.set(id, apart[index] ?? 0);
    }
  }
  return places;
}

/** The nearest places to those wanted, in their order, that are a stride or more apart: those too near are one block, put where it has to move least. */
function keepApart(wanted: readonly number[]): number[] {
  const blocks: { sum: number; count: number }[] = [];
  const startOf = ({ sum, count }: { sum: number; count: number }) => sum / count;
  for (const [index, place] of wanted.entries()) {
    let block = { sum: place - index * stride.x, count: 1 };
    for (let last = blocks.at(-1); last && startOf(last) >= startOf(block); last = blocks.at(-1)) {
      block = { sum: last.sum + block.sum, count: last.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks
    .flatMap((block) => Array.from({ length: block.count }, () => startOf(block)))
    .map((start, index) => Math.round(start + index * stride.x));
}
