import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { denyRepairAction, recoverStepAction, takeRepairAction } from "@/app/runs/[runId]/actions";
import { previewRefinement, type RefinementPreview } from "@/components/plan/preview-refinement";
import { toast } from "@/components/ui/toast";
import { repairQuery } from "@/lib/client/runs";
import type { ToolId } from "@/lib/domain/ids";
import { changesOf, withoutPart, withPart } from "@/lib/domain/refinement";
import type { Repair, RepairProposal } from "@/lib/domain/repair";
import {
  isFinishedRun,
  isTroubledStep,
  itemRunsOf,
  type Run,
  stepRunOf,
  type TriedRepair,
} from "@/lib/domain/run";
import type { Tool } from "@/lib/domain/tool";
import { type RunView, type StepView, stepsInRun } from "./run-view";
import { type CommandOutcome, useCommand } from "./use-command";
import { type AskedModel, useModelRepair } from "./use-model-repair";
import type { RecoveryPage } from "./use-recovery";

/** A run's canvas as it would be with a repair. */
export interface RepairPreview extends Pick<RefinementPreview, "steps" | "marks"> {
  tools: ReadonlyMap<ToolId, Tool>;
}

/** What is proposed for a step in trouble, and what the person does about it. */
export interface StepRepair {
  /** There is nothing to propose for it here. */
  isOff: boolean;
  isLooking: boolean;
  /** Why it could not be looked for. */
  problem: string | null;
  retry: () => void;
  response: RepairProposal["response"] | null;
  /** Null while it is looked for, and when nothing is left. */
  proposed: Repair | null;
  others: number;
  /** The language model, where one may be asked. */
  model: AskedModel | null;
  denied: readonly Extract<TriedRepair, { outcome: "denied" }>[];
  chosen: ReadonlySet<string>;
  toggle: (id: string) => void;
  /** Why the chosen parts can't be taken together. */
  conflict: string | null;
  pending: string | null;
  failure: string | null;
  take: () => void;
  deny: (reason: string) => void;
}

const nothing: ReadonlySet<string> = new Set();

/** Asks what could be done about a step, once for each state it is in, and takes or denies that. */
export function useRepair(view: RunView, { step, run: place }: StepView, page: RecoveryPage): StepRepair {
  const { adopt, refresh, onDecided, preview } = page;
  const { run } = view;
  const stepRun = stepRunOf(run, step.id);
  const troubled = [stepRun, ...itemRunsOf(run, stepRun)].filter(isTroubledStep);
  // Of a repeated step, one repair is for all of its items.
  const isOff = page.isTry === true || place.item !== null || troubled.length === 0 || isFinishedRun(run);
  const state = [
    ...[run.planRevision, stepRun.repairs.length],
    ...troubled.map(({ status, attempts }) => `${status}${attempts.length}`),
  ].join(" ");
  const queryClient = useQueryClient();
  const query = useQuery({ ...repairQuery(run.id, step.id, state), enabled: !isOff });
  const denied = stepRun.repairs.flatMap((one) => (one.outcome === "denied" ? [one] : []));
  const asked = useModelRepair(
    { runId: run.id, stepId: step.id, state },
    isOff ? null : (query.data ?? null),
    // Whoever said what they want instead waits for an answer, wherever they are.
    { asksByItself: page.isListed !== true || denied.some(({ reason }) => reason !== "") },
  );
  const { pending, failure, send } = useCommand(state, refresh);
  const { proposal, model } = asked;
  const repair = proposal?.repair ?? null;
  const [left, setLeft] = useState<{ of: string; ids: ReadonlySet<string> }>({ of: "", ids: nothing });
  const chosen = useMemo(() => {
    const ids = left.of === repair?.key ? left.ids : nothing;
    return new Set((repair?.parts ?? []).flatMap((part) => (ids.has(part.id) ? [] : [part.id])));
  }, [left, repair]);

  const shown = useMemo(() => {
    if (!proposal || !repair || repair.parts.length === 0) return null;
    const plan = { ...view.plan, steps: stepsInRun(view) };
    const tools = new Map([...view.tools, ...proposal.tools.map((tool) => [tool.id, tool] as const)]);
    return { ...previewRefinement({ plan, parts: repair.parts, chosen, tools }), tools };
  }, [proposal, repair, view, chosen]);
  useEffect(() => {
    preview?.(step.id, shown);
    return () => preview?.(step.id, null);
  }, [preview, step.id, shown]);

  const settle = (changed: { kind: string; run?: Run; message?: string }): CommandOutcome => {
    void queryClient.invalidateQueries({ queryKey: ["inbox"] });
    if (changed.run) adopt(changed.run);
    if (changed.kind === "done") return "sent";
    if (changed.kind === "refused") return { failure: changed.message ?? "It could not be done." };
    if (changed.kind === "not-found") return { failure: "This run is not there any more." };
    toast.info("Something happened in the run meanwhile. Look at how it stands.");
    refresh();
    return "over";
  };
  const take = async (): Promise<CommandOutcome> => {
    if (!proposal || !repair) return "over";
    const { key, title, parts, waitMinutes: minutes } = repair;
    const of = { runId: run.id, stepId: step.id };
    if (minutes !== null) {
      const waiting = { kind: "wait", minutes, repair: { stepId: step.id, key, title } };
      const outcome = settle(await recoverStepAction({ ...of, recovery: waiting }));
      onDecided?.();
      return outcome;
    }
    const changes = changesOf(parts, chosen);
    const outcome = settle(
      await takeRepairAction({ ...of, revision: proposal.revision, key, title, changes }),
    );
    if (outcome === "sent") onDecided?.();
    return outcome;
  };
  const deny = async (reason: string): Promise<CommandOutcome> => {
    if (!repair) return "over";
    const { key, title } = repair;
    const denied = settle(await denyRepairAction({ runId: run.id, stepId: step.id, key, title, reason }));
    // Where the page learns of changes by asking again.
    void queryClient.invalidateQueries({ queryKey: ["runs", run.id] });
    return denied;
  };
  return {
    isOff,
    isLooking: !isOff && query.isPending,
    problem: query.error?.message ?? null,
    retry: () => void query.refetch(),
    response: proposal?.response ?? null,
    proposed: repair,
    others: proposal?.others ?? 0,
    model,
    denied,
    chosen,
    toggle: (id) => {
      if (!repair) return;
      const next = (chosen.has(id) ? withoutPart : withPart)(repair.parts, chosen, id);
      setLeft({
        of: repair.key,
        ids: new Set(repair.parts.flatMap((part) => (next.has(part.id) ? [] : [part.id]))),
      });
    },
    conflict: shown?.problem ?? null,
    pending,
    failure,
    take: () => send("take", take),
    deny: (reason) => send("deny", () => deny(reason)),
  };
}
