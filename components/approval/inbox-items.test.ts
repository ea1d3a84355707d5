import { describe, expect, it } from "vitest";
import type { InboxContents } from "@/lib/client/inbox";
import { newId, type RunId } from "@/lib/domain/ids";
import { stepId } from "@/lib/planning/testing/example-tools";
import { inboxGroups } from "./inbox-items";

const planId = newId("plan");
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute)).toISOString();

function question(runId: RunId, minute: number): InboxContents["questions"][number] {
  const base = {
    id: newId("question"),
    runId,
    planId,
    stepId: stepId("s1"),
    item: null,
    question: "Which?",
    options: [],
    form: null,
  };
  return { ...base, createdAt: at(minute), status: "pending" };
}

function failed(runId: RunId, minute: number): InboxContents["attention"][number] {
  const base = {
    runId,
    planId,
    goal: "From the failure",
    stepId: stepId("s2"),
    item: null,
    stepTitle: "Send",
  };
  return { ...base, status: "failed", failure: null, since: at(minute) };
}

describe("inboxGroups", () => {
  it("groups by run, the longest waiting first, whatever kind of thing waits", () => {
    const [early, late] = [newId("run"), newId("run")];
    const summary = {
      planId,
      planRevision: 3,
      status: "waiting" as const,
      createdAt: at(0),
      finishedAt: null,
      parentRunId: null,
      rollsBack: null,
    };
    const groups = inboxGroups({
      approvals: [],
      questions: [question(late, 4), question(early, 6)],
      attention: [failed(early, 1), failed(late, 9)],
      counts: { approvals: 0, questions: 2, attention: 2 },
      nested: [],
      runs: [{ ...summary, id: late, goal: "Late goal" }],
    });
    expect(
      groups.map(({ items, ...group }) => ({ ...group, kinds: items.map((item) => item.kind) })),
    ).toEqual([
      {
        runId: early,
        goal: "From the failure",
        planId,
        planRevision: null,
        kinds: ["attention", "question"],
        startedBy: null,
      },
      {
        runId: late,
        goal: "Late goal",
        planId,
        planRevision: 3,
        kinds: ["question", "attention"],
        startedBy: null,
      },
    ]);
  });

  it("gives a step that fails again a new key, so that its card begins anew", () => {
    const runId = newId("run");
    const keyAt = (minute: number) =>
      inboxGroups({
        approvals: [],
        questions: [],
        attention: [failed(runId, minute)],
        counts: { approvals: 0, questions: 0, attention: 1 },
        nested: [],
        runs: [],
      })[0]?.items[0]?.key;
    expect(keyAt(1)).not.toBe(keyAt(2));
  });

  it("puts the items of a repeated step on one card, in the order of the list, and their trouble on one", () => {
    const runId = newId("run");
    const approval = (item: number, minute: number) => {
      const base = { id: newId("approval"), runId, planId, planRevision: 1, stepId: stepId("s1"), item };
      const card = { goal: "Send" } as InboxContents["approvals"][number]["card"];
      return {
        ...base,
        contentHash: "0".repeat(64),
        card,
        createdAt: at(minute),
        status: "pending" as const,
      };
    };
    const ofItem = (item: number) => ({ ...failed(runId, 5), item });
    const [group] = inboxGroups({
      approvals: [approval(2, 1), approval(0, 1), approval(1, 2)],
      questions: [],
      attention: [ofItem(4), ofItem(7), failed(runId, 6)],
      counts: { approvals: 3, questions: 0, attention: 3 },
      nested: [],
      runs: [],
    });
    expect(group?.goal).toBe("Send");
    expect(
      group?.items.map((item) =>
        item.kind === "batch" ? item.approvals.map((one) => one.item) : [item.kind, item.since],
      ),
    ).toEqual([
      [0, 1, 2],
      ["attention", at(5)],
      ["attention", at(6)],
    ]);
  });
});
