// Whether a call that would ask is within bounds a person has set. Looked at on the inputs that would be sent, and once
// more at the moment of the call: what was revoked, used up or over by then asks.
import { envelopeBreaches } from "@/lib/approval/check-envelope";
import { envelopesFor, takeUse } from "@/lib/db/envelopes";
import type { Envelope } from "@/lib/domain/envelope";
import { placeInEvent, runAt } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import { type NextMove, type StepFacts, stepInRun } from "./decide-next";

export type ApprovalMove = Extract<NextMove, { kind: "request-approval" }>;

export type FoundEnvelope =
  /** `before`: what happens before the call, as far as it is known; `take`: takes one of the calls that are allowed. */
  | { kind: "within"; before: RunEventBody[]; take: () => Promise<RunEventBody[] | null> }
  | { kind: "outside"; reasons: string[] };

export async function findEnvelope(facts: StepFacts, move: ApprovalMove): Promise<FoundEnvelope> {
  const { run, plan, stepId, item, tools, connection, now } = facts;
  const stepRun = runAt(run, facts);
  const tool = tools.get(stepInRun(plan, run, stepId, item).toolId);
  // What was done in an earlier run, and what has changed since it was approved, is asked about whatever was allowed.
  const isAsked = (run.rerun?.repeats.includes(stepId) ?? false) || stepRun.approvedHash !== null;
  if (!tool || isAsked) return { kind: "outside", reasons: [] };
  const call = [run.id, stepId, item ?? "", stepRun.generation, stepRun.attempts.length].join(":");
  const found = await envelopesFor({ runId: run.id, planId: plan.id, toolId: tool.id, call });
  const bounded = {
    ...{ runId: run.id, planId: plan.id, tool, inputs: move.inputs, provenance: stepRun.provenance, now },
    connectionId: connection?.id ?? null,
    connectionOrigin: connection?.origin ?? null,
  };
  const judged = found.map((envelope) => ({ envelope, breaches: envelopeBreaches(envelope, bounded) }));
  const within = judged.find(({ breaches }) => breaches.length === 0)?.envelope;
  if (!within) {
    const reasons = (judged[0]?.breaches ?? []).map((breach) => `Outside the bounds you set: ${breach}`);
    return { kind: "outside", reasons };
  }
  const used = (use: number) => [usedEvent(facts, move, within, use)];
  return {
    kind: "within",
    before: used(within.used + 1),
    take: async () => {
      const use = await takeUse(within.id, call);
      return use === null ? null : used(use);
    },
  };
}

function usedEvent(facts: StepFacts, move: ApprovalMove, envelope: Envelope, use: number): RunEventBody {
  return {
    ...{ type: "envelope-used", ...placeInEvent(facts), envelopeId: envelope.id },
    ...{ approvedHash: move.contentHash, grantedAt: envelope.createdAt, use, most: envelope.most },
  };
}
