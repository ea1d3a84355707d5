// A missing step inserted: what the plan took for granted is looked up first.
import type { Binding } from "@/lib/domain/binding";
import type { Candidate } from "@/lib/domain/candidate";
import type { Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { Repair } from "@/lib/domain/repair";
import type { Tool } from "@/lib/domain/tool";
import { checkValue } from "@/lib/planning/check-value";
import { fitsShape, placeFor } from "@/lib/planning/embedded/find-producers";
import { type InputField, inputFields } from "@/lib/planning/embedded/tool-fields";
import { freeId } from "@/lib/planning/stand-ins";
import { changing, laterSteps, type RepairSituation } from "./situation";

const mostLookUps = 4;
/** What words are turned into something by. */
const takesWords: ReadonlySet<string> = new Set(["place", "party", "person-name", "query", "text", "other"]);
/** Values nobody looks up: they are what the person wants said or done. */
const saidByPeople: ReadonlySet<string> = new Set([
  ...["text", "subject", "instructions", "template", "query", "date", "instant", "count", "number"],
  ...["boolean", "choice", "values", "file-name", "table", "file"],
]);

type Literal = Extract<Binding, { kind: "literal" }>;

/** One repair for each tool that finds out what an input of the step was assumed to be. */
export async function lookUpRepairs(situation: RepairSituation): Promise<Repair[]> {
  const { step, tool, trouble, request } = situation;
  if (!tool || !trouble.isHarmless || step.repeat) return [];
  const made: Repair[] = [];
  for (const field of inputFields(tool)) {
    const binding = Object.hasOwn(step.inputs, field.name) ? step.inputs[field.name] : undefined;
    const assumed = binding && literalIn(binding);
    if (!assumed || saidByPeople.has(field.meaning)) continue;
    const found = await request.search(`look up ${field.title} by name`, 12);
    for (const producer of [...found, ...known(situation, found)]) {
      if (made.length >= mostLookUps) return made;
      const repair = lookUpRepair(situation, { field, assumed, candidate: producer });
      if (repair && !made.some(({ key }) => key === repair.key)) made.push(repair);
    }
  }
  return made;
}

/** The tools of the plan and those the planner was told of, beside what was searched for. */
function known(
  { request }: RepairSituation,
  found: readonly Candidate[],
): Pick<Candidate, "tool" | "connected">[] {
  const kinds = request.facts.connectedKinds;
  return [...request.tools.values()]
    .filter((tool) => !found.some((one) => one.tool.id === tool.id))
    .map((tool) => ({ tool, connected: tool.connectionKind === null || kinds.has(tool.connectionKind) }));
}

/** The one value that stands there as it is, also in a list of one. */
function literalIn(binding: Binding): Literal | null {
  if (binding.kind === "literal") return binding;
  const [only, ...others] = binding.kind === "list" ? binding.items : [];
  return only?.kind === "literal" && others.length === 0 ? only : null;
}

/** The words somebody would look it up by. */
function wordsOf({ value, words }: Literal): string | null {
  const [only, ...others] = Array.isArray(value) ? value : [value];
  const text = words?.trim() || (typeof only === "string" && others.length === 0 ? only.trim() : "");
  return text === "" || text.length > 200 ? null : text;
}

interface Wanted {
  field: InputField;
  assumed: Literal;
  candidate: Pick<Candidate, "tool" | "connected">;
}

function lookUpRepair(situation: RepairSituation, { field, assumed, candidate }: Wanted): Repair | null {
  const { plan, step, request } = situation;
  const { tool: finder, connected } = candidate;
  const words = wordsOf(assumed);
  if (words === null || !connected || finder.effect !== "read" || finder.asksPerson || finder.off)
    return null;
  const place = finder.id === step.toolId ? null : placeFor(finder, field);
  const by = place && inputForWords(finder, field, words);
  if (!place || !by) return null;
  const id = freeId(plan.steps);
  const output: Binding = { kind: "output", stepId: id, path: place.path };
  const binding: Binding =
    fitsShape(place, field) || !field.isList ? output : { kind: "list", items: [output] };
  const added: Step = {
    id,
    title: `${finder.title}: ${words}`.slice(0, 200),
    toolId: finder.id,
    inputs: {
      [by.name]: { kind: "literal", value: by.isList ? [words] : words, origin: assumed.origin, words },
    },
    after: [],
    why: {
      words: "",
      reason: `Gives “${field.title}” for “${step.title}”, which was assumed.`.slice(0, 500),
    },
    position: null,
  };
  const bind = (one: Step, input: string): PlanChange => ({
    kind: "bind-input",
    stepId: one.id,
    input,
    binding,
  });
  const same = laterSteps(situation).flatMap((one) =>
    Object.entries(one.inputs).flatMap(([input, other]) =>
      JSON.stringify(other) === JSON.stringify(step.inputs[field.name]) &&
      request.tools.get(one.toolId)?.input.properties?.[input]?.format === field.schema.format
        ? [{ one, input }]
        : [],
    ),
  );
  return changing(
    situation,
    {
      key: `look-up:${field.name}:${finder.id}`,
      kind: "look-up",
      title: `Look up “${field.title}” first`,
      reason: `The plan took it to be known. “${finder.title}” finds it.`,
    },
    [
      {
        kind: "add",
        title: `Add “${added.title}” before “${step.title}”`,
        reason: `“${field.title}” is what it finds, instead of what was assumed.`,
        changes: [{ kind: "add-step", step: added }, bind(step, field.name)],
      },
      ...same.map(({ one, input }) => ({
        kind: "value" as const,
        title: `Give what it finds to “${one.title}”, too`,
        reason: "The same was assumed there.",
        changes: [bind(one, input)],
      })),
    ],
  );
}

/** The one thing a tool has to be told, where words can be that; never the very thing it gives. */
function inputForWords(finder: Tool, wanted: InputField, words: string): InputField | null {
  const [only, ...others] = inputFields(finder).filter(({ isRequired }) => isRequired);
  if (!only || others.length > 0 || !takesWords.has(only.meaning)) return null;
  if (only.meaning === wanted.meaning && only.meaning !== "other") return null;
  return checkValue(only.isList ? [words] : words, only.schema) === null ? only : null;
}
