import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { POST } from "@/app/api/hooks/[hookId]/route";
import { sealAnew } from "@/lib/connections/seal-anew";
import { pool } from "@/lib/db/client";
import { closeRunFeed } from "@/lib/db/run-feed";
import { loadRun } from "@/lib/db/runs";
import type { Binding } from "@/lib/domain/binding";
import type { PlanId, RunId } from "@/lib/domain/ids";
import type { Plan } from "@/lib/domain/plan";
import type { FedInput } from "@/lib/domain/trigger";
import { closeEngineClient } from "@/lib/engine/enqueue-run";
import {
  id,
  killWorkers,
  prepareTest,
  startWorkerProcess,
  step,
  stepWhen,
  storePlan,
} from "@/lib/engine/testing/harness";
import { TestService } from "@/lib/engine/testing/test-service";
import { readTool } from "@/lib/engine/testing/test-tools";
import {
  listWebhooks,
  publishWebhook,
  removeWebhook,
  rotateWebhookSecret,
  switchWebhook,
} from "./manage-webhooks";

const question: Binding = { kind: "question", question: "Which?", suggestions: [] };
const name = (path: string): FedInput => ({ stepId: id("a"), input: "name", path });
let plan: Plan;
let path: string;
let secret: string;

async function publish(planId: PlanId, inputs: FedInput[], revision = 1) {
  const published = await publishWebhook({ planId, revision, inputs });
  if (published.kind !== "published") throw new Error(JSON.stringify(published));
  return published;
}

interface Message {
  id?: string;
  at?: number;
  body?: string | Uint8Array<ArrayBuffer>;
  /** What is signed with; default: the webhook's own. */
  key?: string;
  headers?: Record<string, string>;
  to?: string;
}

/** Signs by hand, as the standard says, so that the library is judged by something else than itself. */
function signed({
  id: messageId = randomUUID(),
  at = Date.now() / 1000,
  body = "{}",
  key = secret,
}: Message) {
  const seconds = String(Math.floor(at));
  const hmac = createHmac("sha256", Buffer.from(key.replace(/^whsec_/, ""), "base64"));
  const signature = hmac.update(`${messageId}.${seconds}.`).update(body).digest("base64");
  return { "webhook-id": messageId, "webhook-timestamp": seconds, "webhook-signature": `v1,${signature}` };
}

async function send(message: Message = {}) {
  const hookId = (message.to ?? path).split("/").at(-1) ?? "";
  const request = new Request(`http://127.0.0.1:3000${message.to ?? path}`, {
    method: "POST",
    headers: { host: "127.0.0.1:3000", ...signed(message), ...message.headers },
    body: message.body ?? "{}",
  });
  const response = await POST(request, { params: Promise.resolve({ hookId }) });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

const count = async (table: "runs" | "webhook_deliveries") =>
  Number((await pool().query(`select count(*) from ${table}`)).rows[0].count);
const deliveries = async () => (await listWebhooks())[0]?.deliveries;

beforeAll(prepareTest);
beforeEach(async () => {
  await pool().query("delete from webhooks");
  plan = await storePlan([step("a", readTool, { name: question })]);
  const published = await publish(plan.id, [name("order.name")]);
  path = published.webhook.path;
  secret = published.secret ?? "";
});
afterAll(async () => {
  await killWorkers();
  await Promise.all([closeRunFeed(), closeEngineClient()]);
});

describe("a message", () => {
  const body = JSON.stringify({ order: { name: "lamp" } });

  it("starts a run of the published revision, with its values as untrusted", async () => {
    const { status, body: answer } = await send({ id: "msg_1", body });
    expect(status).toBe(202);
    const run = await loadRun(answer.runId);
    expect(run).toMatchObject({
      planId: plan.id,
      planRevision: 1,
      trigger: { kind: "webhook", messageId: "msg_1" },
      given: [{ stepId: "a", input: "name", value: "lamp", instead: question }],
    });
    expect(await deliveries()).toMatchObject([{ messageId: "msg_1", runId: answer.runId, problem: null }]);
  });

  it("R5, N12: that comes again, also many times at once, starts no other run", async () => {
    const runs = await count("runs");
    const first = signed({ id: "msg_1", body });
    const all = await Promise.all(
      Array.from({ length: 12 }, () => send({ id: "msg_1", body, headers: first })),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([...Array(11).fill(200), 202]);
    expect(new Set(all.map((one) => one.body.runId)).size).toBe(1);
    expect(await count("runs")).toBe(runs + 1);
  });

  it.each([
    ["{}", 'There is nothing at "order.name"'],
    ['{"order": {"name": 7}}', "does not fit"],
    ['{"order": null}', 'There is nothing at "order.name"'],
    ["[]", 'There is nothing at "order.name"'],
  ])("that says %s is refused, and can be sent again once it is right", async (wrong, words) => {
    const { status, body: problem } = await send({ id: "msg_1", body: wrong });
    expect({ status, detail: problem.detail }).toEqual({
      status: 422,
      detail: expect.stringContaining(words),
    });
    expect(await deliveries()).toMatchObject([{ messageId: "msg_1", runId: null, problem: problem.detail }]);
    expect((await send({ id: "msg_1", body })).status).toBe(202);
  });

  it.each([
    ["no JSON", "{", 400],
    ["no text", new Uint8Array([123, 34, 0xff, 34, 125]), 401],
    ["a property that is no one's own", '{"__proto__": 1}', 400],
    ["a thousand levels", `${"[".repeat(1000)}${"]".repeat(1000)}`, 400],
  ])("with %s is refused, and nothing is stored", async (_what, wrong, expected) => {
    expect((await send({ body: wrong })).status).toBe(expected);
    expect(await count("webhook_deliveries")).toBe(0);
  });

  it("N11: of 20 MB is given up when the limit is reached, whether or not it says its size", async () => {
    let given = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 100_000;
        if (given > 20_000_000) controller.close();
        else controller.enqueue(new Uint8Array(100_000));
      },
    });
    const hookId = path.split("/").at(-1) ?? "";
    const headers = { host: "127.0.0.1:3000", ...signed({}) };
    const init = { method: "POST", headers, body: endless, duplex: "half" } as const;
    const response = await POST(new Request("http://127.0.0.1:3000/x", init), {
      params: Promise.resolve({ hookId }),
    });
    expect(response.status).toBe(413);
    expect(given).toBeLessThan(2_000_000);
    const announced = await send({ headers: { "content-length": "20000000" } });
    expect(announced.status).toBe(413);
  });

  it("is taken sixty times a minute, then later", async () => {
    await pool().query(
      `insert into webhook_deliveries (plan_id, message_id, at)
       select $1, 'msg_' || n, clock_timestamp() from generate_series(1, 60) n`,
      [plan.id],
    );
    const { status, headers } = await send({ body });
    expect({ status, after: headers.get("retry-after") }).toEqual({ status: 429, after: "60" });
    await pool().query("update webhook_deliveries set at = at - interval '1 minute'");
    expect((await send({ body })).status).toBe(202);
  });
});

describe("N12: signatures", () => {
  it("1,000 forgeries start no run and store nothing", async () => {
    const body = JSON.stringify({ order: { name: "lamp" } });
    const runs = await count("runs");
    const right = signed({ id: "msg_1", body });
    const other = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
    const now = Date.now() / 1000;
    const [, mac = ""] = right["webhook-signature"].split(",");
    const forge: ((n: number) => Message)[] = [
      (n) => ({ id: `msg_${n}`, body, key: other }),
      (n) => ({ id: `msg_${n}`, body, headers: { ...right, "webhook-id": `forged_${n}` } }),
      (n) => ({ body: body.replace("lamp", `lamp${n}`), headers: right }),
      (n) => ({ body: `${body}${" ".repeat(n + 1)}`, headers: right }),
      (n) => ({ id: `old_${n}`, body, at: now - 301 - n }),
      (n) => ({ id: `new_${n}`, body, at: now + 302 + n }),
      (n) => ({ body, headers: { ...right, "webhook-signature": `v1,${mac.slice(0, n % mac.length)}` } }),
      () => ({ body, headers: { ...right, "webhook-signature": `v2,${mac} v1a,${mac} v1 ,` } }),
      (n) => ({ body, headers: { ...right, "webhook-timestamp": `${n}` } }),
      () => ({ body, headers: { ...right, "webhook-timestamp": "NaN", "webhook-id": "" } }),
    ];
    for (let n = 0; n < 1000; n += 1) {
      const message = forge[n % forge.length]?.(n) ?? {};
      expect((await send(message)).status).toBe(401);
    }
    expect(await count("runs")).toBe(runs);
    expect(await count("webhook_deliveries")).toBe(0);
    expect((await send({ body, headers: right })).status).toBe(202);
  });

  it("one of several is enough, as when a secret is being replaced by its sender", async () => {
    const body = JSON.stringify({ order: { name: "lamp" } });
    const right = signed({ body });
    const several = `v1,${Buffer.alloc(32).toString("base64")} ${right["webhook-signature"]}`;
    expect((await send({ body, headers: { ...right, "webhook-signature": several } })).status).toBe(202);
  });

  it("are by the new secret alone once it is rotated, and by the same after a rotation of the key", async () => {
    const body = JSON.stringify({ order: { name: "lamp" } });
    const rotated = await rotateWebhookSecret(plan.id);
    const next = rotated.kind === "published" ? (rotated.secret ?? "") : "";
    expect(next).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(next).not.toBe(secret);
    expect((await send({ body })).status).toBe(401);
    await sealAnew();
    expect((await send({ body, key: next })).status).toBe(202);
    const { rows } = await pool().query("select * from webhooks");
    expect(JSON.stringify(rows)).not.toContain(next.slice(6, 30));
    expect(JSON.stringify(await listWebhooks())).not.toContain(next.slice(6, 30));
  });
});

describe("an address", () => {
  it("there is none of answers as any other; one that is off says so to those who know the secret", async () => {
    const unknown = await send({ to: "/api/hooks/hook_0000000000000000" });
    const nonsense = await send({ to: "/api/hooks/..%2f" });
    expect([unknown.status, nonsense.status]).toEqual([404, 404]);
    expect(unknown.body).toEqual(nonsense.body);
    await switchWebhook(plan.id, false);
    expect((await send({})).status).toBe(410);
    expect((await send({ key: `whsec_${Buffer.alloc(32).toString("base64")}` })).status).toBe(401);
    await switchWebhook(plan.id, true);
    expect((await send({ body: '{"order":{"name":"lamp"}}' })).status).toBe(202);
    expect(await removeWebhook(plan.id)).toBe(true);
    expect(await removeWebhook(plan.id)).toBe(false);
    expect((await send({})).status).toBe(404);
  });

  it("stays when the plan is published anew; the secret is not shown again", async () => {
    const again = await publish(plan.id, []).catch((error) => String(error));
    expect(again).toContain("Which?");
    const anew = await publish(plan.id, [name("name")]);
    expect(anew).toMatchObject({ secret: null, webhook: { path, inputs: [name("name")] } });
    expect((await send({ body: '{"name":"lamp"}' })).status).toBe(202);
  });
});

describe("publishing refuses", () => {
  it.each([
    [[], "Which?"],
    [[name("a..b")], "can't be read as a place"],
    [[name("a"), name("b")], "twice"],
    [[name("a"), { stepId: id("z"), input: "name", path: "a" }], 'no step "z"'],
    [[name("a"), { stepId: id("a"), input: "nothing", path: "a" }], 'no input "nothing"'],
  ])("%j", async (inputs, words) => {
    expect(await publishWebhook({ planId: plan.id, revision: 1, inputs })).toMatchObject({
      kind: "refused",
      message: expect.stringContaining(words),
    });
  });

  it("what an earlier step gives, and a revision there is none of", async () => {
    const chained = await storePlan([
      step("a", readTool),
      step("b", readTool, { name: { kind: "output", stepId: id("a"), path: ["value"] } }),
    ]);
    const fed = [{ stepId: id("b"), input: "name", path: "x" }];
    expect(await publishWebhook({ planId: chained.id, revision: 1, inputs: fed })).toMatchObject({
      message: expect.stringContaining("comes from an earlier step"),
    });
    expect(await publishWebhook({ planId: chained.id, revision: 7, inputs: [] })).toEqual({
      kind: "not-found",
    });
  });
});

describe("in a run", () => {
  it("A2, A6: what came asks where it decides what is reached; the approval shows it as untrusted", async () => {
    const service = await TestService.start();
    await startWorkerProcess(service.url);
    // A read, which asks nobody by itself.
    const reading = await storePlan([step("a", readTool, { to: question })]);
    const published = await publish(reading.id, [{ stepId: id("a"), input: "to", path: "to" }]);
    const key = published.secret ?? "";
    const { body } = await send({ to: published.webhook.path, key, body: '{"to":"evil.example"}' });
    const runId: RunId = body.runId;
    const waiting = await stepWhen(runId, "a", "waiting-approval");
    expect(waiting.card).toMatchObject({
      inputs: { name: "a", to: "evil.example" },
      provenance: { to: { origin: "untrusted", sources: [{ origin: "untrusted" }] } },
      reasons: ['"to" comes from outside content and decides what is reached.'],
    });
    await killWorkers();
    await service.stop();
  });
});
