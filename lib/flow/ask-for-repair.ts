import { setTimeout as delay } from "node:timers/promises";
import { ModelLedger } from "@/lib/ai/model-ledger";
import { repairWithModel } from "@/lib/ai/repair-with-model";
import type { UsableModel } from "@/lib/ai/usable-model";
import {
  cancelModelRepair,
  claimModelRepair,
  findModelRepair,
  isStillAsking,
  settleModelRepair,
} from "@/lib/db/model-repairs";
import { addToPlanningRecord } from "@/lib/db/planning-records";
import type { RunId, StepId } from "@/lib/domain/ids";
import { describeError } from "@/lib/engine/describe-error";
import { proposeRepairs } from "@/lib/planning/embedded/repair/propose-repairs";
import { modelRepairOf, mostAskingMs, printOf, situationKey } from "./model-repair-state";
import { type ProposedRepair, proposeRepair } from "./propose-repair";
import { findTrouble, saidOf, type TroubledStep } from "./repair-situation";

type Place = { runId: RunId; stepId: StepId };

/** How often it is looked whether the asking goes on. */
const lookMs = 300;

/**
 * Has the model in use propose a repair of a step in trouble, and tells what is proposed then. Each state of a step is asked
 * about once: whoever comes while it is asked waits for the same answer, and whoever comes later is given it. Only a
 * person has a model asked again that failed or was stopped. Asking goes on when the page is left, so that coming back
 * costs nothing.
 */
export async function askForRepair(place: Place): Promise<ProposedRepair> {
  const found = await findTrouble(place);
  if (found.kind !== "found") return found;
  const { troubled } = found;
  const { model, usable, seen } = await modelRepairOf(troubled);
  if (usable && model.state !== "asking") {
    const situation = situationKey(troubled);
    const claim = await claimModelRepair(place, { situation, model: usable.name, seen });
    if (claim) await ask(troubled, { usable, claim });
  }
  await untilAsked(place);
  return proposeRepair(place);
}

/** Stops asking, wherever it is done. False when nobody is asked. */
export function stopAskingForRepair(place: Place): Promise<boolean> {
  return cancelModelRepair(place);
}

/** Waits while somebody else asks. */
async function untilAsked(place: Place): Promise<void> {
  for (;;) {
    const stored = await findModelRepair(place);
    if (stored?.state !== "asking" || stored.askedMs > mostAskingMs) return;
    await delay(lookMs);
  }
}

async function ask(
  { run, situation, tried }: TroubledStep,
  { usable, claim }: { usable: UsableModel; claim: string },
): Promise<void> {
  const place = { runId: run.id, stepId: situation.step.id };
  const stopped = new AbortController();
  const ended = new AbortController();
  const watching = watch(place, claim, stopped, ended.signal);
  const ledger = new ModelLedger();
  const begun = performance.now();
  try {
    const embedded = (await proposeRepairs(situation)).filter(({ key }) =>
      tried.some((one) => one.key === key),
    );
    const turnedDown = new Set(embedded.flatMap((repair) => printOf(repair, situation) ?? []));
    const made = await repairWithModel(
      { model: usable, ledger, signal: stopped.signal },
      { situation, said: saidOf(run, situation.step), tried, turnedDown },
    );
    const tookMs = performance.now() - begun;
    const record = ledger.record({ model: usable.name, price: usable.price, tookMs });
    const { exchanges, ...summary } = record;
    if (exchanges.length > 0) await addToPlanningRecord(run.planId, record);
    const planning = exchanges.length > 0 ? summary : null;
    await settleModelRepair(place, claim, {
      planning,
      ...(made.kind === "repaired"
        ? { state: "answered", repair: made.repair }
        : { state: "failed", reason: made.reason }),
    });
  } catch (error) {
    console.error("Asking a model for a repair failed.", describeError(error));
    const reason = "the planner failed on its answer; that is a defect in Lamplight.";
    await settleModelRepair(place, claim, { state: "failed", reason, planning: null });
  } finally {
    ended.abort();
    await watching;
  }
}

/** Breaks the asking off when somebody, in whatever process, has stopped it. */
async function watch(
  place: Place,
  claim: string,
  stopped: AbortController,
  ended: AbortSignal,
): Promise<void> {
  while (!ended.aborted) {
    await delay(lookMs, undefined, { signal: ended }).catch(() => {});
    if (ended.aborted) return;
    // While the database is away, the asking goes on.
    const goesOn = await isStillAsking(place, claim).catch(() => true);
    if (!goesOn) return stopped.abort();
  }
}
