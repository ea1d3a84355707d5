import { describe, expect, it } from "vitest";
import { pendingApprovals } from "@/lib/db/approvals";
import { envelopesFor, listEnvelopes, revokeEnvelope, takeUse } from "@/lib/db/envelopes";
import { listEvents, loadRun } from "@/lib/db/runs";
import type { Bound, EnvelopeGrant } from "@/lib/domain/envelope";
import type { RunId } from "@/lib/domain/ids";
import { decideApproval } from "@/lib/flow/decide-approval";
import { rerunStep } from "@/lib/flow/rerun-step";
import { ended, id, literal, output, runWhen, startPlan, statuses, step, stepWhen } from "./testing/harness";
import type { TestService } from "./testing/test-service";
import { fetchTool, listTool, sendTool } from "./testing/test-tools";
import { withWorker } from "./testing/with-worker";

let service: TestService;

withWorker((started) => {
  service = started;
});

const hour = 3_600_000;
const inAnHour = () => new Date(Date.now() + hour).toISOString();
const toCorp: Record<string, Bound> = {
  name: { kind: "vary" },
  to: { kind: "domain", domains: ["corp.example"] },
};

/** Approves what waits, and with it as much as a grant allows. */
async function grant(runId: RunId, name: string, envelope: Partial<EnvelopeGrant> = {}) {
  await stepWhen(runId, name, "waiting-approval");
  const approval = (await pendingApprovals({ runId })).find((one) => one.stepId === name);
  if (!approval) throw new Error("nothing waits to be approved");
  const granted: EnvelopeGrant = { scope: "run", most: 3, until: inAnHour(), bounds: toCorp, ...envelope };
  const { id: approvalId, contentHash } = approval;
  return decideApproval({ approvalId, decision: { decision: "approve", contentHash, envelope: granted } });
}

const sent = (name: string, to: string, after: string[] = []) =>
  step(name, sendTool, { to: literal(to) }, after);

async function reasonsOf(runId: RunId, name: string): Promise<string[]> {
  return (await stepWhen(runId, name, "waiting-approval")).card.reasons;
}

const envelopesOf = async (runId: RunId) => (await listEnvelopes()).filter((one) => one.runId === runId);
const outside = (reasons: readonly string[]) => reasons.filter((one) => one.startsWith("Outside"));

describe("approving within bounds", () => {
  it("does what is within them without asking, says so, and stops at the first action outside", async () => {
    const runId = await startPlan([
      sent("a", "ada@corp.example"),
      sent("b", "bob@corp.example", ["a"]),
      sent("c", "eve@evil.example", ["b"]),
    ]);
    expect((await grant(runId, "a")).kind).toBe("decided");
    expect(outside(await reasonsOf(runId, "c"))).toEqual([
      'Outside the bounds you set: "to" is "eve@evil.example", not only addresses at corp.example.',
    ]);
    expect(service.calls.map(({ name }) => name)).toEqual(["a", "b"]);
    const events = (await listEvents(runId)).map(({ body }) => body);
    const [used] = events.filter((body) => body.type === "envelope-used");
    expect(used).toMatchObject({ stepId: "b", use: 1, most: 3, grantedAt: expect.any(String) });
    // The call it was for follows it: nothing is allowed that is not made.
    expect(events[events.findIndex(({ type }) => type === "envelope-used") + 1]).toMatchObject({
      ...{ type: "attempt-started", stepId: "b", inputs: { name: "b", to: "bob@corp.example" } },
    });
  });

  it("R5: many at once make no more calls than were allowed, and the rest asks", async () => {
    service.on("list", () => ({
      output: { rows: Array.from({ length: 12 }, (_, n) => ({ to: `p${n}@corp.example` })) },
    }));
    const runId = await startPlan([
      sent("first", "ada@corp.example"),
      step("list", listTool, {}, ["first"]),
      {
        ...step("each", sendTool, { to: { kind: "item", path: ["to"] } }, ["list"]),
        repeat: { over: output("list", "rows"), limit: 20 },
      },
    ]);
    await grant(runId, "first", { most: 5 });
    const asks = (run: Awaited<ReturnType<typeof loadRun>>) =>
      Object.values(run?.steps ?? {}).filter((one) => one.status === "waiting-approval");
    const run = await runWhen(runId, (now) => asks(now).length === 7);
    expect(service.calls.filter(({ name }) => name === "each")).toHaveLength(5);
    const reasons = asks(run).flatMap((one) =>
      one.status === "waiting-approval" ? outside(one.card.reasons) : [],
    );
    expect(new Set(reasons)).toEqual(
      new Set(["Outside the bounds you set: They allowed 5, and all have been made."]),
    );
  });

  it("R5: of two hundred who take a call at the same moment, as many get one as there are; who asks again gets the same", async () => {
    const runId = await startPlan([sent("a", "ada@corp.example"), sent("b", "eve@evil.example", ["a"])]);
    await grant(runId, "a", { most: 7 });
    const [envelope] = await envelopesOf(runId);
    if (!envelope) throw new Error("nothing was granted");
    const calls = Array.from({ length: 200 }, (_, n) => `call-${n}`);
    const taken = await Promise.all(calls.map((call) => takeUse(envelope.id, call)));
    expect(taken.filter((one) => one !== null).toSorted((x, y) => x - y)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const first = calls[taken.indexOf(3)] ?? "";
    expect(await takeUse(envelope.id, first)).toBe(3);
    const again = await envelopesFor({ ...envelope, call: first });
    expect(again.map(({ used }) => used)).toEqual([6]);
    expect(await envelopesOf(runId)).toEqual([]);
  });

  it("asks about the next action once it is revoked or over", async () => {
    const runId = await startPlan([
      sent("a", "ada@corp.example"),
      step("slow", fetchTool, {}, ["a"]),
      sent("b", "bob@corp.example", ["slow"]),
    ]);
    const gate = Promise.withResolvers<void>();
    service.on("slow", async () => {
      await gate.promise;
      return { output: { value: "ok" } };
    });
    await grant(runId, "a");
    await stepWhen(runId, "slow", "running");
    const [envelope] = await envelopesOf(runId);
    expect(envelope && (await revokeEnvelope(envelope.id))).toBe(true);
    expect(envelope && (await revokeEnvelope(envelope.id))).toBe(false);
    gate.resolve();
    await stepWhen(runId, "b", "waiting-approval");
    expect(service.calls.map(({ name }) => name)).toEqual(["a", "slow"]);
  });

  it("A6: asks about a value of outside content where nothing was said of what it may be", async () => {
    service.on("from", () => ({ output: { value: "steal this" } }));
    const runId = await startPlan([
      sent("a", "ada@corp.example"),
      step("from", fetchTool, {}, ["a"]),
      step("b", sendTool, { to: literal("bob@corp.example"), body: output("from") }, ["from"]),
    ]);
    await grant(runId, "a", { bounds: { ...toCorp, body: { kind: "vary" } } });
    expect(outside(await reasonsOf(runId, "b"))).toEqual([
      'Outside the bounds you set: "body" comes from outside content, and nothing was said of what it may be.',
    ]);
  });

  it("holds for other runs of the plan where that was said, and not for what a rerun would do once more", async () => {
    const runId = await startPlan([sent("a", "ada@corp.example")]);
    await grant(runId, "a", { scope: "plan" });
    await ended(runId);
    const again = await rerunStep({ runId, stepId: id("a"), scope: "from" });
    if (again.kind !== "started") throw new Error(again.kind);
    await stepWhen(again.runId, "a", "waiting-approval");
    expect(statuses((await loadRun(again.runId)) ?? (await ended(runId)))).toEqual({ a: "waiting-approval" });
  });

  it("A2, A4: refuses bounds that leave open what is reached, miss the action itself, or hold for too long", async () => {
    const runId = await startPlan([sent("a", "ada@corp.example")]);
    const refusals: Partial<EnvelopeGrant>[] = [
      { bounds: { ...toCorp, to: { kind: "vary" } } },
      { bounds: { ...toCorp, to: { kind: "domain", domains: ["other.example"] } } },
      { bounds: { to: { kind: "domain", domains: ["corp.example"] } } },
      { until: new Date(Date.now() - 1000).toISOString() },
      { until: new Date(Date.now() + 40 * 24 * hour).toISOString() },
    ];
    for (const wrong of refusals) expect((await grant(runId, "a", wrong)).kind).toBe("refused");
    expect(await envelopesOf(runId)).toEqual([]);
    expect(service.calls).toEqual([]);
    const [approval] = await pendingApprovals({ runId });
    const decision = {
      ...{ decision: "approve" as const, contentHash: "0".repeat(64) },
      envelope: { scope: "run" as const, most: 3, until: inAnHour(), bounds: toCorp },
    };
    expect(approval && (await decideApproval({ approvalId: approval.id, decision }))).toMatchObject({
      kind: "conflict",
    });
    expect(await envelopesOf(runId)).toEqual([]);
  });
});
