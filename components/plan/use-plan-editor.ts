import { useCallback, useEffect, useMemo, useReducer, useRef } from "react";
import { changePlanAction } from "@/app/plans/[planId]/actions";
import { toast } from "@/components/ui/toast";
import type { Plan } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { Tool } from "@/lib/domain/tool";
import { validatePlan } from "@/lib/planning/validate-plan";
import { type EditorState, reduceEditor, type SaveState, startEditing } from "./editor-state";

export interface PlanEditor {
  plan: Plan;
  tools: EditorState["tools"];
  problems: PlanProblem[];
  /** Items a step may be repeated for in this installation. */
  mostItems: number;
  save: SaveState;
  canUndo: boolean;
  canRedo: boolean;
  /** Applies at once; saved by itself. `tools`: those the changes bring in. */
  edit: (changes: PlanChange[], tools?: Tool[]) => void;
  undo: () => void;
  redo: () => void;
  /** Puts another plan in its place: after a conflict. */
  replace: (plan: Plan, tools?: Tool[]) => void;
  /** Resolves with the saved revision once nothing is unsent; null when it can't be saved. */
  whenSaved: () => Promise<number | null>;
}

const retryMs = 3000;
const settleMs = 250;

/** A plan being edited: shown at once, saved as revisions, with undo, redo and conflicts. */
export function usePlanEditor(start: {
  plan: Plan;
  tools: Tool[];
  connectedKinds: string[];
  mostItems: number;
}): PlanEditor {
  const [state, dispatch] = useReducer(reduceEditor, null, () => startEditing(start.plan, start.tools));
  const latest = useRef(state);
  latest.current = state;
  useSaving(state, dispatch);
  useRefusals(state);

  const { mostItems } = start;
  const connectedKinds = useMemo(() => new Set(start.connectedKinds), [start.connectedKinds]);
  const problems = useMemo(
    () => validatePlan({ plan: state.plan, tools: state.tools, connectedKinds, mostItems }),
    [state.plan, state.tools, connectedKinds, mostItems],
  );
  const whenSaved = useCallback(async () => {
    for (;;) {
      const { save, unsent, plan } = latest.current;
      if (save.kind === "conflict" || save.kind === "waiting") return null;
      if (unsent.length === 0 && save.kind === "saved") return plan.revision;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }, []);
  return {
    plan: state.plan,
    tools: state.tools,
    problems,
    mostItems,
    save: state.save,
    canUndo: state.past.length > 0,
    canRedo: state.future.length > 0,
    edit: useCallback((changes, tools) => dispatch({ type: "edit", changes, tools }), []),
    undo: useCallback(() => dispatch({ type: "undo" }), []),
    redo: useCallback(() => dispatch({ type: "redo" }), []),
    replace: useCallback((plan, tools = []) => dispatch({ type: "replace", plan, tools }), []),
    whenSaved,
  };
}

type Dispatch = (event: Parameters<typeof reduceEditor>[1]) => void;

/** Sends what is unsent, one request at a time, a moment after the last edit; tries again when it can't. */
function useSaving(state: EditorState, dispatch: Dispatch) {
  const { unsent, inFlight, save, plan } = state;
  useEffect(() => {
    if (save.kind === "waiting") {
      const timer = setTimeout(() => dispatch({ type: "retry" }), retryMs);
      return () => clearTimeout(timer);
    }
    if (unsent.length === 0 || inFlight > 0 || save.kind !== "saved") return;
    const timer = setTimeout(() => {
      dispatch({ type: "sending" });
      void send(plan, [...unsent], dispatch);
    }, settleMs);
    return () => clearTimeout(timer);
  }, [unsent, inFlight, save.kind, plan, dispatch]);
}

async function send(plan: Plan, changes: PlanChange[], dispatch: Dispatch): Promise<void> {
  try {
    const result = await changePlanAction({ planId: plan.id, revision: plan.revision, changes });
    switch (result.kind) {
      case "changed":
        return dispatch({ type: "sent", plan: result.plan });
      case "stale":
        return dispatch({ type: "conflict", current: result.current, copy: result.copy });
      case "refused":
      case "not-found":
        return dispatch({
          type: "unreachable",
          message: "The server did not accept the last edit. Reload the page.",
        });
      default:
        return result satisfies never;
    }
  } catch {
    dispatch({ type: "unreachable", message: "Not saved: Lamplight can't be reached. Trying again." });
  }
}

function useRefusals({ refusal }: EditorState) {
  useEffect(() => {
    if (refusal) toast.error(refusal.message);
  }, [refusal]);
}
