import { describe, expect, it } from "vitest";
import { newId } from "@/lib/domain/ids";
import type { RunEvent, RunEventBody } from "@/lib/domain/run-event";
import { stepId } from "@/lib/planning/testing/example-tools";
import { entriesOf, writeJournal } from "./run-journal";

const runId = newId("run");
const approvalId = newId("approval");
const s1 = stepId("s1");
const failure = { kind: "transient", message: "No answer.", evidence: null } as const;

/** Events ten seconds apart. */
function events(...bodies: RunEventBody[]): RunEvent[] {
  return bodies.map((body, index) => ({
    runId,
    seq: index + 1,
    at: new Date(Date.UTC(2026, 0, 1, 12, 0, index * 10)).toISOString(),
    body,
  }));
}

const granted: RunEventBody = {
  type: "approval-granted",
  stepId: s1,
  approvalId,
  approvedHash: "a",
  editedInputs: null,
};
const story = events(
  { type: "run-started", executorId: "one" },
  { type: "attempt-failed", stepId: s1, attempt: 1, failure, retryAt: null },
  { type: "run-started", executorId: "two" },
  { type: "step-retried", stepId: s1, amended: null },
  { type: "step-resolved", stepId: s1, inputs: {}, provenance: {} },
  granted,
);

describe("writeJournal", () => {
  it("tells what failed, who decided, and how long the run waited for it", () => {
    const journal = writeJournal(story);
    expect(journal.entries.map(({ text, waitedMs, stepId: id }) => ({ text, waitedMs, id }))).toEqual([
      { text: "Attempt 1 failed: No answer.", waitedMs: null, id: "s1" },
      { text: "Another worker took over; nothing recorded was repeated", waitedMs: null, id: null },
      { text: "You tried again", waitedMs: 20_000, id: "s1" },
      { text: "You approved it", waitedMs: null, id: "s1" },
    ]);
    expect(entriesOf(journal, null)).toHaveLength(1);
  });

  it("gives the same however the events arrive, repeated ones included", () => {
    const whole = writeJournal(story);
    for (let cut = 0; cut <= story.length; cut += 1) {
      const first = writeJournal(story.slice(0, cut));
      expect(writeJournal(story, first)).toEqual(whole);
      expect(writeJournal(story.slice(cut), first)).toEqual(whole);
    }
  });
});
