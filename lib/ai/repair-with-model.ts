// A repair of a step in trouble, written by a model: changes of what is left of the plan, judged like those of the embedded
// planner, and offered in the same form.
import type { PlanChange } from "@/lib/domain/plan-change";
import type { RefinementPart } from "@/lib/domain/refinement";
import type { Repair } from "@/lib/domain/repair";
import type { TriedRepair } from "@/lib/domain/run";
import { Proposal } from "@/lib/planning/embedded/refine/proposal";
import { repairGuard } from "@/lib/planning/embedded/repair/repair-guard";
import { repairPrint } from "@/lib/planning/embedded/repair/repair-print";
import { type RepairSituation, takenTogether } from "@/lib/planning/embedded/repair/situation";
import { differenceBetween } from "@/lib/planning/plan-in-run";
import { revisionProblems } from "@/lib/planning/revision-problems";
import { PlanWriter } from "./plan-writer";
import { offeredTools, planningPrompt } from "./planning-prompt";
import { proposeChanges } from "./propose-changes";
import { type Said, troubleText } from "./trouble-text";
import { noChanges, type Writing, type Written, writeInRounds } from "./write-in-rounds";

const candidateLimit = 12;
/** Somebody waits before the card, which shows what the embedded planner proposes. */
const patienceMs = 60_000;
/** How often it is asked anew when it comes with what was turned down. */
const mostAttempts = 2;

export type ModelRepaired =
  | { kind: "repaired"; repair: Repair }
  /** One sentence, beginning in lower case. */
  | { kind: "failed"; reason: string };

export interface RepairAsked {
  situation: RepairSituation;
  said: Said;
  /** What was taken or denied before, the oldest first. */
  tried: readonly TriedRepair[];
  /** Keys of what is not to be proposed again, beside those in `tried`: what the embedded planner had proposed. */
  turnedDown: ReadonlySet<string>;
}

/** The key of a model's repair: the same for whatever comes to the same. */
export function modelRepairKey(print: string): string {
  return `model:${print}`;
}

/** Asks the model for a repair. Never throws for what it or its service does, and changes nothing. */
export async function repairWithModel(writing: Writing, asked: RepairAsked): Promise<ModelRepaired> {
  const late = AbortSignal.timeout(writing.timeoutMs ?? patienceMs);
  const signal = writing.signal ? AbortSignal.any([writing.signal, late]) : late;
  const again: TriedRepair[] = [];
  for (let attempt = 1; ; attempt += 1) {
    const made = await write({ ...writing, signal }, { ...asked, tried: [...asked.tried, ...again] });
    if (made.kind === "failed" || !isTurnedDown(made.repair, asked)) return made;
    if (attempt === mostAttempts) {
      return { kind: "failed", reason: "it came with what was turned down before, and with nothing else." };
    }
    const { key, title } = made.repair;
    const reason = "This was proposed again just now. Propose something else, or nothing.";
    again.push({ key, title, outcome: "denied", reason });
  }
}

function isTurnedDown({ key }: Repair, { tried, turnedDown }: RepairAsked): boolean {
  return turnedDown.has(key) || tried.some((one) => one.key === key);
}

async function write(writing: Writing, { situation, said, tried }: RepairAsked): Promise<ModelRepaired> {
  const { plan, step, request } = situation;
  const reasons = tried.flatMap((one) => (one.outcome === "denied" && one.reason !== "" ? [one.reason] : []));
  // Values count as the person's where they stand in what the plan is for, or in what they said of earlier repairs.
  const goal = [...reasons, plan.goal].join("\n\n");
  const writer = new PlanWriter(plan, { ...request, goal }, repairGuard(situation));
  const changes: PlanChange[] = [];
  const found = await request.search(
    [step.title, ...reasons.slice(-1)].join(". ").slice(0, 400),
    candidateLimit,
  );
  const usable = [...situation.candidates, ...found].filter(({ connected, tool }) => connected && !tool.off);
  const tools = offeredTools(request, usable, plan);
  const prompt = planningPrompt(
    { ...request, goal: plan.goal },
    { tools, plan, trouble: troubleText(situation, said, tried) },
  );
  const written = await writeInRounds({ ...writing, onChange: (change) => changes.push(change) }, writer, {
    task: "repair",
    prompt,
    flaws: ({ items }) => (items === 0 ? [noChanges] : flawsOf(writer, changes, situation)),
  });
  return judged({ written, writer, changes, model: writing.model.name }, situation);
}

/** What keeps the changes as a whole from being a repair; nothing where the model says that nothing helps. */
function flawsOf(
  writer: PlanWriter,
  changes: readonly PlanChange[],
  { plan, step, request }: RepairSituation,
): string[] {
  if (changes.length === 0) return writer.unserved.length > 0 ? [] : [noChanges];
  if (!differenceBetween(plan, writer.plan).revised.includes(step.id)) {
    return [`Nothing of it changes what step "${step.id}" does, which is the one in trouble.`];
  }
  const { connectedKinds, mostItems } = request.facts;
  const problems = revisionProblems({
    ...{ plan: writer.plan, changes, mends: step.id, tools: request.tools, connectedKinds, mostItems },
  });
  return problems.map(({ message }) => message);
}

interface WrittenRepair {
  written: Written;
  writer: PlanWriter;
  changes: readonly PlanChange[];
  model: string;
}

function judged(
  { written, writer, changes, model }: WrittenRepair,
  situation: RepairSituation,
): ModelRepaired {
  const { plan, request } = situation;
  // Half of a change may be none, and who goes on writing what is refused has lost the thread, or is not its own master.
  if (written.kind !== "whole") return { kind: "failed", reason: written.reason };
  const proposal = new Proposal(plan, request);
  proposeChanges(proposal, changes, { words: "", reason: `So ${model} would mend it.` });
  const parts = takenTogether(proposal.settledParts(), situation.step.id);
  const print = repairPrint(
    plan,
    parts.flatMap((part) => part.changes),
    request.tools,
  );
  const [first, ...others] = parts;
  if (!first || print === null) {
    const [why] = writer.unserved;
    return {
      kind: "failed",
      reason: why ? `it says that nothing helps: ${why}` : "it would change nothing.",
    };
  }
  const more = others.length === 1 ? ", and one more change" : `, and ${others.length} more changes`;
  const notes = writer.notes.slice(0, 3).join(" ");
  return {
    kind: "repaired",
    repair: {
      ...{ key: modelRepairKey(print), kind: "model", parts, waitMinutes: null, model },
      title: `${headline(first).slice(0, 250)}${others.length > 0 ? more : ""}`,
      reason: notes || first.reason,
    },
  };
}

/** Of one value that changes, to what says more than that it does. */
function headline({ kind, title, consequences: [first, ...others] }: RefinementPart): string {
  return kind === "value" && first !== undefined && others.length === 0 ? first : title;
}
