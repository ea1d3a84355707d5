import { describe, expect, it } from "vitest";
import type { ToTell } from "@/lib/db/notifications";
import { newId, stepIdSchema } from "@/lib/domain/ids";
import { composeMessage } from "./compose-message";

const origin = "https://lamplight.example.com";
const runId = newId("run");
const approvalId = newId("approval");
const approval: ToTell = {
  subject: { kind: "approval", approvalId },
  goal: "Email Ada the report",
  runId,
  stepId: stepIdSchema.parse("s2"),
  stepTitle: "Send the report",
  trouble: null,
};
const trouble = (type: string): ToTell => ({
  ...approval,
  subject: { kind: "trouble", runId, stepId: stepIdSchema.parse("s2"), seq: 7 },
  trouble: type,
});

describe("composeMessage", () => {
  it("says of one thing what it is, and where it is decided", () => {
    expect(composeMessage([approval], origin)).toEqual({
      subject: "Lamplight: 1 approval waits for you: Send the report (Email Ada the report)",
      text: `1 approval waits for you:
- Send the report (Email Ada the report)
  ${origin}/inbox?approval=${approvalId}

You decide on the page; opening a link changes nothing.
Who is told what: ${origin}/notifications
`,
    });
  });

  it("lists things of one kind together, twenty at most", () => {
    const many = [
      trouble("step-failed"),
      ...Array.from({ length: 24 }, () => approval),
      trouble("outcome-unknown"),
    ];
    const { subject, text } = composeMessage(many, origin);
    expect(subject).toBe("Lamplight: 24 approvals wait for you, 2 steps need you");
    expect(text.match(/\/inbox\?approval=/g)).toHaveLength(20);
    expect(text).toContain(`- and 4 more: ${origin}/inbox`);
    expect(text).toContain(`2 steps need you:\n- and 2 more: ${origin}/inbox`);
  });

  it.each([
    ["step-failed", "failed"],
    ["attempt-failed", "failed"],
    ["outcome-unknown", "may or may not have taken place"],
    ["step-unexpected", "gave something unexpected"],
  ])("says of %s that the step %s", (type, words) => {
    const { text } = composeMessage([trouble(type)], origin);
    expect(text).toContain(
      `- Send the report (Email Ada the report) ${words}\n  ${origin}/runs/${runId}?step=s2`,
    );
  });

  it("tells of runs that completed, and of scheduled ones that were not started", () => {
    const planId = newId("plan");
    const completed: ToTell = { ...approval, subject: { kind: "completed", runId } };
    const missed: ToTell = {
      ...approval,
      subject: { kind: "not-started", planId, problem: "No worker was running at that time." },
    };
    const { subject, text } = composeMessage([completed, missed], origin);
    expect(subject).toBe("Lamplight: 1 scheduled run was not started, 1 run has completed");
    expect(text).toContain(`- Email Ada the report\n  ${origin}/runs/${runId}`);
    expect(text).toContain(
      `- Email Ada the report: No worker was running at that time.\n  ${origin}/schedules`,
    );
  });

  it("N6: takes line breaks, control characters and turns of direction out of names, and shortens them", () => {
    const hostile = "Hi\r\nBcc: evil@example.com\u202e\u0000\u2028x".padEnd(5000, "y");
    const { subject, text } = composeMessage([{ ...approval, stepTitle: hostile, goal: hostile }], origin);
    expect(subject).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(subject.length).toBeLessThanOrEqual(150);
    expect(text.split("\n").filter((line) => line.includes("Bcc"))).toHaveLength(1);
    expect(text).not.toMatch(/[\u202e\u0000\u2028\r]/);
    expect(text.length).toBeLessThan(700);
  });
});
