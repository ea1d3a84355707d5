import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import type { PlanEditor } from "@/components/plan/use-plan-editor";
import { type RunView, runView } from "@/components/run/run-view";
import { keepInAddress } from "@/components/ui/keep-in-address";
import { rehearsalQuery } from "@/lib/client/plans";
import type { Rehearsal } from "@/lib/client/rehearsal-schema";
import { type StepId, stepIdSchema } from "@/lib/domain/ids";
import { type RehearsalCase, rehearsalCaseSchema } from "@/lib/domain/rehearsal";
import { type ToolErrorKind, toolErrorKindSchema } from "@/lib/domain/tool-error";
import { type SimulatedStatus, simulatedStatus } from "./simulated-badge";

/** What is rehearsed: a case, and in the erroneous one the step that fails. */
export interface RehearsalChoice {
  case: RehearsalCase;
  failing: StepId | null;
  error: ToolErrorKind | null;
}

export interface Rehearsed {
  rehearsal: Rehearsal;
  view: RunView;
  /** By step. */
  statuses: Readonly<Record<string, SimulatedStatus>>;
}

/** A rehearsal of the plan as it is saved: which one, what it came to, and the ways in and out. */
export interface Rehearsing {
  /** Null while nothing is rehearsed. */
  choice: RehearsalChoice | null;
  found: Rehearsed | null;
  /** Why it could not be rehearsed. */
  problem: string | null;
  choose: (choice: Partial<RehearsalChoice>) => void;
  leave: () => void;
  retry: () => void;
}

const start: RehearsalChoice = { case: "normal", failing: null, error: null };

/** What is rehearsed stands in the address, so that a link leads to it. */
export function useRehearsing({ plan, tools, save }: PlanEditor): Rehearsing {
  const address = useSearchParams();
  const [choice, setChoice] = useState<RehearsalChoice | null>(() => choiceIn(address));
  const isKnown = choice?.failing == null || plan.steps.some(({ id }) => id === choice.failing);
  const current = choice && !isKnown ? { ...choice, failing: null, error: null } : choice;
  const { data, error, refetch } = useQuery({
    ...rehearsalQuery(plan.id, plan.revision, current ?? start),
    // What is not saved yet is not rehearsed yet.
    enabled: current !== null && save.kind === "saved",
  });
  const put = useCallback((next: RehearsalChoice | null) => {
    setChoice(next);
    keepInAddress({ rehearse: next?.case, failing: next?.failing, error: next?.error });
  }, []);
  const found = useMemo((): Rehearsed | null => {
    if (!data) return null;
    const view = runView(data.run, plan, tools);
    const asked = new Map(data.steps.map(({ stepId, approvals }) => [stepId, approvals > 0]));
    const statuses = view.steps.map(({ step, tool, status }) => {
      const asks = (asked.get(step.id) ?? false) || tool?.asksPerson === true;
      return [step.id, simulatedStatus(status, asks)] as const;
    });
    return { rehearsal: data, view, statuses: Object.fromEntries(statuses) };
  }, [data, plan, tools]);
  return {
    choice: current,
    found: current ? found : null,
    problem: current && error && !data ? error.message : null,
    choose: (part) => put({ ...(current ?? start), ...part }),
    leave: () => put(null),
    retry: () => void refetch(),
  };
}

function choiceIn(address: { get: (name: string) => string | null }): RehearsalChoice | null {
  const found = rehearsalCaseSchema.safeParse(address.get("rehearse"));
  if (!found.success) return null;
  const failing = stepIdSchema.safeParse(address.get("failing"));
  const error = toolErrorKindSchema.safeParse(address.get("error"));
  const isErroneous = found.data === "erroneous" && failing.success;
  return {
    case: found.data,
    failing: isErroneous ? failing.data : null,
    error: isErroneous && error.success ? error.data : null,
  };
}
