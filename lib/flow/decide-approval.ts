import { inputBreaches, openControls } from "@/lib/approval/check-envelope";
import { contentHash } from "@/lib/approval/content-hash";
import { decideApproval as decideNeed } from "@/lib/approval/decide-approval";
import { type DecidedApproval, findApproval, pendingApprovals, settleApproval } from "@/lib/db/approvals";
import { insertEnvelope } from "@/lib/db/envelopes";
import { runTransaction } from "@/lib/db/run-transaction";
import { appendEvents } from "@/lib/db/runs";
import { findTools } from "@/lib/db/tools";
import type { Approval, Decision } from "@/lib/domain/approval";
import { canonicalJson } from "@/lib/domain/canonical-json";
import { type Envelope, type EnvelopeGrant, mostDays } from "@/lib/domain/envelope";
import { type ApprovalId, newId, type RunId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import { isFinishedRun, placeInEvent, type Run, runAt } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import { storableJson } from "@/lib/domain/storable-json";
import { checkSchema } from "@/lib/tools/check-schema";
import { inputProblems } from "./input-problems";

export type Decided =
  | { kind: "decided"; approval: Approval }
  /**
   * Somebody decided first, or the run has ended; or, while it is still pending, the decision is for something else
   * than it shows. `approval` is as it is now.
   */
  | { kind: "conflict"; approval: Approval }
  | { kind: "refused"; message: string; problems: PlanProblem[] }
  | { kind: "not-found" };

/**
 * Records a person's decision on one action. It counts once, whoever else decides at the same moment (R5), and is
 * for exactly what the card shows: the decision names its hash (A3, A4). With edited inputs, what is approved is
 * the action with those.
 */
export async function decideApproval(request: {
  approvalId: ApprovalId;
  decision: Decision;
}): Promise<Decided> {
  const { approvalId, decision } = request;
  const approval = await findApproval(approvalId);
  if (!approval) return { kind: "not-found" };
  if (approval.status !== "pending") return { kind: "conflict", approval };
  if (decision.contentHash !== approval.contentHash) return { kind: "conflict", approval };
  if (decision.decision === "deny") {
    return settle(approval, { status: "denied", reason: storableJson(decision.reason.trim()) });
  }
  const granted = decision.envelope ? grantOf(approval, decision) : null;
  if (granted?.kind === "refused") return granted;
  const edited = editedInputs(approval, decision.inputs);
  if (edited) {
    const problems = inputProblems(approval.stepId, checkSchema(approval.card.inputSchema, edited));
    if (problems.length > 0) {
      return { kind: "refused", message: "The edited inputs do not fit the tool.", problems };
    }
  }
  const approvedHash = edited ? editedHash(approval, edited) : approval.contentHash;
  return settle(approval, { status: "approved", approvedHash, editedInputs: edited }, granted?.envelope);
}

type Granted =
  | { kind: "granted"; envelope: Omit<Envelope, "goal" | "used" | "createdAt"> }
  | Extract<Decided, { kind: "refused" }>;

/** What is allowed along with an action: bound to its tool as it is, its connection and where that leads. */
function grantOf(approval: Approval, decision: Extract<Decision, { decision: "approve" }>): Granted | null {
  const { card, runId, planId } = approval;
  const { envelope: grant, inputs } = decision;
  if (!grant) return null;
  const refused = (message: string): Granted => ({ kind: "refused", message, problems: [] });
  if (inputs) return refused("Approve the changed inputs first, or set bounds for the inputs as they are.");
  const tool = { input: card.inputSchema, controlInputs: card.controlInputs ?? Object.keys(card.inputs) };
  const [wrong] = [...inputBreaches(grant.bounds, tool, card.inputs), ...openControls(grant.bounds, tool)];
  if (wrong !== undefined) return refused(`This action itself is not within these bounds: ${wrong}`);
  const leftMs = Date.parse(grant.until) - Date.now();
  if (leftMs <= 0) return refused("The time until which it holds is over already.");
  if (leftMs > mostDays * 86_400_000) return refused(`It can hold for ${mostDays} days at most.`);
  const envelope = {
    ...{ id: newId("envelope"), approvalId: approval.id, runId, planId },
    ...{ toolId: card.toolId, toolTitle: card.toolTitle, toolVersion: card.toolVersion },
    connectionId: card.connection?.id ?? null,
    connectionOrigin: card.connection?.origin ?? null,
    ...grant,
    bounds: storableJson(grant.bounds) as EnvelopeGrant["bounds"],
  };
  return { kind: "granted", envelope };
}

/** The inputs the person sent along, when they differ from those of the card. */
function editedInputs(approval: Approval, inputs: JsonObject | undefined): JsonObject | null {
  if (inputs === undefined) return null;
  const edited = storableJson(inputs);
  return canonicalJson(edited) === canonicalJson(approval.card.inputs) ? null : edited;
}

/** The hash of the card's action with other inputs. */
function editedHash(approval: Approval, inputs: JsonObject): string {
  const { planId, planRevision, stepId, item, card } = approval;
  return contentHash({
    planId,
    planRevision,
    stepId,
    ...(item === null ? {} : { item }),
    toolId: card.toolId,
    toolVersion: card.toolVersion,
    inputs,
    connectionId: card.connection?.id ?? null,
    connectionOrigin: card.connection?.origin ?? null,
  });
}

async function settle(
  approval: Approval,
  decided: DecidedApproval,
  envelope?: Extract<Granted, { kind: "granted" }>["envelope"],
): Promise<Decided> {
  const { id, runId, contentHash: hash } = approval;
  const place = placeInEvent(approval);
  const event: RunEventBody =
    decided.status === "approved"
      ? {
          type: "approval-granted",
          ...place,
          approvalId: id,
          approvedHash: decided.approvedHash,
          editedInputs: decided.editedInputs,
        }
      : { type: "approval-denied", ...place, approvalId: id, reason: decided.reason };
  const isAsked = (run: Run) => {
    const step = runAt(run, approval);
    return !isFinishedRun(run) && step.status === "waiting-approval" && step.approvalId === id;
  };
  const settled = await runTransaction(async (tx) => {
    const appended = await appendEvents(tx, runId, (run) => (isAsked(run) ? [event] : []));
    if (!appended || appended.events.length === 0) return null;
    const row = await settleApproval(id, hash, decided, tx);
    // Both live under the run's lock; a difference would be a bug, and nothing of it is kept.
    if (!row) throw new Error(`approval ${id} is pending in its run, but its row is not`);
    if (envelope) await insertEnvelope(envelope, tx);
    return row;
  });
  if (settled) return { kind: "decided", approval: settled };
  const current = await findApproval(id);
  return current ? { kind: "conflict", approval: current } : { kind: "not-found" };
}

/**
 * Decides several approvals of a run, as one card shows them: each by its own hash, as if it had been alone (A3). In
 * their order; one that is not to be decided any more keeps no other from it.
 */
export async function decideApprovals(
  decisions: readonly { approvalId: ApprovalId; decision: Decision }[],
): Promise<Decided[]> {
  const decided: Decided[] = [];
  for (const one of decisions) decided.push(await decideApproval(one));
  return decided;
}

/**
 * Approves the pending reads of a run that are asked about only because the plan's policy says so; one whose target
 * is chosen by outside content keeps its own card (A7). Returns how many.
 */
export async function approveReads(request: { runId: RunId }): Promise<number> {
  const pending = await pendingApprovals({ runId: request.runId });
  const tools = await findTools(pending.map((approval) => approval.card.toolId));
  let count = 0;
  for (const approval of pending) {
    const tool = tools.get(approval.card.toolId);
    const { provenance } = approval.card;
    if (tool?.effect !== "read" || approval.card.effect !== "read") continue;
    const need = decideNeed({ tool, provenance, policy: { reads: "run", trustedWrites: [] } });
    if (need.kind === "ask") continue;
    const decision: Decision = { decision: "approve", contentHash: approval.contentHash };
    const outcome = await decideApproval({ approvalId: approval.id, decision });
    if (outcome.kind === "decided") count += 1;
  }
  return count;
}
