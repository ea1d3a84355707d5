// Other values from the same source: the second offer instead of the first, the other address of the same person.
import { type Binding, leafBindings, mapLeaves, type OutputPath } from "@/lib/domain/binding";
import type { StepId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import type { Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { Repair } from "@/lib/domain/repair";
import { outputFields, schemaAt } from "@/lib/planning/output-fields";
import { outputSchemaOf } from "@/lib/planning/read-schema";
import { readPath } from "@/lib/planning/resolve-binding";
import { changing, laterSteps, type RepairSituation } from "./situation";

/** So many of a list are tried after the one that was taken. */
const mostOfList = 3;
const mostSiblings = 3;

type Output = Extract<Binding, { kind: "output" }>;

export function valueRepairs(situation: RepairSituation): Repair[] {
  if (!situation.trouble.isHarmless) return [];
  return [...nextOfList(situation), ...siblings(situation)];
}

/** A list one of whose items a step reads: which list, and which item. */
interface Taken {
  stepId: StepId;
  list: OutputPath;
  index: number;
}

/** All that is read of one item of a list moves on to the next; later steps that speak of it are offered along. */
function nextOfList(situation: RepairSituation): Repair[] {
  const { plan, step, outputOf } = situation;
  const taken = new Map<string, Taken>();
  for (const leaf of outputsIn(step)) {
    const place = leaf.path.findIndex((segment) => typeof segment === "number");
    const index = leaf.path[place];
    if (typeof index !== "number") continue;
    const one: Taken = { stepId: leaf.stepId, list: leaf.path.slice(0, place), index };
    taken.set(JSON.stringify(one), one);
  }
  const made = [...taken.values()].flatMap((from) => {
    const source = outputOf(from.stepId);
    const list = source === undefined ? undefined : readPath(source, from.list);
    const count = Array.isArray(list) ? list.length : 0;
    const titleOfSource = plan.steps.find(({ id }) => id === from.stepId)?.title ?? from.stepId;
    const name = String(from.list.findLast((segment) => typeof segment === "string") ?? "the list");
    return Array.from({ length: mostOfList }, (_, ahead) => from.index + ahead + 1)
      .filter((index) => index < count)
      .map((index) => {
        const move = (leaf: Binding): Binding => (isOf(leaf, from) ? movedTo(leaf, from, index) : leaf);
        const later = laterSteps(situation).filter((one) => outputsIn(one).some((leaf) => isOf(leaf, from)));
        const part = (one: Step) => ({
          kind: "value" as const,
          title: `Give “${one.title}” number ${index + 1} of ${name} instead of number ${from.index + 1}`,
          reason: `“${titleOfSource}” found ${count}.`,
          changes: rebound(one, move),
        });
        return changing(
          situation,
          {
            key: `value:${from.stepId}:${JSON.stringify(from.list)}:${index}`,
            kind: "value",
            title: `Take number ${index + 1} of what “${titleOfSource}” found`,
            reason: `Number ${from.index + 1} was no good, and there are ${count}.`,
          },
          [step, ...later].map(part),
        );
      });
  });
  return made.flatMap((repair) => repair ?? []);
}

const isOf = (leaf: Binding, { stepId, list, index }: Taken): leaf is Output =>
  leaf.kind === "output" &&
  leaf.stepId === stepId &&
  leaf.path[list.length] === index &&
  list.every((segment, place) => leaf.path[place] === segment);

const movedTo = (leaf: Output, { list }: Taken, index: number): Output => ({
  ...leaf,
  path: [...list, index, ...leaf.path.slice(list.length + 1)],
});

/** Another place of the same output that holds a value of the same kind, and another one. */
function siblings(situation: RepairSituation): Repair[] {
  const { plan, step, outputOf, request } = situation;
  const made: (Repair | null)[] = [];
  for (const leaf of outputsIn(step)) {
    const source = plan.steps.find(({ id }) => id === leaf.stepId);
    const tool = source && request.tools.get(source.toolId);
    const given = outputOf(leaf.stepId);
    if (!source || !tool || given === undefined) continue;
    const schema = outputSchemaOf(source, tool);
    const format = schemaAt(schema, leaf.path)?.format;
    // Without a format any text is like any other.
    if (!format || format === "text") continue;
    const now = JSON.stringify(readPath(given, leaf.path));
    const others = outputFields(schema).filter(({ path, schema: { format: other } }) => {
      const value = readPath(given, path);
      const isThere = value !== undefined && value !== null && value !== "";
      return other === format && isThere && JSON.stringify(value) !== now && !isEmpty(value);
    });
    for (const { path, label } of others.slice(0, mostSiblings)) {
      const move = (one: Binding): Binding =>
        one.kind === "output" && one.stepId === leaf.stepId && sameJson(one.path, leaf.path)
          ? { ...one, path }
          : one;
      made.push(
        changing(
          situation,
          {
            key: `value:${leaf.stepId}:${JSON.stringify(path)}`,
            kind: "value",
            title: `Take “${label}” of what “${source.title}” gave`,
            reason: "It is another value of the same kind, from the same place.",
          },
          [
            {
              kind: "value",
              title: `Give “${step.title}” the ${label}`,
              reason: `“${source.title}” gave both.`,
              changes: rebound(step, move),
            },
          ],
        ),
      );
    }
  }
  return made.flatMap((repair) => repair ?? []);
}

const sameJson = (one: OutputPath, other: OutputPath) => JSON.stringify(one) === JSON.stringify(other);
const isEmpty = (value: Json) => Array.isArray(value) && value.length === 0;

function outputsIn(step: Step): Output[] {
  return Object.values(step.inputs)
    .flatMap(leafBindings)
    .flatMap((leaf) => (leaf.kind === "output" ? [leaf] : []));
}

/** The changes that put what `move` makes of them in the place of all values the step reads. */
function rebound(step: Step, move: (leaf: Binding) => Binding): PlanChange[] {
  return Object.entries(step.inputs).flatMap(([input, binding]): PlanChange[] => {
    const moved = mapLeaves(binding, move);
    return JSON.stringify(moved) === JSON.stringify(binding)
      ? []
      : [{ kind: "bind-input", stepId: step.id, input, binding: moved }];
  });
}
