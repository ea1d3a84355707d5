import { eq, sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sealSecrets, vault } from "@/lib/connections/vault";
import { findApproval, listApprovals, pendingApprovals } from "@/lib/db/approvals";
import { db } from "@/lib/db/client";
import { deleteConnection, insertConnection, makeDefaultConnection } from "@/lib/db/connections";
import { closeRunFeed } from "@/lib/db/run-feed";
import { listEvents } from "@/lib/db/runs";
import { connections, tools } from "@/lib/db/schema";
import { upsertTools } from "@/lib/db/tools";
import type { Approval } from "@/lib/domain/approval";
import { newId, type RunId } from "@/lib/domain/ids";
import { closeEngineClient } from "@/lib/engine/enqueue-run";
import {
  ended,
  id,
  killWorkers,
  literal,
  output,
  prepareTest,
  runWhen,
  startPlan,
  startWorkerProcess,
  statuses,
  step,
  stepWhen,
  type WorkerProcess,
} from "@/lib/engine/testing/harness";
import { TestService } from "@/lib/engine/testing/test-service";
import { connectedTool, fetchTool, readTool, sendTool } from "@/lib/engine/testing/test-tools";
import { env } from "@/lib/env";
import { defineTool } from "@/lib/tools/define-tool";
import { controlRun } from "./control-run";
import { approveReads, decideApproval } from "./decide-approval";
import { recoverStep } from "./recover-step";

let service: TestService;
let worker: WorkerProcess;
const secret = "canary-sécret-4711";

async function connect(origin: string, name: string) {
  const connectionId = newId("connection");
  const owner = { connectionId, kind: "test", origin };
  return insertConnection({
    id: connectionId,
    kind: "test",
    name,
    origin,
    config: {},
    sealedSecret: sealSecrets(await vault(), owner, { token: secret }),
    isDefault: true,
    isSandbox: false,
  });
}

beforeAll(async () => {
  service = await TestService.start();
  await prepareTest();
  await connect("https://one.example", "One");
  worker = await startWorkerProcess(service.url);
});
beforeEach(() => service.reset());
afterAll(async () => {
  await killWorkers();
  await Promise.all([service.stop(), closeRunFeed(), closeEngineClient()]);
});

/** The run's one pending approval, once there is one. */
async function asked(runId: RunId, name = "a"): Promise<Approval> {
  const waiting = await stepWhen(runId, name, "waiting-approval");
  const approval = await findApproval(waiting.approvalId);
  if (!approval) throw new Error("the approval of the step is not there");
  return approval;
}

const approve = (approval: Approval) =>
  decideApproval({
    approvalId: approval.id,
    decision: { decision: "approve", contentHash: approval.contentHash },
  });

describe("an approval", () => {
  it("A3: shows exactly what is sent, and nothing is sent before", async () => {
    const runId = await startPlan([
      step("r", fetchTool),
      step("a", connectedTool, { to: literal("ada@x.example"), body: output("r") }),
    ]);
    const approval = await asked(runId);
    expect(approval.card).toMatchObject({
      goal: "A goal for tests",
      stepTitle: "Step a",
      toolId: connectedTool.id,
      toolVersion: connectedTool.version,
      effect: "irreversible",
      inputs: { name: "a", to: "ada@x.example", body: "r" },
      provenance: {
        to: { origin: "person", sources: [{ origin: "person" }] },
        body: { origin: "untrusted", sources: [{ origin: "untrusted", stepId: "r" }] },
      },
      connection: { name: "One", origin: "https://one.example" },
      reasons: ["It can't be taken back."],
    });
    expect(service.count("a")).toBe(0);
    expect(await approve(approval)).toMatchObject({ kind: "decided", approval: { status: "approved" } });
    expect((await ended(runId)).status).toBe("completed");
    expect(service.calls.at(-1)).toMatchObject({
      input: { name: "a", to: "ada@x.example", body: "r" },
      origin: "https://one.example",
      secret,
    });
  });

  it("A2: is asked for a read whose target outside content chose", async () => {
    const runId = await startPlan([step("r", fetchTool), step("a", readTool, { to: output("r") })]);
    const approval = await asked(runId);
    expect(approval.card.reasons).toEqual(['"to" comes from outside content and decides what is reached.']);
    expect(await approveReads({ runId })).toBe(0);
    await controlRun({ runId, action: "cancel" });
    expect(await findApproval(approval.id)).toMatchObject({ status: "withdrawn" });
    expect(await approve(approval)).toMatchObject({ kind: "conflict", approval: { status: "withdrawn" } });
  });

  it("of reads is given to all at once where only the policy asks", async () => {
    const runId = await startPlan([step("a", readTool), step("b", readTool), step("s", sendTool)], {
      reads: "ask",
    });
    await runWhen(
      runId,
      (run) => Object.values(run.steps).filter((one) => one.status === "waiting-approval").length === 3,
    );
    expect(await approveReads({ runId })).toBe(2);
    const run = await runWhen(
      runId,
      (now) => now.steps.b?.status === "completed" && now.steps.a?.status === "completed",
    );
    expect(run.steps.s?.status).toBe("waiting-approval");
    await controlRun({ runId, action: "cancel" });
  });

  it("with edited inputs is for those, and they count as the person's", async () => {
    const runId = await startPlan([
      step("r", fetchTool),
      step("a", sendTool, { to: output("r"), body: output("r") }),
    ]);
    const approval = await asked(runId);
    const inputs = { name: "a", to: "grace@x.example", body: "r" };
    const decided = await decideApproval({
      approvalId: approval.id,
      decision: { decision: "approve", contentHash: approval.contentHash, inputs },
    });
    if (decided.kind !== "decided" || decided.approval.status !== "approved") throw new Error("not approved");
    expect(decided.approval.editedInputs).toEqual(inputs);
    expect(decided.approval.approvedHash).not.toBe(approval.contentHash);
    const run = await ended(runId);
    expect(service.calls.at(-1)?.input).toEqual(inputs);
    expect(run.steps.a?.provenance).toMatchObject({
      to: { origin: "person" },
      body: { origin: "untrusted" },
    });
    expect(await listApprovals({ runId, limit: 10 })).toHaveLength(1);
  });

  it("refuses edited inputs that don't fit, and a decision about something else (A4)", async () => {
    const runId = await startPlan([step("a", sendTool, { to: literal("x") })]);
    const approval = await asked(runId);
    const decision = { decision: "approve", contentHash: approval.contentHash } as const;
    const bad = { approvalId: approval.id, decision: { ...decision, inputs: { to: 5, name: "a", more: 1 } } };
    expect(await decideApproval(bad)).toMatchObject({ kind: "refused", problems: [{ stepId: "a" }] });
    const forged = { approvalId: approval.id, decision: { ...decision, contentHash: "0".repeat(64) } };
    expect(await decideApproval(forged)).toMatchObject({ kind: "conflict", approval: { status: "pending" } });
    expect(await decideApproval({ approvalId: newId("approval"), decision })).toEqual({ kind: "not-found" });
    expect(await pendingApprovals({ runId })).toHaveLength(1);
    await controlRun({ runId, action: "cancel" });
  });

  it("denied ends its step; what reads it is skipped, the rest is done, and the run is canceled", async () => {
    const runId = await startPlan([
      step("a", sendTool),
      step("b", readTool, { body: output("a") }),
      step("c", readTool),
      step("d", readTool, {}, ["a"]),
    ]);
    const approval = await asked(runId);
    const decision = { decision: "deny", contentHash: approval.contentHash, reason: "not now" } as const;
    expect(await decideApproval({ approvalId: approval.id, decision })).toMatchObject({ kind: "decided" });
    const run = await ended(runId);
    expect(statuses(run)).toEqual({ a: "denied", b: "skipped", c: "completed", d: "completed" });
    expect({ status: run.status, reason: run.reason }).toEqual({
      status: "canceled",
      reason: '"Step a" was denied: not now',
    });
    expect(service.count("a")).toBe(0);
  });

  it("holds for the retry of a call that failed, not of one that may have worked", async () => {
    service.on("a", (_call, count) =>
      count === 1
        ? { error: { kind: "bad-input", message: "not yet" } }
        : count === 2
          ? { error: { kind: "transient", message: "lost", effectUncertain: true } }
          : { output: { value: "sent" } },
    );
    const runId = await startPlan([step("a", sendTool)]);
    await approve(await asked(runId));
    await stepWhen(runId, "a", "failed");
    await recoverStep({ runId, stepId: id("a"), recovery: { kind: "retry" } });
    await stepWhen(runId, "a", "outcome-unknown");
    expect(service.count("a")).toBe(2);
    await recoverStep({ runId, stepId: id("a"), recovery: { kind: "retry" } });
    await approve(await asked(runId));
    expect((await ended(runId)).status).toBe("completed");
    expect(service.count("a")).toBe(3);
  });

  it("S1: a secret the service echoes is nowhere in what is stored", async () => {
    const forms = [secret, Buffer.from(`user:${secret}`).toString("base64"), encodeURIComponent(secret)];
    service.on("ok", (call) => ({
      output: { value: `you sent ${call.secret}`, page: forms.join(" ") },
      receipt: { reference: secret, service: "x", detail: { header: forms } },
    }));
    service.on("bad", () => ({
      error: { kind: "credentials", message: `401 for ${secret}`, evidence: { body: forms, [secret]: 1 } },
    }));
    const runId = await startPlan([
      step("a", connectedTool, { name: literal("ok") }),
      step("b", connectedTool, { name: literal("bad") }),
    ]);
    await approve(await asked(runId, "a"));
    await approve(await asked(runId, "b"));
    await stepWhen(runId, "a", "completed");
    await stepWhen(runId, "b", "failed");
    const stored = JSON.stringify(await listEvents(runId));
    const text = stored + worker.log();
    for (const form of [
      ...forms,
      Buffer.from(secret).toString("hex"),
      Buffer.from(secret).toString("base64"),
    ]) {
      expect(text).not.toContain(form.slice(0, 24));
    }
    expect(stored).toContain("you sent [secret]");
    const { rows } = await db().execute(sql`
      select count(*)::int as found from dbos.operation_outputs where output like ${`%${secret}%`}`);
    expect(rows).toEqual([{ found: 0 }]);
    await controlRun({ runId, action: "cancel" });
  });
});

describe("A3: what was approved has changed at execution", () => {
  /** Approves while the run is paused, changes something, resumes; the run must ask again and send nothing. */
  async function approvedThenChanged(
    change: () => Promise<unknown>,
  ): Promise<{ runId: RunId; first: Approval; second: Approval }> {
    const runId = await startPlan([step("a", connectedTool, { to: literal("x") })]);
    const first = await asked(runId);
    await controlRun({ runId, action: "pause" });
    expect(await approve(first)).toMatchObject({ kind: "decided" });
    await change();
    await controlRun({ runId, action: "resume" });
    const run = await runWhen(runId, (now) => {
      const one = now.steps.a;
      return one?.status === "waiting-approval" && one.approvalId !== first.id;
    });
    expect(service.calls).toEqual([]);
    const again = run.steps.a;
    const second = again?.status === "waiting-approval" ? await findApproval(again.approvalId) : null;
    if (!second) throw new Error("nothing was asked anew");
    expect(second.contentHash).not.toBe(first.contentHash);
    expect(second.card.reasons[0]).toContain("What was approved has changed since");
    return { runId, first, second };
  }

  it("the tool's definition: nothing is sent, it is asked again", async () => {
    const { version: _version, source: _source, ...definition } = connectedTool;
    const changed = defineTool({ ...definition, description: "Another tool under the same name." });
    const { runId, second } = await approvedThenChanged(() => upsertTools([changed], null));
    expect(second.card.toolVersion).toBe(changed.version);
    await approve(second);
    expect((await ended(runId)).status).toBe("completed");
    await upsertTools([connectedTool], null);
  });

  it("the connection", async () => {
    let other: Awaited<ReturnType<typeof connect>> | undefined;
    const { runId, first, second } = await approvedThenChanged(async () => {
      other = await connect("https://two.example", "Two");
    });
    expect(second.card.connection?.origin).toBe("https://two.example");
    expect(await approve(first)).toMatchObject({ kind: "conflict" });
    await controlRun({ runId, action: "cancel" });
    if (first.card.connection) await makeDefaultConnection(first.card.connection.id);
    if (other) await deleteConnection(other.id);
  });

  it("the connection's origin", async () => {
    const move = (origin: string) =>
      db().update(connections).set({ origin }).where(eq(connections.kind, "test"));
    const { runId, second } = await approvedThenChanged(() => move("https://evil.example"));
    expect(second.card.connection?.origin).toBe("https://evil.example");
    // The secret was sealed for another origin, so that even an approval does not get it there (P8).
    await approve(second);
    expect((await stepWhen(runId, "a", "failed")).failure.kind).toBe("credentials");
    expect(service.calls).toEqual([]);
    await move("https://one.example");
    await controlRun({ runId, action: "cancel" });
  });

  it("the connection is gone: the step fails, and says what to do", async () => {
    const runId = await startPlan([step("a", connectedTool)]);
    const first = await asked(runId);
    const kept = await db().select().from(connections);
    await db().delete(connections);
    await approve(first);
    expect((await stepWhen(runId, "a", "failed")).failure.message).toContain("Add one under Connections");
    await db().insert(connections).values(kept);
    await recoverStep({ runId, stepId: id("a"), recovery: { kind: "retry" } });
    expect((await ended(runId)).status).toBe("completed");
  });

  it("the tool is gone: the step fails", async () => {
    const runId = await startPlan([step("a", connectedTool)]);
    const first = await asked(runId);
    await db().delete(tools).where(eq(tools.id, connectedTool.id));
    await approve(first);
    expect((await stepWhen(runId, "a", "failed")).failure.message).toContain("not in the catalogue any more");
    await upsertTools([connectedTool], null);
    await controlRun({ runId, action: "cancel" });
  });

  it("an input, planted into the database: it is asked again", async () => {
    const { runId, second } = await approvedThenChanged(async () => {
      await db().execute(sql`
        update run_events set body = jsonb_set(body, '{inputs,to}', '"evil"')
        where body->>'type' = 'step-resolved'`);
      // The worker has the true inputs in memory; another one would read the planted ones.
      await killWorkers();
      await startWorkerProcess(service.url);
    });
    expect(second.card.inputs.to).toBe("evil");
    await controlRun({ runId, action: "cancel" });
  });
});

describe("R5: contested decisions", () => {
  it("count once each, whichever of two decisions comes first", async () => {
    const count = 200;
    const names = Array.from({ length: count }, (_, index) => `s${index + 1}`);
    const runId = await startPlan(names.map((name) => step(name, sendTool)));
    const isAsked = (statuses: string[]) =>
      statuses.filter((one) => one === "waiting-approval").length === count;
    await runWhen(runId, (run) => isAsked(Object.values(run.steps).map((one) => one.status)), 60_000);
    const pending = await pendingApprovals({ runId });
    expect(pending).toHaveLength(count);
    const decide = (approval: Approval, verb: "approve" | "deny") =>
      decideApproval({
        approvalId: approval.id,
        decision: { decision: verb, contentHash: approval.contentHash, reason: "" } as never,
      });
    const outcomes = await Promise.all(
      pending.map(async (approval, index) => {
        const verbs = index % 2 === 0 ? (["approve", "deny"] as const) : (["approve", "approve"] as const);
        return Promise.all(verbs.map((verb) => decide(approval, verb)));
      }),
    );
    const kinds = outcomes.map((pair) =>
      pair
        .map((one) => one.kind)
        .sort()
        .join(),
    );
    expect(new Set(kinds)).toEqual(new Set(["conflict,decided"]));
    const run = await ended(runId, 60_000);
    const approved = (await listApprovals({ runId, status: "approved", limit: 1000 })).length;
    expect(service.calls).toHaveLength(approved);
    const completed = Object.values(run.steps).filter((one) => one.status === "completed");
    expect(completed).toHaveLength(approved);
  }, 120_000);

  it("approve against cancel: either the call is made or it is not, and the run says which", async () => {
    for (let round = 0; round < 10; round += 1) {
      service.reset();
      const runId = await startPlan([step("a", sendTool)]);
      const approval = await asked(runId);
      await Promise.all([approve(approval), controlRun({ runId, action: "cancel" })]);
      const run = await ended(runId);
      expect(run.status === "canceled" || run.status === "completed").toBe(true);
      const settled = await findApproval(approval.id);
      expect(["approved", "withdrawn"]).toContain(settled?.status);
      if (settled?.status === "withdrawn") expect(service.calls).toEqual([]);
    }
  }, 60_000);

  it("can't be let in beside the lock: the database itself refuses a second event of one number", async () => {
    const runId = await startPlan([step("a", readTool)]);
    await ended(runId);
    const client = new pg.Client({ connectionString: env().DATABASE_URL });
    await client.connect();
    const insert = client.query("insert into run_events (run_id, seq, body) values ($1, 1, '{}')", [runId]);
    await expect(insert).rejects.toThrow(/duplicate key/);
    await client.end();
  });
});
