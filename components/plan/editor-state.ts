// The state of a plan being edited: pure, so that undo, saving and conflicts can be tested without a browser.
import type { ToolId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import type { PlanProblem } from "@/lib/domain/plan-problem";
import type { Tool } from "@/lib/domain/tool";
import { applyPlanChanges } from "@/lib/planning/apply-plan-changes";

/** What undo goes back to. */
type Snapshot = Pick<Plan, "steps" | "policy">;

export type SaveState =
  | { kind: "saved" }
  | { kind: "saving" }
  /** Couldn't be sent; tried again by itself. */
  | { kind: "waiting"; message: string }
  /** Somebody else changed the plan first; these edits went into a copy. */
  | { kind: "conflict"; current: Plan; copy: Plan };

export interface EditorState {
  /** As the person sees it; `revision` is the last one saved. */
  plan: Plan;
  tools: ReadonlyMap<ToolId, Tool>;
  /** Edits not sent yet, oldest first. */
  unsent: readonly PlanChange[];
  /** How many of `unsent` are on their way. */
  inFlight: number;
  past: readonly Snapshot[];
  future: readonly Snapshot[];
  save: SaveState;
  /** Why the last edit was refused. */
  refusal: PlanProblem | null;
}

export type EditorEvent =
  /** `tools`: those the changes bring in. */
  | { type: "edit"; changes: readonly PlanChange[]; tools?: readonly Tool[] }
  | { type: "undo" }
  | { type: "redo" }
  | { type: "sending" }
  | { type: "sent"; plan: Plan }
  | { type: "unreachable"; message: string }
  | { type: "retry" }
  | { type: "conflict"; current: Plan; copy: Plan }
  | { type: "replace"; plan: Plan; tools: readonly Tool[] };

const historyLimit = 200;

export function startEditing(plan: Plan, tools: readonly Tool[]): EditorState {
  return {
    plan,
    tools: new Map(tools.map((tool) => [tool.id, tool])),
    unsent: [],
    inFlight: 0,
    past: [],
    future: [],
    save: { kind: "saved" },
    refusal: null,
  };
}

const snapshotOf = ({ steps, policy }: Plan): Snapshot => ({ steps, policy });

function withTools(tools: ReadonlyMap<ToolId, Tool>, more: readonly Tool[] = []): ReadonlyMap<ToolId, Tool> {
  return more.length === 0 ? tools : new Map([...tools, ...more.map((tool) => [tool.id, tool] as const)]);
}

/** The editor after an event. */
export function reduceEditor(state: EditorState, event: EditorEvent): EditorState {
  switch (event.type) {
    case "edit": {
      const tools = withTools(state.tools, event.tools);
      const applied = applyPlanChanges(state.plan, event.changes, tools);
      if (applied.kind === "refused") return { ...state, refusal: applied.problems[0] ?? null };
      return {
        ...state,
        tools,
        plan: applied.plan,
        unsent: [...state.unsent, ...event.changes],
        past: [...state.past, snapshotOf(state.plan)].slice(-historyLimit),
        future: [],
        refusal: null,
      };
    }
    case "undo":
    case "redo":
      return travel(state, event.type);
    case "sending":
      return { ...state, inFlight: state.unsent.length, save: { kind: "saving" } };
    case "sent":
      return {
        ...state,
        plan: { ...state.plan, revision: event.plan.revision },
        unsent: state.unsent.slice(state.inFlight),
        inFlight: 0,
        save: { kind: "saved" },
      };
    case "unreachable":
      return { ...state, inFlight: 0, save: { kind: "waiting", message: event.message } };
    case "retry":
      return state.save.kind === "waiting" ? { ...state, save: { kind: "saved" } } : state;
    case "conflict":
      return { ...state, inFlight: 0, save: { kind: "conflict", current: event.current, copy: event.copy } };
    case "replace":
      return startEditing(event.plan, [...state.tools.values(), ...event.tools]);
    default:
      return event satisfies never;
  }
}

/** One step back or forth; sent as a change of its own, so that every revision says how it came about. */
function travel(state: EditorState, direction: "undo" | "redo"): EditorState {
  const [from, to] = direction === "undo" ? [state.past, state.future] : [state.future, state.past];
  const target = from.at(-1);
  if (!target) return state;
  const rest = from.slice(0, -1);
  const opposite = [...to, snapshotOf(state.plan)];
  return {
    ...state,
    plan: { ...state.plan, ...target },
    unsent: [...state.unsent, { kind: "restore", steps: target.steps, policy: target.policy }],
    past: direction === "undo" ? rest : opposite,
    future: direction === "undo" ? opposite : rest,
    refusal: null,
  };
}
