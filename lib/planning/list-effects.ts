// What a run did to the world outside, call by call, as its events tell it.

import type { RunId, ToolId } from "@/lib/domain/ids";
import type { Json, JsonObject } from "@/lib/domain/json";
import type { Provenance } from "@/lib/domain/origin";
import type { Plan, Step } from "@/lib/domain/plan";
import type { Receipt } from "@/lib/domain/receipt";
import { reduceRun } from "@/lib/domain/reduce-run";
import { type EffectRef, effectKey } from "@/lib/domain/rollback";
import { openAttempt, type Run, type StepRun, stepRunOf } from "@/lib/domain/run";
import type { RunEvent, RunEventBody } from "@/lib/domain/run-event";
import type { Tool } from "@/lib/domain/tool";
import type { ToolErrorKind } from "@/lib/domain/tool-error";

export interface CalledEffect {
  effect: EffectRef;
  stepTitle: string;
  toolId: ToolId;
  /** As it is now; null when it is not in the catalogue any more. */
  tool: Tool | null;
  at: string;
  inputs: JsonObject;
  provenance: Record<string, Provenance>;
  /** What the call gave; null where nobody knows whether it took place, or what it gave. */
  output: Json;
  receipt: Receipt | null;
  tookPlace: boolean;
  /** When the last of it happened: what effects of several runs are ordered by. */
  lastAt: string;
  /** The run it consists of, whose own effects are what there is to undo. */
  nestedRunId: RunId | null;
}

interface Call extends CalledEffect {
  isOpen: boolean;
  mayHaveTakenPlace: boolean;
}

/** A call that can be repeated is called failed although its effect may have taken place: after these. */
const uncertainKinds: ReadonlySet<ToolErrorKind> = new Set(["transient", "timeout", "broken-tool"]);

/**
 * The calls of a run that changed something or may have, in the order in which they ended. What was taken over from an
 * earlier run was done there.
 *
 * @param plans the revisions the run went through
 */
export function listEffects(facts: {
  events: readonly RunEvent[];
  plans: ReadonlyMap<number, Plan>;
  tools: ReadonlyMap<ToolId, Tool>;
}): CalledEffect[] {
  const calls = new Map<string, Call>();
  const harmless = new Set<ToolId>();
  let run: Run | null = null;
  for (const event of facts.events) {
    const before: Run | null = run;
    run = reduceRun([event], run);
    const { body } = event;
    if (!run || !("stepId" in body)) continue;
    const item = ("item" in body ? body.item : undefined) ?? null;
    if (body.type === "approval-requested" && body.card.effect === "read") harmless.add(body.card.toolId);
    const stepRun = stepRunOf(body.type === "step-retried" && before ? before : run, body.stepId, item);
    const key = effectKey({ stepId: body.stepId, item, generation: stepRun.generation });
    const known = calls.get(key) ?? null;
    const call = body.type === "attempt-started" ? begun(known, { run, stepRun, event, body, facts }) : known;
    if (!call) continue;
    // The latest comes last.
    calls.delete(key);
    calls.set(key, { ...after(call, event, stepRun), lastAt: event.at });
  }
  return [...calls.values()].flatMap((call) => {
    const isRead = call.tool ? call.tool.effect === "read" : harmless.has(call.toolId);
    const isEffect = call.tookPlace || call.mayHaveTakenPlace || call.isOpen;
    if (isRead || !isEffect || call.tool?.asksPerson) return [];
    const { isOpen: _isOpen, mayHaveTakenPlace: _mayHave, ...effect } = call;
    return [effect];
  });
}

function begun(
  known: Call | null,
  made: {
    run: Run;
    stepRun: StepRun;
    event: RunEvent;
    body: Extract<RunEventBody, { type: "attempt-started" }>;
    facts: { plans: ReadonlyMap<number, Plan>; tools: ReadonlyMap<ToolId, Tool> };
  },
): Call | null {
  const { run, stepRun, event, body, facts } = made;
  const step = stepAt(run, stepRun, facts.plans);
  if (!step) return null;
  return {
    effect: { stepId: stepRun.stepId, item: stepRun.item, generation: stepRun.generation },
    stepTitle: step.title,
    toolId: step.toolId,
    tool: facts.tools.get(step.toolId) ?? null,
    at: event.at,
    lastAt: event.at,
    nestedRunId: body.nestedRunId ?? null,
    inputs: body.inputs,
    provenance: stepRun.provenance,
    output: null,
    receipt: null,
    tookPlace: false,
    isOpen: true,
    // An attempt that was cut off, and another after it: the first may have done it.
    mayHaveTakenPlace: known !== null && (known.isOpen || known.mayHaveTakenPlace),
  };
}

/** The step as it was when it was called. */
function stepAt(run: Run, stepRun: StepRun, plans: ReadonlyMap<number, Plan>): Step | null {
  const planned = plans.get(run.planRevision)?.steps.find(({ id }) => id === stepRun.stepId);
  return stepRun.amended ?? stepRunOf(run, stepRun.stepId).amended ?? planned ?? null;
}

function after(call: Call, { body, at }: RunEvent, stepRun: StepRun): Call {
  switch (body.type) {
    case "attempt-failed": {
      const isUncertain = isRepeatable(call.tool) && uncertainKinds.has(body.failure.kind);
      return { ...call, isOpen: false, mayHaveTakenPlace: call.mayHaveTakenPlace || isUncertain };
    }
    case "outcome-unknown":
      return { ...call, isOpen: false, mayHaveTakenPlace: true };
    case "step-completed":
    case "step-unexpected": {
      const { output, receipt } = body;
      return { ...call, at, output, receipt, isOpen: false, tookPlace: true };
    }
    case "step-retried":
      // "Not sent, try again": the person has looked.
      return stepRun.status === "outcome-unknown" ? { ...call, mayHaveTakenPlace: false } : call;
    default:
      return call.isOpen && openAttempt(stepRun) === null ? { ...call, mayHaveTakenPlace: true } : call;
  }
}

const isRepeatable = (tool: Tool | null) => tool === null || tool.idempotency !== "none";
