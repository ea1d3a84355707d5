import { describe, expect, it } from "vitest";
import type { PlanChange } from "@/lib/domain/plan-change";
import { applyPlanChanges } from "@/lib/planning/apply-plan-changes";
import { exampleTools, salesPlan, stepId } from "@/lib/planning/testing/example-tools";
import { type EditorEvent, type EditorState, reduceEditor, startEditing } from "./editor-state";

const rename = (title: string): EditorEvent => ({
  type: "edit",
  changes: [{ kind: "rename-step", stepId: stepId("s1"), title }],
});
const start = () => startEditing(salesPlan(), [...exampleTools.values()]);
const after = (...events: EditorEvent[]): EditorState => events.reduce(reduceEditor, start());
const titleOf = (state: EditorState) => state.plan.steps[0]?.title;

describe("reduceEditor", () => {
  it("undoes and redoes, and sends that as edits of its own", () => {
    const state = after(rename("A"), rename("B"), { type: "undo" }, { type: "undo" }, { type: "redo" });
    expect(titleOf(state)).toBe("A");
    expect(state.unsent.map((change) => change.kind)).toEqual([
      "rename-step",
      "rename-step",
      "restore",
      "restore",
      "restore",
    ]);
    expect(titleOf(reduceEditor(state, { type: "redo" }))).toBe("B");
  });

  it("forgets what was undone when something else is done", () => {
    const state = after(rename("A"), { type: "undo" }, rename("B"), { type: "redo" });
    expect(titleOf(state)).toBe("B");
    expect(state.future).toEqual([]);
  });

  it("keeps edits made while others are on their way", () => {
    const sent = { ...salesPlan(), revision: 2 };
    const state = after(rename("A"), { type: "sending" }, rename("B"), { type: "sent", plan: sent });
    expect(state.plan.revision).toBe(2);
    expect(titleOf(state)).toBe("B");
    expect(state.unsent).toEqual([{ kind: "rename-step", stepId: "s1", title: "B" }]);
  });

  it("loses nothing when the server can't be reached", () => {
    const state = after(rename("A"), { type: "sending" }, { type: "unreachable", message: "away" });
    expect(state.unsent).toHaveLength(1);
    expect(state.inFlight).toBe(0);
  });

  it("refuses an edit that would make a circle, and says why", () => {
    const circle: PlanChange = { kind: "add-dependency", stepId: stepId("s1"), dependsOn: stepId("s4") };
    const state = after({ type: "edit", changes: [circle] });
    expect(state.refusal?.code).toBe("cycle");
    expect(state.plan).toEqual(salesPlan());
    expect(state.unsent).toEqual([]);
  });

  it("sends changes that lead the server to the very plan the person sees", () => {
    const state = after(
      rename("A"),
      { type: "edit", changes: [{ kind: "remove-step", stepId: stepId("s2") }] },
      { type: "undo" },
      { type: "edit", changes: [{ kind: "remove-step", stepId: stepId("s3") }] },
    );
    const server = applyPlanChanges(salesPlan(), [...state.unsent], exampleTools);
    expect(server).toEqual({ kind: "applied", plan: state.plan });
  });
});
