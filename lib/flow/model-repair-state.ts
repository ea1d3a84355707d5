// How the model in use stands to a step in trouble: whether it may be asked, is being asked, or has answered.
import { createHash } from "node:crypto";
import { modelFailure } from "@/lib/ai/model-failure";
import { modelRepairKey } from "@/lib/ai/repair-with-model";
import { modelInUse, type UsableModel } from "@/lib/ai/usable-model";
import { findModelRepair, type StoredModelRepair } from "@/lib/db/model-repairs";
import { canonicalJson } from "@/lib/domain/canonical-json";
import { changesOf } from "@/lib/domain/refinement";
import type { ModelRepair, Repair } from "@/lib/domain/repair";
import { isTroubledStep, itemRunsOf, stepRunOf, type TriedRepair } from "@/lib/domain/run";
import { repairPrint } from "@/lib/planning/embedded/repair/repair-print";
import { type RepairSituation, stepsTouched } from "@/lib/planning/embedded/repair/situation";
import type { Trouble } from "@/lib/planning/embedded/repair/trouble";
import type { TroubledStep } from "./repair-situation";

export interface ModelRepairState {
  model: ModelRepair;
  /** What it proposes, where it has answered. */
  repair: Repair | null;
  /** The claim found at the step that counts no more, or can be taken over; null where there is none. */
  seen: string | null;
  /** What can be asked; null where none may be. */
  usable: UsableModel | null;
}

/** Longer than asking ever takes: whoever asked is gone. */
export const mostAskingMs = 90_000;
/** So many of its proposals may be denied before it is asked only when a person says so. */
const mostDenied = 3;

/** Trouble that passes, or that a person mends elsewhere, needs no other plan: of it a model is asked on demand alone. */
const needsThought: ReadonlySet<Trouble["kind"]> = new Set([
  ...(["bad-input", "not-found", "too-large", "refused", "broken-tool", "unexpected"] as const),
]);

export async function modelRepairOf(troubled: TroubledStep): Promise<ModelRepairState> {
  const { run, situation } = troubled;
  const stored = await findModelRepair({ runId: run.id, stepId: situation.step.id });
  const none = { repair: null, seen: stored?.claim ?? null, usable: null };
  if (!canBeAskedAbout(situation.trouble)) return { ...none, model: { state: "none" } };
  if (
    stored?.situation === situationKey(troubled) &&
    stored.state === "answered" &&
    fits(stored.repair, situation)
  ) {
    const { model, planning, repair } = stored;
    return { ...none, model: { state: "answered", model, planning }, repair };
  }
  const opened = await openModel();
  if (!opened.usable) return { ...none, model: opened.model };
  const { usable } = opened;
  const state = { ...none, usable };
  const isDue = isDueFor(troubled);
  const idle: ModelRepair = { state: "idle", model: usable.name, isDue };
  if (!stored || stored.situation !== situationKey(troubled)) return { ...state, model: idle };
  return { ...state, model: askedState(stored, idle) };
}

function askedState(stored: StoredModelRepair, idle: ModelRepair): ModelRepair {
  const { model } = stored;
  switch (stored.state) {
    case "asking":
      return stored.askedMs > mostAskingMs ? idle : { state: "asking", model };
    case "canceled":
      return { state: "canceled", model };
    case "failed":
      return { state: "failed", model, reason: stored.reason, planning: stored.planning };
    case "answered":
      return idle;
    default:
      return stored satisfies never;
  }
}

type Opened = { usable: UsableModel } | { usable: null; model: ModelRepair };

async function openModel(): Promise<Opened> {
  try {
    const usable = await modelInUse();
    return usable && usable.role !== "decisions" ? { usable } : { usable: null, model: { state: "none" } };
  } catch (error) {
    const { reason } = modelFailure(error, "page");
    return { usable: null, model: { state: "failed", model: "The model in use", reason, planning: null } };
  }
}

/** Where a call may have done something, nobody proposes another one (R2). */
const canBeAskedAbout = ({ kind, isHarmless }: Trouble) => isHarmless && kind !== "unknown";

/** Whether the card asks by itself: where another plan is needed, or the person has said what they want instead. */
function isDueFor({ situation, tried }: TroubledStep): boolean {
  const denied = tried.filter(
    ({ key, outcome }) => outcome === "denied" && key.startsWith(modelRepairKey("")),
  );
  if (denied.length >= mostDenied) return false;
  return needsThought.has(situation.trouble.kind) || reasonsOf(tried).length > 0;
}

/** What the person said of repairs they denied, the oldest first. */
export function reasonsOf(tried: readonly TriedRepair[]): string[] {
  return tried.flatMap((one) => (one.outcome === "denied" && one.reason !== "" ? [one.reason] : []));
}

/** The state of a step that a proposal is for: whatever happens to the step is another. */
export function situationKey({ run, situation, tried }: TroubledStep): string {
  const stepRun = stepRunOf(run, situation.step.id);
  const troubled = [stepRun, ...itemRunsOf(run, stepRun)].filter(isTroubledStep);
  const content = {
    revision: run.planRevision,
    step: situation.step,
    tried,
    troubled: troubled.map(({ item, status, generation, attempts }) => [
      item,
      status,
      generation,
      attempts.length,
    ]),
  };
  return createHash("sha256").update(canonicalJson(content)).digest("hex");
}

/** Whether a repair can still be made: nothing it changes has ended since, and the plan with it is sound. */
function fits(repair: Repair, situation: RepairSituation): boolean {
  return (
    stepsTouched(repair.parts).every((id) => !situation.isFrozen(id)) && printOf(repair, situation) !== null
  );
}

/** The key a model's repair would have that comes to the same; null for one that changes nothing of the plan. */
export function printOf({ parts }: Repair, { plan, request }: RepairSituation): string | null {
  const changes = changesOf(parts, new Set(parts.map(({ id }) => id)));
  const print = repairPrint(plan, changes, request.tools);
  return print && modelRepairKey(print);
}
