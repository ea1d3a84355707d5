// Input that is wrong, too large or hostile, and services that are down: every answer says what was wrong and where.
import { readdirSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import type { APIRequestContext } from "@playwright/test";
import { z } from "zod";
import type { Binding } from "@/lib/domain/binding";
import { storedFileSchema } from "@/lib/domain/file";
import { newId } from "@/lib/domain/ids";
import type { Run } from "@/lib/domain/run";
import { type ScriptedAnswer, startScriptedHttp } from "@/lib/tools/testing/scripted-http";
import {
  approvalFor,
  bodyOf,
  changePlan,
  literal,
  mailStep,
  makePlan,
  output,
  planOf,
  problemOf,
  proposePlan,
  questionFor,
  type ReviewedPlan,
  runOf,
  runSteps,
  startRun,
  step,
  stepOf,
  waitForRun,
  waitForStatus,
} from "./api-client";
import { expect, test } from "./fixtures";
import { connect, documentOf, importDocument, toolOf } from "./local-api";

const json = { "content-type": "application/json" };

test.describe("a goal", () => {
  for (const goal of ["", "  \n\t "]) {
    test(`of nothing is refused: ${JSON.stringify(goal)}`, async ({ api }) => {
      expect(await problemOf(await api.post("/api/goals", { data: { goal } }), 422)).toMatchObject({
        detail: "The goal is empty. Describe what you want done.",
      });
    });
  }

  test("of 20,000 characters is planned, of one more refused", async ({ api }) => {
    const text = "Email the marketing team that lunch is ready. ".repeat(500).slice(0, 20_000);
    const long = `${text.slice(0, -1)}.`;
    expect(long).toHaveLength(20_000);
    const plan = await proposePlan(api, long);
    expect(plan.goal).toBe(long);
    const refused = await problemOf(await api.post("/api/goals", { data: { goal: `${long}!` } }), 422);
    expect(refused.detail).toContain("20,001 characters");
  });

  test("in another language is said not to be understood", async ({ api }) => {
    for (const [goal, language] of [
      ["Schicke dem Marketing-Team eine E-Mail mit den Umsätzen", "German"],
      ["Envoie un e-mail à l'équipe marketing avec les ventes du trimestre", "French"],
      ["マーケティングチームに売上をメールで送ってください", "Japanese"],
    ] as const) {
      const plan = await proposePlan(api, goal);
      expect(plan).toMatchObject({ goal, steps: [], problems: [{ code: "no-steps" }] });
      expect(plan.notes.join(" ")).toContain(language);
      await problemOf(await api.post(`/api/plans/${plan.id}/runs`), 422);
    }
  });

  test("that contradicts itself, goes in circles or asks for nothing is answered with why", async ({
    api,
  }) => {
    for (const [goal, why] of [
      ["send it to Anna but don't send anything", "contradict each other"],
      ["use the result of the second for the first and of the first for the second", "wait for each other"],
      ["our sales were good last year", "asks for nothing"],
    ] as const) {
      const plan = await proposePlan(api, goal);
      expect(plan).toMatchObject({ goal, steps: [], problems: [{ code: "no-steps" }] });
      expect(plan.notes.join(" ")).toContain(why);
    }
  });

  test("with a day that does not exist, or may be two, is asked about before it can run", async ({ api }) => {
    for (const [goal, question] of [
      ["What is the weather on 31 February in Rome?", /“31 February” is no day of the calendar/],
      ["weather in Oslo on 03/04", /“03\/04” can be .*4 March.* or .*3 April/],
    ] as const) {
      const plan = await proposePlan(api, goal);
      const date = plan.steps[0]?.inputs.date;
      expect(date).toMatchObject({ kind: "question", question: expect.stringMatching(question) });
      expect(date?.kind === "question" ? date.suggestions : []).toHaveLength(2);
      await problemOf(await api.post(`/api/plans/${plan.id}/runs`), 422);
    }
  });

  test("of 200 things is planned in part, and says so", async ({ api }) => {
    const goal = Array.from({ length: 200 }, (_, i) => `Get the weather in Town${i}.`).join(" ");
    const plan = await proposePlan(api, goal);
    expect(plan.steps).toHaveLength(16);
    expect(plan.notes.join(" ")).toContain("asks for 200 things; the first 16 are planned");
  });

  test("of emojis has no words to plan from", async ({ api }) => {
    const plan = await proposePlan(api, "🦄🎉🚀 👩‍👩‍👧‍👦");
    expect(plan).toMatchObject({ steps: [], unserved: [{ nearest: [] }] });
    expect(plan.notes.join(" ")).toContain("no words");
  });

  test("with what PostgreSQL can't store is refused, or stored readable", async ({ api }) => {
    const nul = await api.post("/api/goals", { data: { goal: "Email\u0000 the team" } });
    expect((await problemOf(nul, 422)).detail).toContain("U+0000");
    const half = await api.post("/api/goals", {
      data: '{"goal":"What will the weather be in Paris tomorrow? \\ud83d"}',
      headers: json,
    });
    expect((await planOf(half, 201)).goal).toBe("What will the weather be in Paris tomorrow? \ufffd");
  });

  test("with a file that is not there, or a time zone that is none, is refused", async ({ api }) => {
    const goal = "Read this file";
    const missing = await api.post("/api/goals", { data: { goal, fileIds: [newId("file")] } });
    expect((await problemOf(missing, 422)).detail).toContain("Attach it again");
    const zone = await api.post("/api/goals", { data: { goal, timeZone: "Mars/Olympus" } });
    expect((await problemOf(zone, 422)).detail).toContain("“Mars/Olympus” is no time zone");
  });
});

test.describe("a change that makes a plan invalid is refused with the step and the field", () => {
  const lookup = step("look", "directory.lookup", { who: literal("marketing") });
  const mail = mailStep("mail", output("look", "emails"), "Invalid changes");
  const bind = (stepId: string, input: string, binding: object) => ({
    kind: "bind-input",
    stepId,
    input,
    binding,
  });
  const bad: [string, Record<string, unknown>, { code: string; stepId: string; input: string | null }][] = [
    [
      "a cycle of values",
      bind("look", "who", output("mail", "messageId")),
      { code: "cycle", stepId: "look", input: null },
    ],
    [
      "a cycle of order",
      { kind: "add-dependency", stepId: "look", dependsOn: "mail" },
      { code: "cycle", stepId: "look", input: null },
    ],
    [
      "a step that waits for itself",
      { kind: "add-dependency", stepId: "look", dependsOn: "look" },
      { code: "cycle", stepId: "look", input: null },
    ],
    [
      "a binding to a step that is not there",
      bind("mail", "to", output("gone", "emails")),
      { code: "dangling-binding", stepId: "mail", input: "to" },
    ],
    [
      "a binding to an output that is not there",
      bind("mail", "to", output("look", "fax")),
      { code: "unknown-output", stepId: "mail", input: "to" },
    ],
    [
      "a path into a prototype (P1)",
      bind("mail", "to", output("look", "__proto__", "constructor")),
      { code: "unknown-output", stepId: "mail", input: "to" },
    ],
    [
      "a tool there is not",
      { kind: "swap-tool", stepId: "mail", toolId: "pigeon.send", inputs: {} },
      { code: "unknown-tool", stepId: "mail", input: null },
    ],
    [
      "a module's path for a tool (P7)",
      { kind: "swap-tool", stepId: "mail", toolId: "node.child_process", inputs: {} },
      { code: "unknown-tool", stepId: "mail", input: null },
    ],
    [
      "an input the tool has not",
      bind("mail", "fax", literal("1")),
      { code: "unknown-input", stepId: "mail", input: "fax" },
    ],
    [
      "an input of an inherited name",
      bind("mail", "constructor", literal("1")),
      { code: "unknown-input", stepId: "mail", input: "constructor" },
    ],
    [
      "a value of a wrong type",
      bind("look", "who", literal(7)),
      { code: "wrong-type", stepId: "look", input: "who" },
    ],
    [
      "a list with a wrong item",
      bind("mail", "to", literal(["a@example.com", 5])),
      { code: "wrong-type", stepId: "mail", input: "to" },
    ],
    [
      "an output of a wrong type",
      bind("mail", "subject", output("look", "people")),
      { code: "wrong-type", stepId: "mail", input: "subject" },
    ],
    [
      "a choice that is not offered",
      bind("look", "fields", literal(["shoe size"])),
      { code: "wrong-type", stepId: "look", input: "fields" },
    ],
    [
      "a second step of the same id",
      { kind: "add-step", step: lookup },
      { code: "duplicate-step", stepId: "look", input: null },
    ],
    [
      "a change of a step that is not there",
      { kind: "rename-step", stepId: "gone", title: "New" },
      { code: "unknown-step", stepId: "gone", input: null },
    ],
  ];

  let plan: ReviewedPlan | null = null;
  const planUnderTest = async (api: APIRequestContext) => {
    plan ??= await makePlan(api, [lookup, mail]);
    return plan;
  };

  for (const [what, change, problem] of bad) {
    test(what, async ({ api }) => {
      const before = await planUnderTest(api);
      const good = { kind: "rename-step", stepId: "look", title: "Half of a change" };
      const refused = await problemOf(await changePlan(api, before, [good, change]), 422);
      expect(refused.problems).toContainEqual(
        expect.objectContaining({ ...problem, severity: "invalid", message: expect.any(String) }),
      );
      // All or nothing.
      const { tools, planning: _, ...after } = await planOf(await api.get(`/api/plans/${before.id}`));
      expect(after).toEqual(before);
      expect(tools).toHaveLength(2);
    });
  }

  test("what is only open can be saved, and not run", async ({ api }) => {
    const question: Binding = { kind: "question", question: "Which team?", suggestions: [] };
    const open = await makePlan(api, [step("look", "directory.lookup", { who: question }), mail]);
    expect(open.problems).toMatchObject([{ severity: "open", code: "open-question", input: "who" }]);
    const refused = await problemOf(await api.post(`/api/plans/${open.id}/runs`), 422);
    expect(refused.problems).toEqual(open.problems);
  });

  test("letters PostgreSQL can't store are replaced", async ({ api }) => {
    const own = await makePlan(api, [lookup]);
    const changes = '[{"kind":"rename-step","stepId":"look","title":"a\\u0000b\\ud800c"}]';
    const data = `{"revision":${own.revision},"changes":${changes}}`;
    const changed = await planOf(await api.patch(`/api/plans/${own.id}`, { data, headers: json }));
    expect(changed.steps[0]?.title).toBe("a\ufffdb\ufffdc");
  });
});

test.describe("a request", () => {
  // As bytes: Playwright would make JSON of a text.
  const post = (api: APIRequestContext, body: string | Buffer, contentType: string) =>
    api.post("/api/goals", { data: Buffer.from(body), headers: { "content-type": contentType } });

  test("that is no JSON says where it breaks", async ({ api }) => {
    for (const data of ['{"goal":', "{'goal':1}", '{"goal":"a"}}', "nothing"]) {
      const problem = await problemOf(await post(api, data, "application/json"), 400);
      expect(problem.detail).toMatch(/^The body is not JSON: /);
    }
    const latin = Buffer.from('{"goal":"Zo\u00eb"}', "latin1");
    expect((await problemOf(await post(api, latin, "application/json"), 400)).detail).toContain("UTF-8");
  });

  test("of another content type is refused", async ({ api }) => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/xml"]) {
      const problem = await problemOf(await post(api, '{"goal":"Hello"}', type), 415);
      expect(problem.detail).toContain(`this came as "${type}"`);
    }
  });

  test("P6: with keys nobody knows, or without those that are needed, names them", async ({ api }) => {
    const unknown = await api.post("/api/goals", { data: { goal: "Hello", overrideConfig: {} } });
    expect((await problemOf(unknown, 400)).detail).toContain('"overrideConfig"');
    const missing = await api.post("/api/goals", { data: {} });
    expect((await problemOf(missing, 400)).detail).toContain('at "goal"');
    await problemOf(await api.post("/api/goals", { data: [] }), 400);
    await problemOf(await api.get("/api/plans?limi=3"), 400);
    for (const query of [
      "limit=0",
      "limit=201",
      "limit=abc",
      "before=yesterday",
      "before=0000-01-01T00:00:00Z",
    ]) {
      const problem = await problemOf(await api.get(`/api/plans?${query}`), 400);
      expect(problem.detail).toContain(`at "${query.split("=")[0]}"`);
    }
    await problemOf(await api.get("/api/approvals?status=approved"), 400);
  });

  test("P1: with a __proto__, or nested too deeply, is refused before anything is made of it", async ({
    api,
  }) => {
    const plan = await makePlan(api, [step("look", "directory.lookup", { who: literal("marketing") })]);
    const change = (value: string) =>
      api.patch(`/api/plans/${plan.id}`, {
        data: `{"revision":2,"changes":[{"kind":"swap-tool","stepId":"look","toolId":"directory.lookup","inputs":${value}}]}`,
        headers: json,
      });
    const proto = await change('{"__proto__":{"kind":"literal","origin":"person","value":"x"}}');
    expect((await problemOf(proto, 400)).detail).toContain("__proto__");
    const deep = await change(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    expect((await problemOf(deep, 400)).detail).toContain("nested more than 100 levels");
  });

  test("N11: with a huge body is refused while it is still coming", async ({ base, apiToken }) => {
    const upload = { base, path: "/api/goals", headers: { ...json, ...bearer(apiToken) } };
    const declared = await sendEndlessly({ ...upload, declaredBytes: 200_000_000 });
    expect(declared).toMatchObject({ status: 413, detail: expect.stringContaining("larger than 1 MB") });
    expect(declared.sentBytes).toBeLessThan(20_000_000);
    const chunked = await sendEndlessly(upload);
    expect(chunked.status).toBe(413);
    expect(chunked.sentBytes).toBeLessThan(50_000_000);
  });

  test("for what is not there is 404, for what no address can be 400", async ({ api }) => {
    const data = {};
    const decision = { decision: "approve", contentHash: "0".repeat(64) };
    const changes = [{ kind: "rename-step", stepId: "s1", title: "x" }];
    const planId = newId("plan");
    const runId = newId("run");
    const missing = [
      api.get(`/api/plans/${planId}`),
      api.get(`/api/plans/${planId}/revisions`),
      api.get(`/api/plans/${planId}/steps/s1/candidates`),
      api.patch(`/api/plans/${planId}`, { data: { revision: 1, changes } }),
      api.post(`/api/plans/${planId}/runs`),
      api.get(`/api/runs/${runId}`),
      api.get(`/api/runs/${runId}/events`),
      api.post(`/api/runs/${runId}/cancel`, { data }),
      api.post(`/api/runs/${runId}/pause`, { data }),
      api.post(`/api/runs/${runId}/resume`, { data }),
      api.post(`/api/runs/${runId}/steps/s1/recover`, { data: { kind: "retry" } }),
      api.get(`/api/approvals/${newId("approval")}`),
      api.post(`/api/approvals/${newId("approval")}`, { data: decision }),
      api.post(`/api/questions/${newId("question")}`, { data: { answer: "yes" } }),
      api.get("/api/tools/pigeon.send"),
      api.get(`/api/files/${newId("file")}`),
      api.get(`/api/files/${newId("file")}/details`),
      api.get("/api/nothing"),
      api.post("/api/nothing/at/all", { data }),
    ];
    for (const answer of await Promise.all(missing)) {
      expect((await problemOf(answer, 404)).detail).toMatch(/^There is no/);
    }
    const plan = await makePlan(api, []);
    const impossible = [
      "/api/plans/1",
      `/api/plans/${plan.id.toUpperCase()}`,
      "/api/plans/plan_'; drop table plans",
      `/api/plans/${plan.id}?revision=0`,
      `/api/plans/${plan.id}?revision=99999999999`,
      `/api/plans/${plan.id}/steps/S1/candidates`,
      "/api/runs/constructor",
      "/api/approvals/__proto__",
      "/api/tools/..%2f..%2fetc",
      "/api/files/passwd",
      `/api/runs/${runId}/events?after=-1`,
    ];
    for (const address of impossible) await problemOf(await api.get(address), 400);
    const run = await runSteps(api, [step("look", "directory.lookup", { who: literal("sales") })]);
    const events = await api.get(`/api/runs/${run.id}/events`, { headers: { "last-event-id": "the last" } });
    expect((await problemOf(events, 400)).detail).toContain("Last-Event-ID");
    for (const address of ["/api/runs/%", "/api/files/%c0%ae"]) {
      expect((await api.get(address)).status()).toBe(400);
    }
    expect((await api.put(`/api/plans/${plan.id}`, { data })).status()).toBe(405);
  });

  test("whose numbers are out of range is refused, not half done", async ({ api }) => {
    const plan = await makePlan(api, [step("look", "directory.lookup", { who: literal("marketing") })]);
    const changes = [{ kind: "rename-step", stepId: "look", title: "x" }];
    for (const revision of [0, -1, 1.5, 99_999_999_999, "2", null]) {
      await problemOf(await api.patch(`/api/plans/${plan.id}`, { data: { revision, changes } }), 400);
    }
    await problemOf(await api.patch(`/api/plans/${plan.id}`, { data: { revision: 9, changes } }), 404);
    await problemOf(await api.patch(`/api/plans/${plan.id}`, { data: { revision: 2, changes: [] } }), 400);
  });
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

interface Sent {
  status: number;
  detail: unknown;
  sentBytes: number;
}

/** Sends zeros until an answer comes: `declaredBytes`, or without end in chunks. */
function sendEndlessly(options: {
  base: string;
  path: string;
  headers: Record<string, string>;
  begin?: string;
  declaredBytes?: number;
}): Promise<Sent> {
  const { base, declaredBytes, begin = "" } = options;
  const length = declaredBytes === undefined ? {} : { "content-length": String(declaredBytes) };
  const request = http.request(`${base}${options.path}`, {
    method: "POST",
    headers: { ...options.headers, ...length },
  });
  const block = Buffer.alloc(65_536, "0");
  let sentBytes = 0;
  let isAnswered = false;
  const send = () => {
    while (!isAnswered && sentBytes < 1_000_000_000) {
      sentBytes += block.length;
      if (!request.write(block)) {
        // No faster than a line: what the buffers between take says nothing of when it was refused.
        request.once("drain", () => setTimeout(send, 5));
        return;
      }
    }
  };
  return new Promise((resolve, reject) => {
    request.on("error", (error) => isAnswered || reject(error));
    request.on("response", async (response) => {
      isAnswered = true;
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      request.destroy();
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
      const { detail } = z.object({ detail: z.unknown() }).parse(body);
      resolve({ status: response.statusCode ?? 0, detail, sentBytes });
    });
    request.write(begin);
    send();
  });
}

test.describe("an upload", () => {
  const multipart = { "content-type": "multipart/form-data; boundary=cut" };
  const begin = '--cut\r\ncontent-disposition: form-data; name="file"; filename="big.csv"\r\n\r\n';

  test("of 200 MB is refused at once where it says so, else at 50 MB, and leaves nothing behind", async ({
    base,
    apiToken,
    home,
  }) => {
    const upload = { base, path: "/api/files", begin };
    const headers = { ...multipart, ...bearer(apiToken) };
    const declared = await sendEndlessly({ ...upload, headers, declaredBytes: 200_000_000 });
    expect(declared).toMatchObject({ status: 413, detail: expect.stringContaining("200 MB") });
    expect(declared.sentBytes).toBeLessThan(20_000_000);
    const chunked = await sendEndlessly({ ...upload, headers });
    expect(chunked).toMatchObject({ status: 413, detail: expect.stringContaining("“big.csv” is larger") });
    expect(chunked.sentBytes).toBeLessThan(120_000_000);
    // Whoever may not upload is not listened to.
    const stranger = await sendEndlessly({ ...upload, headers: multipart });
    expect(stranger.status).toBe(401);
    expect(stranger.sentBytes).toBeLessThan(20_000_000);
    const left = () => readdirSync(path.join(home, "files")).filter((name) => name.startsWith("incoming"));
    await expect.poll(left).toEqual([]);
  });

  test("of more than 10 MB arrives whole", async ({ api }) => {
    const buffer = Buffer.alloc(12_000_000, "a,b\n");
    const upload = await api.post("/api/files", {
      multipart: { file: { name: "twelve.csv", mimeType: "text/csv", buffer } },
    });
    const file = await bodyOf(upload, 201, storedFileSchema);
    expect(file.sizeBytes).toBe(buffer.length);
    expect((await (await api.get(`/api/files/${file.id}`)).body()).equals(buffer)).toBe(true);
  });

  test("P5: can't be posed as by JSON, nor name a path", async ({ api }) => {
    const posed = { files: { file: { filepath: "/etc/passwd", originalFilename: "x" } } };
    expect((await problemOf(await api.post("/api/files", { data: posed }), 415)).detail).toContain(
      "multipart",
    );
    const form = await api.post("/api/files", {
      data: "file=%2Fetc%2Fpasswd",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    await problemOf(form, 415);
    await problemOf(await api.post("/api/files"), 415);
    const named = await api.post("/api/files", {
      multipart: {
        file: { name: "../../../etc/cron.d/x\u202etxt", mimeType: "text/plain", buffer: Buffer.from("x") },
      },
    });
    expect(await bodyOf(named, 201, storedFileSchema)).toMatchObject({ name: "xtxt" });
  });

  test("that is cut off, malformed, empty of files, or of two is refused", async ({ api }) => {
    const part = (name: string, text: string) =>
      `--cut\r\ncontent-disposition: form-data; name="${name}"${name === "file" ? '; filename="a.txt"' : ""}\r\n\r\n${text}\r\n`;
    const bodies: [string, RegExp][] = [
      [part("file", "half"), /broke off/],
      ["no parts at all", /broke off/],
      [`${part("note", "only text")}--cut--\r\n`, /holds no file/],
      [`${part("file", "one")}${part("file", "two")}--cut--\r\n`, /more than one file/],
    ];
    for (const [data, detail] of bodies) {
      const answer = await api.post("/api/files", { data, headers: multipart });
      expect((await problemOf(answer, 400)).detail).toMatch(detail);
    }
    const unbounded = await api.post("/api/files", {
      data: "x",
      headers: { "content-type": "multipart/form-data" },
    });
    await problemOf(unbounded, 400);
  });

  test("of a CSV that can't be read fails the step that reads it, with the line", async ({ api }) => {
    const files: Record<string, Buffer> = {
      quotes: Buffer.from('name,amount\n"Ada,1\nBob,2\n'),
      empty: Buffer.from(""),
      blank: Buffer.from("\n\n  \n"),
      utf16: Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x00, 0xd8, 0x0a, 0x00]),
      binary: Buffer.from([0, 1, 2, 3, 0, 255, 254, 0, 7]),
      latin: Buffer.from("name,amount\nZo\u00eb,1\nBj\u00f6rn,2\n", "latin1"),
    };
    const steps = await Promise.all(
      Object.entries(files).map(async ([id, buffer]) => {
        const multipartBody = { file: { name: `${id}.csv`, mimeType: "text/csv", buffer } };
        const upload = await api.post("/api/files", { multipart: multipartBody });
        const file = await bodyOf(upload, 201, storedFileSchema);
        return step(id, "file.read", { fileId: literal(file.id) });
      }),
    );
    const isOver = (run: Run) =>
      steps.every(({ id }) => ["failed", "completed"].includes(run.steps[id]?.status ?? ""));
    const plan = await makePlan(api, [
      ...steps,
      step("forced", "file.read", {
        fileId: steps.at(-1)?.inputs.fileId ?? literal(""),
        encoding: literal("utf-8"),
      }),
    ]);
    const run = await waitForRun(
      api,
      (await startRun(api, plan)).id,
      (one) => isOver(one) && one.steps.forced?.status === "failed",
    );
    const messageOf = (id: string) => {
      const failed = stepOf(run, id);
      return failed.status === "failed" ? `${failed.failure.kind}: ${failed.failure.message}` : failed.status;
    };
    expect(messageOf("quotes")).toMatch(/^bad-input: .*line 2/);
    expect(messageOf("empty")).toBe("bad-input: “empty.csv” is empty.");
    expect(messageOf("blank")).toBe("bad-input: “blank.csv” is empty.");
    expect(messageOf("utf16")).toMatch(/^bad-input: .*utf-16le/);
    expect(messageOf("binary")).toMatch(/^bad-input: .*not a text file/);
    expect(messageOf("forced")).toMatch(/^bad-input: .*not in the encoding utf-8: line 2/);
    expect(stepOf(run, "latin")).toMatchObject({
      status: "completed",
      output: {
        table: { rows: [{ name: "Zoë" }, { name: "Björn" }] },
        notes: expect.arrayContaining(["The text is encoded as windows-1252."]),
      },
    });
    await runOf(await api.post(`/api/runs/${run.id}/cancel`));
  });
});

test.describe("an OpenAPI document", () => {
  test("that is none, has no operations, or lies in a private place is refused with the reason", async ({
    api,
  }) => {
    const refused = async (data: object) =>
      (await problemOf(await api.post("/api/tools/import", { data }), 422)).detail;
    expect(await refused({ document: "" })).toMatch(/\S/);
    expect(await refused({ document: "{]" })).toMatch(/\S/);
    expect(await refused({ document: '{"openapi":"3.1.0","info":{"title":"T"},"paths":{}}' })).toContain(
      "describes no operations",
    );
    for (const address of [
      "file:///etc/passwd",
      "http://127.0.0.1:1/openapi.json",
      "http://[::ffff:7f00:1]/openapi.json",
      "http://169.254.169.254/latest/meta-data",
      "http://user:secret@example.com/openapi.json",
    ]) {
      expect(await refused({ address })).toMatch(/^The document could not be fetched: /);
    }
    await problemOf(await api.post("/api/tools/import", { data: { address: "not an address" } }), 400);
    await problemOf(await api.post("/api/tools/import", { data: {} }), 400);
  });

  test("of more than 10 MB is refused as too large, not as broken", async ({ api }) => {
    const large = await api.post("/api/tools/import", { data: { document: "x".repeat(10_500_000) } });
    await problemOf(large, 400);
    const tooLarge = await api.post("/api/tools/import", { data: { document: "x".repeat(12_000_000) } });
    await problemOf(tooLarge, 413);
  });
});

test.describe("a service", () => {
  test("that is down, errs or answers garbage fails its step after some tries; its neighbours go on", async ({
    api,
    base,
  }) => {
    const state = { isWell: false };
    const service = await startScriptedHttp(({ path: asked }): ScriptedAnswer | "cut" => {
      if (asked === "/error")
        return state.isWell ? { body: { value: "well" } } : { status: 500, body: "sorry" };
      if (asked === "/garbage") return { body: "<html>", headers: { "content-type": "application/json" } };
      if (asked === "/shape") return { body: { value: 5 } };
      if (asked === "/elsewhere") return { status: 302, headers: { location: "http://127.0.0.1:9/" } };
      return "cut";
    });
    const gone = await startScriptedHttp(() => ({}));
    await gone.stop();
    try {
      const paths = ["/error", "/garbage", "/shape", "/elsewhere", "/cut"];
      const ill = await importDocument(api, documentOf({ title: "Ill", server: service.origin, paths }));
      expect(ill.warnings.join(" ")).toContain("on this machine or a private network");
      await connect(base, ill, { address: service.origin });
      const down = await importDocument(
        api,
        documentOf({ title: "Down", server: gone.origin, paths: ["/down"] }),
      );
      await connect(base, down, { address: gone.origin });
      const steps = [
        ...paths.map((one) => step(one.slice(1), toolOf(ill.tools, one).id, {})),
        step("down", toolOf(down.tools, "/down").id, {}),
      ];
      const started = await runSteps(api, [
        ...steps,
        step("well", "directory.lookup", { who: literal("marketing") }),
      ]);
      const run = await waitForRun(api, started.id, (one) =>
        steps.every(({ id }) => one.steps[id]?.status === "failed"),
      );
      expect(stepOf(run, "well").status).toBe("completed");
      const outcomes = Object.fromEntries(
        steps.map(({ id }) => {
          const failed = stepOf(run, id);
          const kind = failed.status === "failed" ? failed.failure.kind : failed.status;
          return [id, `${kind} after ${failed.attempts.length}`];
        }),
      );
      expect(outcomes).toEqual({
        error: "transient after 3",
        garbage: "broken-tool after 1",
        shape: "broken-tool after 1",
        elsewhere: "refused after 1",
        cut: "transient after 3",
        down: "transient after 3",
      });
      expect(stepOf(run, "error")).toMatchObject({
        failure: { message: expect.stringContaining("500"), evidence: { status: 500, body: "sorry" } },
      });
      expect(stepOf(run, "down")).toMatchObject({
        failure: { message: expect.stringContaining(new URL(gone.origin).host) },
      });

      state.isWell = true;
      await runOf(await api.post(`/api/runs/${run.id}/steps/error/recover`, { data: { kind: "retry" } }));
      const healed = await waitForRun(api, run.id, (one) => one.steps.error?.status === "completed");
      expect(stepOf(healed, "error")).toMatchObject({ output: { value: "well" } });
      await runOf(await api.post(`/api/runs/${run.id}/cancel`));
    } finally {
      await service.stop();
    }
  });

  test("R8: that never answers holds up nobody, and is hung up on when the run is canceled", async ({
    api,
    base,
  }) => {
    const service = await startScriptedHttp(() => "hang");
    try {
      const document = documentOf({ title: "Sleeper", server: service.origin, paths: ["/sleep"] });
      const sleeper = await importDocument(api, document);
      await connect(base, sleeper, { address: service.origin });
      const asleep = await runSteps(api, [step("sleep", toolOf(sleeper.tools, "/sleep").id, {})]);
      await expect.poll(() => service.asked.length).toBe(1);
      const other = await runSteps(api, [step("look", "directory.lookup", { who: literal("sales") })]);
      await waitForStatus(api, other.id, "completed");
      await runOf(await api.post(`/api/runs/${asleep.id}/cancel`));
      const ended = await waitForRun(
        api,
        asleep.id,
        (one) => one.status === "canceled" && one.steps.sleep?.attempts.at(-1)?.finishedAt !== null,
      );
      expect(stepOf(ended, "sleep")).toMatchObject({
        attempts: [{ attempt: 1, failure: { message: expect.stringContaining("broken off") } }],
      });
    } finally {
      await service.stop();
    }
  });
});

test("decisions and answers of a wrong shape are refused", async ({ api }) => {
  const run = await runSteps(api, [
    mailStep("mail", literal(["ada@lamplight.example"]), "Wrong shapes"),
    step("ask", "human.ask", { question: literal("Ready?") }),
  ]);
  const { id, contentHash } = await approvalFor(api, run.id);
  const question = await questionFor(api, run.id);
  for (const data of [
    {},
    { decision: "approve" },
    { decision: "allow", contentHash },
    { decision: "approve", contentHash, reason: "because" },
    { decision: "approve", contentHash, inputs: [] },
    { decision: "deny", contentHash, reason: "x".repeat(2001) },
  ]) {
    await problemOf(await api.post(`/api/approvals/${id}`, { data }), 400);
  }
  await problemOf(await api.post(`/api/questions/${question.id}`, { data: {} }), 400);
  await problemOf(
    await api.post(`/api/questions/${question.id}`, { data: { answer: "x".repeat(20_001) } }),
    422,
  );
  const recover = (stepId: string, data: object) =>
    api.post(`/api/runs/${run.id}/steps/${stepId}/recover`, { data });
  await problemOf(await recover("mail", { kind: "edit" }), 400);
  await problemOf(await recover("mail", { kind: "swap", toolId: "../../x", inputs: {} }), 400);
  await problemOf(await recover("mail", { kind: "skip" }), 409);
  await runOf(await api.post(`/api/runs/${run.id}/cancel`));
});
