// Steps whose tool is a plan: the run they start is one, whatever dies meanwhile.
import { expect, it } from "vitest";
import { loadRun } from "@/lib/db/runs";
import type { RunId } from "@/lib/domain/ids";
import { controlRun } from "@/lib/flow/control-run";
import { recoverStep } from "@/lib/flow/recover-step";
import {
  approveAll,
  atRest,
  ended,
  id,
  output,
  runWhen,
  startPlan,
  startWorkerProcess,
  step,
  stepWhen,
} from "./testing/harness";
import { loadAll, nest, nestedIn, published, runsOf } from "./testing/nested-plans";
import type { TestService } from "./testing/test-service";
import { keyedTool, readTool, sendTool } from "./testing/test-tools";
import { withService } from "./testing/with-worker";

let service: TestService;

withService((started) => {
  service = started;
});

it("R1, R9: it is started once and its end is told once, though the worker is killed while the step waits", async () => {
  const first = await startWorkerProcess(service.url, { restAfterMs: 200 });
  const { plan, tool } = await published([
    step("r", readTool),
    step("send", sendTool, { body: output("r") }),
  ]);
  expect(tool.effect).toBe("irreversible");
  const runId = await startPlan([nest("n", tool), step("after", readTool, { body: output("n") })]);
  await stepWhen(runId, "n", "waiting-approval");
  await approveAll(runId);
  const nested = await nestedIn(runId);
  await stepWhen(nested, "send", "waiting-approval");
  await first.kill();
  const second = await startWorkerProcess(service.url, { restAfterMs: 200 });
  // Both cost nothing while they wait: for each other, and for a person.
  await Promise.all([atRest(runId), atRest(nested)]);
  await second.kill();
  await approveAll(nested);
  const third = await startWorkerProcess(service.url, { restAfterMs: 200 });
  await service.called("send");
  await third.kill();
  await startWorkerProcess(service.url);
  // The send may have been on its way when the worker died: a person is asked, in the run below.
  const inner = await runWhen(nested, (now) =>
    ["completed", "outcome-unknown"].includes(now.steps.send?.status ?? ""),
  );
  if (inner.steps.send?.status === "outcome-unknown") {
    await recoverStep({ runId: nested, stepId: id("send"), recovery: { kind: "confirm-completed" } });
  }
  await runWhen(runId, (now) => now.steps.n?.attempts[0]?.finishedAt != null);
  expect(await runsOf(plan)).toEqual([nested]);
  expect((await loadRun(runId))?.steps.n?.attempts).toHaveLength(1);
  expect(service.count("send")).toBe(1);
  await controlRun({ runId, action: "cancel" });
}, 120_000);

it("R1: kills at random moments start no second run and lose none", async () => {
  const { plan, tool } = await published(
    [step("a", keyedTool), step("b", keyedTool, { body: output("a") })],
    [],
    {
      trustedWrites: [keyedTool.id],
    },
  );
  const runIds: RunId[] = [];
  for (let run = 0; run < 6; run += 1) {
    const steps = [nest("n", tool), step("after", readTool, { body: output("n") })];
    runIds.push(await startPlan(steps, { trustedWrites: [tool.id] }));
  }
  for (let kill = 0; kill < 3; kill += 1) {
    const worker = await startWorkerProcess(service.url);
    const until = service.calls.length + 1 + Math.random() * 4;
    await expect
      .poll(
        async () =>
          service.calls.length >= until ||
          (await loadAll(runIds)).every(({ status }) => status === "completed"),
        {
          timeout: 20_000,
          interval: 5,
        },
      )
      .toBe(true);
    await worker.kill();
  }
  await startWorkerProcess(service.url);
  const runs = await Promise.all(runIds.map((runId) => ended(runId, 60_000)));
  expect(runs.map(({ status }) => status)).toEqual(Array(6).fill("completed"));
  expect(new Set(await runsOf(plan))).toEqual(
    new Set(runs.map((run) => run.steps.n?.attempts[0]?.nestedRunId)),
  );
  expect(runs.map((run) => run.steps.n?.attempts.length)).toEqual(Array(6).fill(1));
}, 120_000);
