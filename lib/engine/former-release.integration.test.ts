// What an earlier release left under way goes on with this one. The rows were left by the release of 27 November 2026
// (migration 10), whose worker was killed in the middle of a call.
import { beforeAll, expect, it } from "vitest";
import { pendingApprovals } from "@/lib/db/approvals";
import { findPlan } from "@/lib/db/plans";
import { pendingQuestions } from "@/lib/db/questions";
import { listRuns, loadRun } from "@/lib/db/runs";
import type { RunId } from "@/lib/domain/ids";
import { answerQuestion } from "@/lib/flow/answer-question";
import { controlRun } from "@/lib/flow/control-run";
import { decideApproval } from "@/lib/flow/decide-approval";
import { recoverStep } from "@/lib/flow/recover-step";
import { restoreRelease } from "@/lib/testing/restore-release";
import { ended, id, startWorkerProcess, statuses, stepWhen } from "./testing/harness";
import type { TestService } from "./testing/test-service";
import { withService } from "./testing/with-worker";

let service: TestService;
let runs: Record<string, RunId>;
beforeAll(async () => {
  runs = await restoreRelease("./release-2026-11-27.json");
});
withService((started) => {
  service = started;
});

const left = (name: string): RunId => {
  const runId = runs[name];
  if (!runId) throw new Error(`the release left no run that was ${name}`);
  return runId;
};

async function approve(runId: RunId): Promise<void> {
  const [approval] = await pendingApprovals({ runId });
  if (!approval) throw new Error("nothing asks for an approval");
  const decision = { decision: "approve", contentHash: approval.contentHash } as const;
  expect((await decideApproval({ approvalId: approval.id, decision })).kind).toBe("decided");
}

it("R15: runs of an earlier release are read, and go on: approved, answered, resumed, cut off and unknown ones", async () => {
  for (const run of await listRuns({ limit: 100 })) {
    expect(await findPlan(run.planId, run.planRevision)).not.toBeNull();
  }
  const completed = await loadRun(left("completed"));
  expect(completed?.status).toBe("completed");
  expect(completed && statuses(completed)).toEqual({ r: "completed", k: "completed" });

  await startWorkerProcess(service.url);
  // The worker was killed in the middle of this call: it is made again, with the same key.
  expect((await ended(left("cut"))).status).toBe("completed");
  expect(service.calls.filter((call) => call.name === "hang").map((call) => call.key)).toEqual([
    `${left("cut")}:hang:1`,
  ]);

  await stepWhen(left("waiting"), "a", "waiting-approval");
  await approve(left("waiting"));
  expect((await ended(left("waiting"))).status).toBe("completed");

  const [question] = await pendingQuestions({ runId: left("asked") });
  if (!question) throw new Error("nothing is asked");
  expect((await answerQuestion({ questionId: question.id, answer: "two" })).kind).toBe("answered");
  expect((await ended(left("asked"))).status).toBe("completed");

  await stepWhen(left("unknown"), "crash", "outcome-unknown");
  const recovery = { kind: "confirm-completed" } as const;
  await recoverStep({ runId: left("unknown"), stepId: id("crash"), recovery });
  expect((await ended(left("unknown"))).status).toBe("completed");

  await controlRun({ runId: left("paused"), action: "resume" });
  await stepWhen(left("paused"), "a", "waiting-approval");
  await approve(left("paused"));
  expect((await ended(left("paused"))).status).toBe("completed");

  await recoverStep({ runId: left("failed"), stepId: id("bad"), recovery: { kind: "retry" } });
  expect((await ended(left("failed"))).status).toBe("completed");

  // What the earlier release had recorded was not done once more.
  expect(service.count("r")).toBe(0);
  expect([service.count("crash"), service.count("a"), service.count("bad")]).toEqual([0, 2, 1]);
}, 120_000);
