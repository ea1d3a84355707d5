// A new plan with the steps of an earlier one: what came from the old goal's words is read anew from the new goal, or
// asked; what a person had set stays; what was approved or trusted there does not come along.
import { type Binding, leafBindings, mapLeaves, sourceSteps } from "@/lib/domain/binding";
import type { StepId, ToolId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { questionFor } from "./embedded/ask";
import type { PlanDraft } from "./embedded/planning-request";
import { type InputField, inputFields } from "./embedded/tool-fields";

export interface TakeOver {
  /** The earlier plan. */
  plan: Pick<Plan, "goal" | "steps">;
  /** The new goal, and what the planner makes of it. */
  goal: string;
  draft: PlanDraft;
  tools: ReadonlyMap<ToolId, Tool>;
}

/** What happened to the values, for the person. */
interface Told {
  anew: string[];
  asked: string[];
  kept: string[];
}

export function takeOverPlan(from: TakeOver): PlanDraft {
  const told: Told = { anew: [], asked: [], kept: [] };
  const matches = matched(from);
  const steps = from.plan.steps.map((step) => takenOver(from, step, matches, told));
  const own = new Set(from.plan.steps.map(({ toolId }) => toolId));
  const more = from.draft.steps.filter(({ toolId }) => !own.has(toolId));
  const titles = [...new Set(more.map(({ toolId }) => from.tools.get(toolId)?.title ?? toolId))];
  const count = steps.length === 1 ? "its step is" : `its ${steps.length} steps are`;
  const notes = [
    `Started from “${cut(from.plan.goal)}”: ${count} taken over, and what was approved there is asked again.`,
    ...listed("Read anew from your goal", told.anew),
    ...listed("Asked, as your goal doesn't say it", told.asked),
    ...listed("Taken over as it was set by hand", told.kept),
    ...listed(
      "Planned afresh, your goal would also use",
      titles.map((title) => `“${title}”`),
    ),
  ];
  return { steps, notes, unserved: isSame(from) ? [] : from.draft.unserved };
}

const cut = (text: string) => (text.length <= 200 ? text : `${text.slice(0, 199)}…`);
const mostListed = 8;
const listed = (what: string, parts: readonly string[]) =>
  parts.length === 0
    ? []
    : [`${what}: ${parts.slice(0, mostListed).join(", ")}${parts.length > mostListed ? " and more" : ""}.`];

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/\s+/g, " ")
    .replace(/[.!?\s]+$/, "")
    .trim();
const isSame = ({ plan, goal }: TakeOver) => plain(plan.goal) === plain(goal);

/** Each old step's counterpart in the draft: the first of the same tool, the second of it, … */
function matched({ plan, draft }: TakeOver): Map<StepId, Step> {
  const matches = new Map<StepId, Step>();
  const left = [...draft.steps];
  for (const step of plan.steps) {
    const at = left.findIndex(({ toolId }) => toolId === step.toolId);
    const [found] = at < 0 ? [] : left.splice(at, 1);
    if (found) matches.set(step.id, found);
  }
  return matches;
}

function takenOver(from: TakeOver, step: Step, matches: ReadonlyMap<StepId, Step>, told: Told): Step {
  const tool = from.tools.get(step.toolId);
  const match = matches.get(step.id);
  const reason = `Taken over from “${cut(from.plan.goal)}”.`;
  if (!tool || isSame(from)) return { ...step, why: { ...step.why, reason } };
  const renewed = inputFields(tool).flatMap((field): [string, Binding][] => {
    const binding = Object.hasOwn(step.inputs, field.name) ? step.inputs[field.name] : undefined;
    if (!binding) return [];
    const place = `“${field.title}” of “${tool.title}”`;
    if (!isOfGoal(from, binding)) {
      const isSet = leafBindings(binding).some((leaf) => leaf.kind === "literal" && leaf.origin === "person");
      if (isSet) told.kept.push(place);
      return [[field.name, binding]];
    }
    const read = match && fromDraft(match.inputs[field.name], matches);
    if (read) {
      told.anew.push(place);
      return [[field.name, read]];
    }
    if (field.meaning !== "file" && isStillSaid(from, binding)) return [[field.name, binding]];
    told.asked.push(place);
    return [[field.name, asked(field, binding)]];
  });
  const title = match?.title ?? (staleWords(from, step.title) ? tool.title : step.title);
  const why = { words: match?.why.words ?? "", reason };
  return { ...step, title, why, inputs: { ...step.inputs, ...Object.fromEntries(renewed) } };
}

/** True where something of it was read from the old goal, or speaks of what only that one spoke of. */
function isOfGoal(from: TakeOver, binding: Binding): boolean {
  return (
    leafBindings(binding).some(
      (leaf) => leaf.kind === "literal" && (leaf.words !== undefined || staleWords(from, textOf(leaf.value))),
    ) || partsOf(binding).some((part) => staleWords(from, part))
  );
}

/** Words that the old goal has and the new one lacks. */
function staleWords({ plan, goal }: TakeOver, text: string): boolean {
  const [old, now] = [wordsOf(plan.goal), wordsOf(goal)];
  return [...wordsOf(text)].some((word) => old.has(word) && !now.has(word));
}

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
const textOf = (value: Json) => (typeof value === "string" ? value : JSON.stringify(value));

function partsOf(binding: Binding): string[] {
  return binding.kind === "template" ? binding.parts.filter((part) => typeof part === "string") : [];
}

function isStillSaid(from: TakeOver, binding: Binding): boolean {
  const goal = plain(from.goal);
  return (
    leafBindings(binding).every(
      (leaf) =>
        leaf.kind !== "literal" ||
        (leaf.words === undefined ? !staleWords(from, textOf(leaf.value)) : goal.includes(plain(leaf.words))),
    ) && !partsOf(binding).some((part) => staleWords(from, part))
  );
}

/** The draft's value, reading the old steps in the place of the draft's; null where it is a question or reads others. */
function fromDraft(binding: Binding | undefined, matches: ReadonlyMap<StepId, Step>): Binding | null {
  if (!binding || leafBindings(binding).some(({ kind }) => kind === "question" || kind === "item"))
    return null;
  const oldOf = new Map([...matches].map(([old, { id }]) => [id, old]));
  if (sourceSteps(binding).some((id) => !oldOf.has(id))) return null;
  return mapLeaves(binding, (leaf) =>
    leaf.kind === "output" ? { ...leaf, stepId: oldOf.get(leaf.stepId) ?? leaf.stepId } : leaf,
  );
}

const longestSuggestion = 200;

/** A question in the place of a value; the old one is an answer to pick, where it is short. */
function asked(field: InputField, binding: Binding): Binding {
  const isShort = binding.kind === "literal" && textOf(binding.value).length <= longestSuggestion;
  const suggestions = isShort && field.meaning !== "file" ? [binding.value] : [];
  return { kind: "question", question: questionFor(field, false), suggestions };
}
