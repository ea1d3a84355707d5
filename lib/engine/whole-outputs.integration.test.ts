// Outputs of more than the record of a run takes: their whole is a file, which later steps read.
import { describe, expect, it } from "vitest";
import { listEvents } from "@/lib/db/runs";
import type { Reading } from "@/lib/domain/binding";
import type { Expectation } from "@/lib/domain/expectation";
import type { Json } from "@/lib/domain/json";
import { stepRunOf } from "@/lib/domain/run";
import type { WholeOutput } from "@/lib/domain/whole-output";
import { fileAccess } from "@/lib/files/file-access";
import { recoverStep } from "@/lib/flow/recover-step";
import { rerunStep } from "@/lib/flow/rerun-step";
import { ended, id, literal, output, runWhen, startPlan, statuses, step, stepWhen } from "./testing/harness";
import { nest, nestedIn, published } from "./testing/nested-plans";
import type { TestService } from "./testing/test-service";
import { listTool, readTool } from "./testing/test-tools";
import { withWorker } from "./testing/with-worker";

let service: TestService;

withWorker((started) => {
  service = started;
});

const count = 40_000;
const rows = Array.from({ length: count }, (_, number) => ({
  name: `Row ${number}`,
  to: `p${number}@x.example`,
}));
const large = { output: { rows } };
const last: Reading = { kind: "output", stepId: id("list"), path: ["rows", count - 1, "name"] };
const inputOf = (name: string) => service.calls.find((call) => call.name === name)?.input;

async function contentOf(whole: WholeOutput | undefined): Promise<Json> {
  if (!whole) throw new Error("there is no file with the whole");
  return JSON.parse((await fileAccess().read(whole.fileId)).toString("utf8"));
}

describe("an output that is too large for the record", () => {
  it("is a file, of which the record has the beginning; other steps and conditions read all of it", async () => {
    service.on("list", () => large);
    const runId = await startPlan([
      step("list", listTool),
      step("use", readTool, { body: last }),
      {
        ...step("if", readTool),
        condition: {
          match: "all",
          tests: [{ value: last, of: "any", operator: "is", operand: `Row ${count - 1}` }],
        },
      },
    ]);
    const run = await ended(runId);
    expect(statuses(run)).toEqual({ list: "completed", use: "completed", if: "completed" });
    expect(inputOf("use")).toEqual({ name: "use", body: `Row ${count - 1}` });
    const { list } = run.steps;
    if (list?.status !== "completed") throw new Error("the list has no output");
    expect(list.output).toEqual({ rows: rows.slice(0, 200) });
    expect(await contentOf(list.whole)).toEqual({ rows });
    expect(Buffer.byteLength(JSON.stringify(await listEvents(runId)))).toBeLessThan(100 * 1024);
  });

  it("is judged as a whole", async () => {
    service.on("list", () => large);
    const expectations: Expectation[] = [
      { path: ["rows", "*", "name"], of: "any", operator: "is", operand: `Row ${count - 1}` },
    ];
    const runId = await startPlan([{ ...step("list", listTool), expect: expectations }]);
    expect((await stepWhen(runId, "list", "completed")).observation).toMatchObject({ verdict: "met" });
    const other = await startPlan([
      { ...step("list", listTool), expect: expectations.map((one) => ({ ...one, operand: "Row x" })) },
    ]);
    const unexpected = await stepWhen(other, "list", "unexpected");
    expect(await contentOf(unexpected.whole)).toEqual({ rows });
    await recoverStep({ runId: other, stepId: id("list"), recovery: { kind: "accept" } });
    const accepted = (await ended(other)).steps.list;
    expect(accepted).toMatchObject({ status: "completed", whole: unexpected.whole });
  });

  it("is not taken over in part: what would not fit is refused with its size", async () => {
    service.on("list", () => large);
    const runId = await startPlan([
      step("list", listTool),
      step("use", readTool, { from: output("list", "rows") }),
    ]);
    const { failure } = await stepWhen(runId, "use", "failed");
    expect(failure).toMatchObject({
      kind: "too-large",
      message: expect.stringMatching(/has \d{4} KB; a step takes 1024 KB/),
    });
    expect(service.count("use")).toBe(0);
    await recoverStep({ runId, stepId: id("use"), recovery: { kind: "stop" } });
  });

  it("is read by a later run that takes it over, and by the plan above whose step it is", async () => {
    service.on("list", () => large);
    const runId = await startPlan([step("list", listTool), step("use", readTool, { body: last })]);
    await ended(runId);
    const again = await rerunStep({ runId, stepId: id("use"), scope: "from" });
    if (again.kind !== "started") throw new Error(again.kind);
    service.reset();
    await ended(again.runId);
    expect(service.count("list")).toBe(0);
    expect(inputOf("use")).toEqual({ name: "use", body: `Row ${count - 1}` });

    service.on("list", () => large);
    const { tool } = await published([step("list", listTool)]);
    const above = await startPlan([
      nest("n", tool),
      step("after", readTool, { body: output("n", "rows", count - 1, "name") }),
    ]);
    await nestedIn(above);
    expect((await ended(above)).status).toBe("completed");
    expect(inputOf("after")).toEqual({ name: "after", body: `Row ${count - 1}` });
  });

  it("is refused of an item: the list of what all items gave is never one of beginnings", async () => {
    service.on("each", () => large);
    const runId = await startPlan([
      { ...step("each", listTool), repeat: { over: literal(["a"]), limit: 5 } },
    ]);
    const run = await runWhen(runId, (now) => stepRunOf(now, id("each"), 0).status === "failed");
    expect(stepRunOf(run, id("each"), 0)).toMatchObject({
      failure: { message: expect.stringMatching(/came back with \d+ KB; here an output can have 256 KB/) },
    });
    await recoverStep({ runId, stepId: id("each"), recovery: { kind: "stop" } });
  });
});
