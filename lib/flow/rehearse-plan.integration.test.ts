// A rehearsal beside a run of the same plan, with a real service that counts what reaches it and a real database of
// which every row is looked at.
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { pendingApprovals } from "@/lib/db/approvals";
import { db } from "@/lib/db/client";
import { newId, type PlanId } from "@/lib/domain/ids";
import { type Run, stepRunOf } from "@/lib/domain/run";
import {
  ended,
  id,
  literal,
  output,
  startPlan,
  step,
  stepWhen,
  storePlan,
} from "@/lib/engine/testing/harness";
import type { TestService } from "@/lib/engine/testing/test-service";
import { accountTool, askTool, fetchTool, listTool, sendTool } from "@/lib/engine/testing/test-tools";
import { withWorker } from "@/lib/engine/testing/with-worker";
import { env } from "@/lib/env";
import { decideApproval } from "./decide-approval";
import { type RehearsedPlan, rehearsePlan } from "./rehearse-plan";

let service: TestService;
withWorker((started) => {
  service = started;
});

/** Every row of every table there is, as one figure a table. */
async function contents(): Promise<Record<string, string>> {
  const { rows: tables } = await db().execute(sql`
    select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`);
  const found: [string, string][] = [];
  for (const { name } of z.array(z.object({ name: z.string() })).parse(tables)) {
    const { rows } = await db().execute(sql`
      select count(*) || ' ' || coalesce(md5(string_agg(row::text, '|' order by row::text)), '') as figure
      from ${sql.raw(name)} row`);
    found.push([name, String(rows[0]?.figure)]);
  }
  return Object.fromEntries(found);
}

/** What `work` gives, and every place this process opened a connection to meanwhile, the database apart. */
async function watched<T>(work: () => Promise<T>): Promise<{ result: T; reached: string[] }> {
  const database = new URL(env().DATABASE_URL ?? "postgres://localhost:5432");
  const reached: string[] = [];
  const onSocket = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.once("connect", () => {
      if (String(socket.remotePort) !== database.port)
        reached.push(`${socket.remoteAddress}:${socket.remotePort}`);
    });
  };
  subscribe("net.client.socket", onSocket);
  try {
    return { result: await work(), reached };
  } finally {
    unsubscribe("net.client.socket", onSocket);
  }
}

const steps = () => [
  step("look", listTool),
  step("page", fetchTool, { from: output("look", "rows") }),
  step("account", accountTool),
  step("which", askTool, { question: literal("Which?"), options: literal(["One", "Two"]) }),
  step("send", sendTool, { to: literal("ada@example.com"), body: output("page", "value") }),
];

function rehearsedOf(result: RehearsedPlan) {
  if (result.kind !== "rehearsed") throw new Error(JSON.stringify(result));
  return result.rehearsal;
}
const rehearseAll = async (planId: PlanId) => {
  const cases = ["normal", "empty", "erroneous"] as const;
  const results = await Promise.all(cases.map((one) => rehearsePlan({ planId, case: one })));
  const failing = await rehearsePlan({ planId, case: "erroneous", failing: id("account"), error: "timeout" });
  return [...results, failing].map(rehearsedOf);
};
const statuses = (run: Run) =>
  Object.fromEntries(steps().map((one) => [one.id, stepRunOf(run, one.id).status]));

describe("a plan that is rehearsed", () => {
  it("A3: reaches nothing and changes no row, in any case, and leaves nothing to approve or answer", async () => {
    const plan = await storePlan(steps());
    const before = await contents();
    expect(Object.keys(before).length).toBeGreaterThan(20);
    const { result, reached } = await watched(() => rehearseAll(plan.id));
    expect(result.map(({ run }) => statuses(run))).toEqual([
      { look: "completed", page: "completed", account: "completed", which: "completed", send: "completed" },
      { look: "unexpected", page: "pending", account: "completed", which: "completed", send: "pending" },
      { look: "completed", page: "completed", account: "completed", which: "completed", send: "completed" },
      { look: "completed", page: "completed", account: "failed", which: "completed", send: "completed" },
    ]);
    expect(reached).toEqual([]);
    expect(service.calls).toEqual([]);
    expect(await contents()).toEqual(before);
    expect(await pendingApprovals()).toEqual([]);
  });

  it("is told by what the same counting shows of a run, and knows afterwards what its tools gave", async () => {
    service.on("look", () => ({ output: { rows: [{ name: "Real" }] } }));
    service.on("page", () => ({ output: { value: "What the page said" } }));
    const three = () => [
      step("look", listTool),
      step("page", fetchTool, { from: output("look", "rows") }),
      step("send", sendTool, { to: literal("ada@example.com"), body: output("page", "value") }),
    ];
    const before = await contents();
    const runId = await startPlan(three());
    const waiting = await stepWhen(runId, "send", "waiting-approval");
    await decideApproval({
      approvalId: waiting.approvalId,
      decision: { decision: "approve", contentHash: waiting.contentHash },
    });
    const run = await ended(runId);
    expect(service.calls.map(({ name }) => name)).toEqual(["look", "page", "send"]);
    expect(await contents()).not.toEqual(before);

    const { run: simulated, steps: told } = rehearsedOf(
      await rehearsePlan({ planId: run.planId, case: "normal" }),
    );
    // It says of the run what the run was: the same inputs, the same question to the person.
    for (const name of ["look", "page", "send"]) {
      const [one, other] = [stepRunOf(simulated, id(name)), stepRunOf(run, id(name))];
      expect({ ...one, startedAt: null, finishedAt: null, attempts: [] }).toEqual({
        ...{ ...other, startedAt: null, finishedAt: null, attempts: [] },
        receipt: null,
      });
    }
    expect(told.map(({ from, approvals }) => [from?.kind, approvals])).toEqual([
      ...[
        ["past", 0],
        ["past", 0],
        ["past", 1],
      ],
    ]);
    expect(service.calls).toHaveLength(3);
  });

  it("refuses what makes no sense, and says what would", async () => {
    const { id: planId } = await storePlan(steps());
    const refused = async (request: Omit<Parameters<typeof rehearsePlan>[0], "planId">) => {
      const result = await rehearsePlan({ planId, ...request });
      return result.kind === "refused" ? result.message : result.kind;
    };
    expect(await refused({ case: "erroneous", failing: id("nobody") })).toBe(
      'The plan has no step "nobody".',
    );
    expect(await refused({ case: "erroneous", failing: id("which") })).toMatch(/calls nothing outside/);
    expect(await refused({ case: "normal", failing: id("account") })).toBe(
      'A step fails in the case "erroneous" only.',
    );
    expect(await refused({ case: "erroneous", error: "timeout" })).toMatch(/needs the step/);
    expect(await rehearsePlan({ planId: newId("plan"), case: "normal" })).toEqual({ kind: "not-found" });
  });
});
