import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "@/lib/connections/testing/http-server";
import { insertApproval, settleApproval, withdrawApprovals } from "@/lib/db/approvals";
import { db, pool } from "@/lib/db/client";
import { findRecipient } from "@/lib/db/notification-recipients";
import { forgetLostMessages } from "@/lib/db/notifications";
import { insertPlan } from "@/lib/db/plans";
import { appendEvents, insertRun } from "@/lib/db/runs";
import type { ApprovalCard } from "@/lib/domain/approval";
import { type ApprovalId, type ConnectionId, newId, type RecipientId, type RunId } from "@/lib/domain/ids";
import type { RecipientEntry } from "@/lib/domain/notification";
import { defaultPolicy, type Plan } from "@/lib/domain/plan";
import type { RunEventBody } from "@/lib/domain/run-event";
import type { Trigger } from "@/lib/domain/trigger";
import { id, literal } from "@/lib/engine/testing/harness";
import { addConnection } from "@/lib/flow/manage-connections";
import { removeRecipient, saveRecipient, switchRecipient, testRecipient } from "@/lib/flow/manage-recipients";
import { startDueRuns } from "@/lib/flow/start-due-runs";
import { buildProgram } from "@/lib/testing/build-program";
import { emailSend } from "@/lib/tools/email-send/definition";
import { type MailServer, mailUser, startMailServer } from "@/lib/tools/testing/mail-server";
import { Notifier } from "./notifier";

const secret = "canary-in-the-payload";
let plan: Plan;
let runId: RunId;
const stops: (() => Promise<unknown> | unknown)[] = [];

const mailConnection = async (port: number): Promise<ConnectionId> =>
  (
    await addConnection({
      kind: "smtp",
      name: "Company mail",
      origin: `smtp://127.0.0.1:${port}`,
      config: { user: mailUser.user, from: "Lamplight <lamplight@lamplight.example>" },
      secrets: { password: mailUser.password },
      isSandbox: false,
    })
  ).id;

async function mailServer(options: Parameters<typeof startMailServer>[0] = {}): Promise<MailServer> {
  const server = await startMailServer(options);
  stops.push(() => server.stop());
  return server;
}

async function tell(connectionId: ConnectionId, entry: Partial<RecipientEntry> = {}): Promise<RecipientId> {
  const saved = await saveRecipient(null, {
    connectionId,
    address: "ada@example.com",
    topics: ["decisions", "failures", "completed"],
    gatherSeconds: 60,
    ...entry,
  });
  if (saved.kind !== "saved") throw new Error(JSON.stringify(saved));
  return saved.id;
}

/** A run of the plan, which has begun. */
async function begin(trigger?: Trigger): Promise<RunId> {
  const newRunId = newId("run");
  await insertRun({ id: newRunId, planId: plan.id, planRevision: 1, goal: plan.goal, trigger });
  await happen([{ type: "run-started", executorId: "w" }], newRunId);
  return newRunId;
}

const happen = (events: RunEventBody[], inRun = runId) =>
  db().transaction((tx) => appendEvents(tx, inRun, () => events));

const failed: RunEventBody = {
  type: "attempt-failed",
  stepId: id("s1"),
  attempt: 1,
  failure: { kind: "refused", message: secret, evidence: null },
  retryAt: null,
};

/** Asks for an approval, as the worker does. */
async function ask(inRun = runId, fails = false): Promise<ApprovalId> {
  const approvalId = newId("approval");
  const contentHash = "0".repeat(64);
  const card: ApprovalCard = {
    goal: plan.goal,
    stepTitle: "Send it",
    toolId: emailSend.id,
    toolTitle: emailSend.title,
    toolVersion: emailSend.version,
    icon: emailSend.icon,
    effect: "irreversible",
    undo: emailSend.undo,
    inputSchema: emailSend.input,
    inputs: { text: secret, subject: "<script>alert(1)</script>" },
    provenance: {},
    connection: null,
    reasons: [],
  };
  await db()
    .transaction(async (tx) => {
      const requested = {
        type: "approval-requested",
        stepId: id("s1"),
        approvalId,
        contentHash,
        card,
      } as const;
      await appendEvents(tx, inRun, () => [requested]);
      const row = {
        id: approvalId,
        runId: inRun,
        planId: plan.id,
        planRevision: 1,
        stepId: id("s1"),
        item: null,
      };
      await insertApproval({ ...row, contentHash, card }, tx);
      if (fails) throw new Error("the transaction fails");
    })
    .catch((error) => {
      if (!fails) throw error;
    });
  return approvalId;
}

/** Lets time pass for all that is to be told. */
const later = (interval: string) =>
  pool().query("update notifications set at = at - $1::interval, claimed_at = claimed_at - $1::interval", [
    interval,
  ]);
const retryNow = () => pool().query("update notification_recipients set retry_at = null");
const waiting = async () => Number((await pool().query("select count(*) from notifications")).rows[0].count);

async function notify(): Promise<void> {
  const errors: unknown[] = [];
  const notifier = new Notifier((error) => errors.push(error));
  await notifier.look();
  await notifier.settled();
  expect(errors).toEqual([]);
}

beforeAll(async () => {
  plan = {
    id: newId("plan"),
    revision: 1,
    goal: "Email Ada <b>the report</b>",
    fileIds: [],
    planner: "embedded",
    notes: [],
    steps: [
      {
        id: id("s1"),
        title: "Send it\r\nBcc: evil@example.com",
        toolId: emailSend.id,
        inputs: { text: literal(secret) },
        after: [],
        why: { words: "", reason: "" },
        position: null,
      },
    ],
    unserved: [],
    policy: defaultPolicy,
    timeZone: "UTC",
    createdAt: new Date().toISOString(),
  };
  await insertPlan(plan);
});
beforeEach(async () => {
  await pool().query("delete from notification_recipients");
  await pool().query("delete from connections");
  runId = await begin();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

describe("what is told", () => {
  it("N6, N7: an approval, once: plain text with names and a link, nothing of what is to be sent", async () => {
    const { port, received } = await mailServer();
    await tell(await mailConnection(port));
    const approvalId = await ask();
    await notify();
    expect(received).toEqual([]);
    await later("61 seconds");
    await Promise.all([notify(), notify(), notify()]);
    await notify();
    expect(received).toHaveLength(1);
    const [{ envelope, raw, mail } = { envelope: null, raw: Buffer.from(""), mail: null }] = received;
    expect(envelope).toEqual({ from: "lamplight@lamplight.example", to: ["ada@example.com"] });
    expect(mail).toMatchObject({
      subject: expect.stringMatching(
        /^Lamplight: 1 approval waits for you: Send it Bcc: evil@example\.com \(/,
      ),
      html: false,
      text: expect.stringContaining(`http://127.0.0.1:3000/inbox?approval=${approvalId}`),
    });
    expect(mail?.headers.get("auto-submitted")).toBe("auto-generated");
    expect(mail?.headers.has("bcc")).toBe(false);
    expect(raw.toString()).not.toMatch(new RegExp(`${secret}|script|${mailUser.password}`));
    expect(await waiting()).toBe(0);
  });

  it("ten approvals within a minute in one message", async () => {
    const { port, received } = await mailServer();
    await tell(await mailConnection(port));
    await ask();
    await later("61 seconds");
    for (let count = 0; count < 9; count += 1) await ask();
    await notify();
    expect(received.map(({ mail }) => mail.subject)).toEqual(["Lamplight: 10 approvals wait for you"]);
  });

  it("nothing that was decided, withdrawn or tried again in the meantime", async () => {
    const { port, received } = await mailServer();
    await tell(await mailConnection(port));
    const decided = await ask();
    await settleApproval(decided, "0".repeat(64), { status: "denied", reason: "no" }, db());
    const other = await begin();
    await ask(other);
    await happen([{ type: "run-canceled", reason: "" }], other);
    await withdrawApprovals(other, db());
    const third = await begin();
    await happen([failed], third);
    await happen([{ type: "step-retried", stepId: id("s1"), amended: null }], third);
    expect(await waiting()).toBe(3);
    await later("61 seconds");
    await notify();
    expect(received).toEqual([]);
    expect(await waiting()).toBe(0);
  });

  it("failures and completed runs that nobody started, to those who want to know; no retries", async () => {
    const { port, received } = await mailServer();
    const connection = await mailConnection(port);
    await tell(connection, { address: "fail@example.com", topics: ["failures"] });
    await tell(connection, { address: "done@example.com", topics: ["completed"] });
    const retried = await begin();
    await happen([{ ...failed, retryAt: new Date().toISOString() }], retried);
    await happen([{ type: "outcome-unknown", stepId: id("s1"), attempt: 1, failure: null }]);
    const [byPerson, byClock] = [await begin(), await begin({ kind: "schedule" })];
    for (const one of [byPerson, byClock]) await happen([{ type: "run-completed" }], one);
    await later("61 seconds");
    await notify();
    const told = Object.fromEntries(received.map(({ envelope, mail }) => [envelope.to[0], mail.text]));
    expect(told["fail@example.com"]).toContain("may or may not have taken place");
    expect(told["fail@example.com"]).toContain(`/runs/${runId}?step=s1`);
    expect(told["done@example.com"]).toContain(`1 run has completed:\n- Email Ada <b>the report</b>\n`);
    expect(told["done@example.com"]).toContain(byClock);
    expect(told["done@example.com"]).not.toContain(byPerson);
    expect(received).toHaveLength(2);
  });

  it("a scheduled run that was passed over", async () => {
    const { port, received } = await mailServer();
    await tell(await mailConnection(port));
    await pool().query(
      `insert into schedules (plan_id, plan_revision, cron, time_zone, missed, next_at)
       values ($1, 1, '0 9 * * *', 'UTC', 'skip', now() - interval '1 day')`,
      [plan.id],
    );
    await startDueRuns();
    await pool().query("delete from schedules");
    await later("61 seconds");
    await notify();
    expect(received.map(({ mail }) => mail.text)).toEqual([
      expect.stringContaining("No worker was running at that time, so it was passed over."),
    ]);
  });

  it("nothing that was rolled back, and nothing to those who are turned off or removed", async () => {
    const { port, received } = await mailServer();
    const connection = await mailConnection(port);
    const [on, off, removed] = [await tell(connection), await tell(connection), await tell(connection)];
    await ask(runId, true);
    expect(await waiting()).toBe(0);
    await ask();
    await switchRecipient(off, false);
    await removeRecipient(removed);
    await ask(await begin());
    await later("61 seconds");
    await notify();
    expect(received).toHaveLength(1);
    expect(await findRecipient(on)).toMatchObject({
      waiting: 0,
      lastProblem: null,
      lastSentAt: expect.any(String),
    });
  });
});

describe("Slack", () => {
  let slack: TestServer;
  beforeEach(async () => {
    slack = await startServer((_request, _incoming, answer) =>
      answer
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify({ ok: true, channel: "C0000001", ts: "1.2" })),
    );
    stops.push(() => slack.close());
  });

  it("N7: is told in a channel, everything escaped and no markup of Slack's", async () => {
    const { id: connectionId } = await addConnection({
      kind: "slack",
      name: "Team",
      origin: slack.origin,
      config: {},
      secrets: { token: "xoxb-secret" },
      isSandbox: false,
    });
    const recipient = await tell(connectionId, { address: "#operations", gatherSeconds: 5 });
    await ask();
    await later("6 seconds");
    await notify();
    const [request, second] = slack.requests;
    expect(second).toBeUndefined();
    const sent = Object.fromEntries(new URLSearchParams(request?.body));
    expect(sent).toMatchObject({ channel: "#operations", mrkdwn: "false", unfurl_links: "false" });
    expect(sent.text).toContain("(Email Ada &lt;b&gt;the report&lt;/b&gt;)");
    expect(sent.text).not.toMatch(new RegExp(`${secret}|xoxb`));
    expect(await testRecipient(recipient)).toEqual({ kind: "sent" });
    expect(slack.requests).toHaveLength(2);
  });
});

describe("a server that is away", () => {
  it("is tried again, each time later, with what is still so by then; others are told at once", async () => {
    const probe = createServer().listen(0, "127.0.0.1");
    await once(probe, "listening");
    const address = probe.address();
    const deadPort = typeof address === "object" ? (address?.port ?? 0) : 0;
    await new Promise((resolve) => probe.close(resolve));
    const { port, received } = await mailServer();
    const dead = await tell(await mailConnection(deadPort));
    await tell(await mailConnection(port), { address: "ben@example.com" });
    const first = await ask();
    await later("61 seconds");
    await notify();
    expect(received.map(({ envelope }) => envelope.to)).toEqual([["ben@example.com"]]);
    const after = await findRecipient(dead);
    expect(after).toMatchObject({ waiting: 1, lastSentAt: null });
    expect(after?.lastProblem).toMatch(/^The mail server at smtp:\/\/127\.0\.0\.1:\d+ can't be reached/);
    expect(Date.parse(after?.retryAt ?? "")).toBeGreaterThan(Date.now());
    await notify();
    const twice = await findRecipient(dead);
    expect(twice?.retryAt).toBe(after?.retryAt);
    // Back again.
    await settleApproval(first, "0".repeat(64), { status: "denied", reason: "no" }, db());
    const second = await ask(await begin());
    await pool().query("update connections set origin = $1 where origin = $2", [
      `smtp://127.0.0.1:${port}`,
      `smtp://127.0.0.1:${deadPort}`,
    ]);
    await pool().query("update connections set config = config - 'user', secret = null");
    await retryNow();
    await later("61 seconds");
    await notify();
    const late = received.filter(({ envelope }) => envelope.to[0] === "ada@example.com");
    expect(late.map(({ mail }) => mail.text)).toEqual([expect.stringContaining(second)]);
    expect(late[0]?.mail.text).not.toContain(first);
    expect(await findRecipient(dead)).toMatchObject({ lastProblem: null, retryAt: null });
  });

  it("that accepts and says nothing holds up nobody else", async () => {
    const silent = await mailServer({ hangs: true });
    const { port, received } = await mailServer();
    await tell(await mailConnection(silent.port));
    await tell(await mailConnection(port), { address: "ben@example.com" });
    await ask();
    await later("61 seconds");
    const notifier = new Notifier(() => {});
    await notifier.look();
    await expect.poll(() => received.length).toBe(1);
    await expect.poll(() => silent.begun()).toBe(1);
    await ask(await begin());
    await later("61 seconds");
    await notifier.look();
    await expect.poll(() => received.length).toBe(2);
    // One message at a time to each.
    expect(silent.begun()).toBe(1);
    await silent.stop();
    await notifier.settled();
  });
});

describe("kill -9", () => {
  let program: string;
  beforeAll(async () => {
    program = await buildProgram("lib/notifications/testing/notifier-main.ts");
  });
  const notifierProcess = () => {
    const child = fork(program, [], { execArgv: [], stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const gone = once(child, "exit");
    const kill = async () => {
      child.kill("SIGKILL");
      await gone;
    };
    stops.push(kill);
    return kill;
  };

  it("R2: while a message is being handed over: it is not sent again, and that is said", async () => {
    const silent = await mailServer({ hangs: true });
    const recipient = await tell(await mailConnection(silent.port));
    await ask();
    await later("61 seconds");
    const kill = notifierProcess();
    await expect.poll(() => silent.begun(), { timeout: 20_000 }).toBe(1);
    await kill();
    await notify();
    await forgetLostMessages();
    expect(silent.begun()).toBe(1);
    expect(await findRecipient(recipient)).toMatchObject({ waiting: 1, lastProblem: null });
    await later("6 minutes");
    await forgetLostMessages();
    await notify();
    expect(silent.begun()).toBe(1);
    expect(await findRecipient(recipient)).toMatchObject({
      waiting: 0,
      lastProblem: "A worker stopped while it was sending the last message, which may not have arrived.",
    });
  });

  it("before it is due: the next process sends it, once", async () => {
    const { port, received } = await mailServer();
    await tell(await mailConnection(port));
    await ask();
    await notifierProcess()();
    await later("61 seconds");
    notifierProcess();
    notifierProcess();
    await expect.poll(() => received.length, { timeout: 20_000 }).toBe(1);
    await expect.poll(waiting, { timeout: 20_000 }).toBe(0);
    await notify();
    expect(received).toHaveLength(1);
  });
});

describe("saveRecipient", () => {
  it.each([
    [{ address: "ada@example.com\r\nBcc: evil@example.com" }, "address", "control character"],
    [{ address: "ada@example.com, eve@example.com" }, "address", "is not an e-mail address"],
    [{ address: "" }, "address", "is not an e-mail address"],
    [{ topics: [] }, "topics", "at least one"],
    [{ connectionId: newId("connection") }, "connectionId", "not there any more"],
  ])("refuses %o, field by field", async (wrong, field, words) => {
    const connectionId = await mailConnection(2525);
    const entry: RecipientEntry = {
      ...{ connectionId, address: "ada@example.com", topics: ["decisions"], gatherSeconds: 60 },
      ...wrong,
    };
    expect(await saveRecipient(null, entry)).toEqual({
      kind: "refused",
      problems: [{ field, message: expect.stringContaining(words) }],
    });
  });

  it("refuses a channel of Slack's with anything but a name in it", async () => {
    const connection = {
      kind: "slack",
      name: "Team",
      origin: "http://127.0.0.1:1",
      config: {},
      isSandbox: false,
    };
    const { id: connectionId } = await addConnection({ ...connection, secrets: { token: "x" } });
    const entry: RecipientEntry = {
      connectionId,
      address: "#a <!channel>",
      topics: ["decisions"],
      gatherSeconds: 5,
    };
    expect(await saveRecipient(null, entry)).toMatchObject({ kind: "refused" });
  });

  it("says that somebody removed in the meantime is gone", async () => {
    const connectionId = await mailConnection(2525);
    const entry: RecipientEntry = {
      connectionId,
      address: "a@b.example",
      topics: ["decisions"],
      gatherSeconds: 5,
    };
    expect(await saveRecipient(newId("recipient"), entry)).toEqual({ kind: "not-found" });
  });
});

afterAll(() => pool().query("delete from notification_recipients"));
