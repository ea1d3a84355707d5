// The HTTP API from a goal to what arrives, as a program uses it: the production build, real services on this machine.
import { z } from "zod";
import { approvalSchema } from "@/lib/domain/approval";
import { candidateSchema } from "@/lib/domain/candidate";
import { planSchema } from "@/lib/domain/plan";
import { questionSchema } from "@/lib/domain/question";
import { planSummarySchema, runSummarySchema } from "@/lib/domain/summaries";
import { startScriptedHttp } from "@/lib/tools/testing/scripted-http";
import {
  approvalFor,
  approvalOf,
  approve,
  bodyOf,
  changePlan,
  decide,
  deliveriesAbout,
  literal,
  mailStep,
  makePlan,
  output,
  planOf,
  problemOf,
  proposePlan,
  questionFor,
  runOf,
  runSteps,
  startRun,
  step,
  stepOf,
  waitForStatus,
  waitForStep,
} from "./api-client";
import { describedBy } from "./described-answers";
import { readEvents } from "./event-stream";
import { expect, test } from "./fixtures";
import { connect, documentOf, importDocument, toolOf } from "./local-api";

test("plans a goal, changes the plan, approves an edited action and delivers exactly that", async ({
  api,
}) => {
  const goal = "Send a notification to the on-call engineer that the nightly backup failed";
  const proposed = await proposePlan(api, goal);
  expect(proposed).toMatchObject({ revision: 1, goal, problems: [] });
  const { tools, planning, ...stored } = await planOf(await api.get(`/api/plans/${proposed.id}`));
  expect(stored).toEqual(proposed);
  expect(tools?.map((tool) => tool.id).sort()).toEqual(proposed.steps.map((one) => one.toolId).sort());

  const [lookup, send] = proposed.steps;
  if (!lookup || !send) throw new Error("the plan looks nobody up, or sends nothing");
  const found = await bodyOf(
    await api.get(`/api/plans/${proposed.id}/steps/${send.id}/candidates?limit=10`),
    200,
    z.object({ candidates: z.array(candidateSchema) }),
  );
  const email = found.candidates.find(({ tool }) => tool.id === "email.send")?.tool;
  if (!email) throw new Error("sending an e-mail is no candidate");

  const subject = `Backup ${proposed.id}`;
  const changed = await planOf(
    await changePlan(api, proposed, [
      { kind: "rename-step", stepId: send.id, title: "Tell whoever is on call" },
      {
        kind: "swap-tool",
        stepId: send.id,
        toolId: email.id,
        inputs: { to: output(lookup.id, "emails"), subject: literal(subject), text: literal("It failed.") },
      },
      { kind: "bind-input", stepId: send.id, input: "cc", binding: literal(["ops@lamplight.example"]) },
    ]),
  );
  expect(changed).toMatchObject({ revision: 2, problems: [] });
  expect(changed.steps[1]).toMatchObject({ title: "Tell whoever is on call", toolId: "email.send" });

  const run = await startRun(api, changed);
  expect(run).toMatchObject({ planId: proposed.id, planRevision: 2, status: "queued" });
  const approval = await approvalFor(api, run.id);
  expect(approval.card).toMatchObject({
    goal,
    stepTitle: "Tell whoever is on call",
    toolId: "email.send",
    effect: "irreversible",
    inputs: {
      to: ["arjun.nair@lamplight.example"],
      cc: ["ops@lamplight.example"],
      subject,
      text: "It failed.",
    },
    provenance: { to: { origin: "trusted" }, subject: { origin: "person" } },
  });
  expect(await approvalOf(await api.get(`/api/approvals/${approval.id}`))).toEqual(approval);

  // A4: a decision about something else counts for nothing.
  const forged = { decision: "approve", contentHash: "0".repeat(64) };
  expect(await problemOf(await decide(api, approval.id, forged), 409)).toMatchObject({
    approval: { status: "pending" },
  });
  const edited = { ...approval.card.inputs, text: "The nightly backup failed at 02:10." };
  const approved = await approvalOf(await approve(api, approval, edited));
  expect(approved).toMatchObject({ status: "approved", editedInputs: edited });
  // R5: it counts once.
  for (const again of [approve(api, approval), decide(api, approval.id, { ...forged, decision: "deny" })]) {
    expect(await problemOf(await again, 409)).toMatchObject({ approval: approved });
  }

  const completed = await waitForStatus(api, run.id, "completed");
  expect(stepOf(completed, send.id)).toMatchObject({
    status: "completed",
    inputs: edited,
    receipt: { service: "Sandbox mail" },
  });
  expect(await deliveriesAbout(api, subject)).toMatchObject([
    {
      channel: "email",
      to: ["arjun.nair@lamplight.example", "ops@lamplight.example"],
      subject,
      text: expect.stringContaining("The nightly backup failed at 02:10."),
    },
  ]);

  const runs = z.object({ runs: z.array(runSummarySchema) });
  const listed = (await bodyOf(await api.get("/api/runs?limit=200"), 200, runs)).runs;
  expect(listed.find((one) => one.id === run.id)).toMatchObject({ status: "completed", planRevision: 2 });
  const plans = z.object({ plans: z.array(planSummarySchema) });
  const all = (await bodyOf(await api.get("/api/plans?limit=200"), 200, plans)).plans;
  expect(all.find((one) => one.id === proposed.id)).toMatchObject({
    revision: 2,
    lastRun: { id: run.id, status: "completed" },
  });
});

test("keeps both versions of a plan that two have changed", async ({ api }) => {
  const plan = await makePlan(api, [step("look", "directory.lookup", { who: literal("marketing") })]);
  const rename = (title: string) => [{ kind: "rename-step", stepId: "look", title }];
  const first = await planOf(await changePlan(api, plan, rename("Mine")));
  const kept = z.object({ current: planSchema, copy: planSchema });
  const { current, copy } = kept.parse(await problemOf(await changePlan(api, plan, rename("Yours")), 409));
  const { problems, ...stored } = first;
  expect(current).toEqual(stored);
  expect(problems).toEqual([]);
  expect(copy).toMatchObject({ revision: 1, goal: plan.goal });
  expect((await planOf(await api.get(`/api/plans/${plan.id}`))).steps[0]?.title).toBe("Mine");
  expect((await planOf(await api.get(`/api/plans/${copy.id}`))).steps[0]?.title).toBe("Yours");
  expect((await planOf(await api.get(`/api/plans/${plan.id}?revision=2`))).steps[0]?.title).toBe("Step look");

  const { revisions } = await bodyOf(
    await api.get(`/api/plans/${plan.id}/revisions`),
    200,
    z.object({ revisions: z.array(z.looseObject({ revision: z.number(), author: z.string() })) }),
  );
  expect(revisions.map(({ revision, author }) => `${revision} ${author}`)).toEqual([
    "3 api",
    "2 api",
    "1 planner",
  ]);

  // What was reviewed is what runs: an older revision is not started.
  const stale = await api.post(`/api/plans/${plan.id}/runs`, { data: { revision: 2 } });
  expect(await problemOf(stale, 409)).toMatchObject({ current: { revision: 3 } });
  expect(await startRun(api, plan)).toMatchObject({ planRevision: 3 });
});

test("of many edits of one revision, one becomes the next and every other a copy", async ({ api }) => {
  const plan = await makePlan(api, [step("look", "directory.lookup", { who: literal("marketing") })]);
  const titles = Array.from({ length: 8 }, (_, index) => `Title ${index}`);
  const answers = await Promise.all(
    titles.map((title) => changePlan(api, plan, [{ kind: "rename-step", stepId: "look", title }])),
  );
  expect(answers.map((answer) => answer.status()).sort()).toEqual([200, ...Array(7).fill(409)]);
  const conflictSchema = z.object({ copy: planSchema }).transform(({ copy }) => copy);
  const resultSchema = z.union([conflictSchema, z.looseObject({ steps: planSchema.shape.steps })]);
  const results = await Promise.all(answers.map(async (answer) => resultSchema.parse(await answer.json())));
  expect(results.map(({ steps }) => steps[0]?.title).sort()).toEqual(titles);
});

test("R12: streams a run's events, and goes on after any cut without a gap or a repeat", async ({
  api,
  apiToken,
  base,
}) => {
  const people = ["marketing", "sales", "finance", "support", "people"];
  const steps = people.map((who, index) =>
    step(`s${index}`, "directory.lookup", { who: literal(who) }, index > 0 ? [`s${index - 1}`] : []),
  );
  const run = await runSteps(api, steps);
  const stream = { address: base, token: apiToken, runId: run.id };
  const isOver = (events: { body: { type: string } }[]) => events.at(-1)?.body.type === "run-completed";

  // While it runs: cut after ever more bytes, most often inside an event.
  const seen = [];
  for (let bytes = 40; !isOver(seen); bytes += 333) {
    const lastEventId = seen.at(-1)?.seq;
    const { events } = await readEvents({ ...stream, lastEventId, cutAfterBytes: bytes }, (read) =>
      isOver(read.events),
    );
    seen.push(...events);
  }
  expect(seen.map((event) => event.seq)).toEqual(seen.map((_, index) => index + 1));
  expect(seen[0]?.body.type).toBe("run-queued");
  const completed = seen.flatMap(({ body }) => (body.type === "step-completed" ? [body.stepId] : []));
  expect(completed).toEqual(["s0", "s1", "s2", "s3", "s4"]);

  // Afterwards: from the beginning, from a place in the address, and from a place in the header, which wins.
  const whole = await readEvents(stream, (read) => isOver(read.events));
  expect(whole.events).toEqual(seen);
  const later = await readEvents({ ...stream, query: "?after=5" }, (read) => isOver(read.events));
  expect(later.events).toEqual(seen.slice(5));
  const last = await readEvents({ ...stream, query: "?after=5", lastEventId: seen.length - 1 }, (read) =>
    isOver(read.events),
  );
  expect(last.events).toEqual(seen.slice(-1));
});

test("a denied action is not done: the run ends canceled, with the reason, and nothing is sent", async ({
  api,
}) => {
  const subject = "Quarterly bonus";
  const run = await runSteps(api, [
    mailStep("mail", literal(["all@lamplight.example"]), subject),
    step("note", "file.write", { name: literal("sent.txt"), content: output("mail", "messageId") }),
  ]);
  const { id, contentHash } = await approvalFor(api, run.id);
  const reason = "Not before it is announced.";
  const denied = await approvalOf(await decide(api, id, { decision: "deny", contentHash, reason }));
  expect(denied).toMatchObject({ status: "denied", reason });
  const ended = await waitForStatus(api, run.id, "canceled");
  expect(stepOf(ended, "mail")).toMatchObject({ status: "denied", reason, attempts: [] });
  expect(stepOf(ended, "note")).toMatchObject({ status: "skipped" });
  expect(await deliveriesAbout(api, subject)).toEqual([]);
});

test("a canceled run takes back what it asks, and takes no decision any more", async ({ api }) => {
  const subject = "Never mind";
  const run = await runSteps(api, [mailStep("mail", literal(["ada@lamplight.example"]), subject)]);
  const approval = await approvalFor(api, run.id);
  const canceled = await runOf(
    await api.post(`/api/runs/${run.id}/cancel`, { data: { reason: "Wrong list." } }),
  );
  expect(canceled).toMatchObject({ status: "canceled", reason: "Wrong list." });
  const withdrawn = { approval: { id: approval.id, status: "withdrawn" } };
  expect(await problemOf(await approve(api, approval), 409)).toMatchObject(withdrawn);
  for (const action of ["cancel", "pause", "resume"]) {
    const again = await problemOf(await api.post(`/api/runs/${run.id}/${action}`), 409);
    expect(again).toMatchObject({ detail: "This can't be done now: the run is canceled." });
  }
  expect(await deliveriesAbout(api, subject)).toEqual([]);
});

test("a paused run begins nothing until it is resumed", async ({ api }) => {
  const run = await runSteps(api, [
    step("ask", "human.ask", { question: literal("Whom shall I look up?") }),
    step("look", "directory.lookup", { who: output("ask", "answer") }),
  ]);
  const question = await questionFor(api, run.id);
  expect(await runOf(await api.post(`/api/runs/${run.id}/pause`))).toMatchObject({ status: "paused" });
  await problemOf(await api.post(`/api/runs/${run.id}/pause`, { data: {} }), 409);
  await bodyOf(
    await api.post(`/api/questions/${question.id}`, { data: { answer: "marketing" } }),
    200,
    questionSchema,
  );
  // Another run comes and goes meanwhile: time enough for this one, did it not wait.
  const other = await runSteps(api, [step("look", "directory.lookup", { who: literal("sales") })]);
  await waitForStatus(api, other.id, "completed");
  const paused = await runOf(await api.get(`/api/runs/${run.id}`));
  expect(paused.status).toBe("paused");
  expect(stepOf(paused, "ask").status).toBe("completed");
  expect(paused.steps.look?.attempts ?? []).toEqual([]);

  await runOf(await api.post(`/api/runs/${run.id}/resume`));
  const completed = await waitForStatus(api, run.id, "completed");
  expect(stepOf(completed, "look")).toMatchObject({ output: { count: 5 } });
});

test("a running step's question takes one answer, of those offered", async ({ api }) => {
  const run = await runSteps(api, [
    step("ask", "human.ask", { question: literal("Which colour?"), options: literal(["red", "green"]) }),
  ]);
  const question = await questionFor(api, run.id);
  expect(question).toMatchObject({ question: "Which colour?", options: ["red", "green"], stepId: "ask" });
  const answer = (value: unknown) => api.post(`/api/questions/${question.id}`, { data: { answer: value } });
  for (const wrong of ["blue", "", 7, null, ["red"]]) await problemOf(await answer(wrong), 422);
  expect(await bodyOf(await answer("green"), 200, questionSchema)).toMatchObject({
    status: "answered",
    answer: "green",
  });
  expect(await problemOf(await answer("red"), 409)).toMatchObject({ question: { answer: "green" } });
  const completed = await waitForStatus(api, run.id, "completed");
  expect(stepOf(completed, "ask")).toMatchObject({ output: { answer: "green" } });
});

test("a file that was uploaded is read by a plan, and comes back as it was", async ({ api }) => {
  const content = "customer,revenue\nZoë & Søn,10\nAda,30\nBob,20\n";
  const name = "Umsätze 2026 ('Q1').csv";
  const upload = await api.post("/api/files", {
    multipart: { file: { name, mimeType: "text/csv", buffer: Buffer.from(content) } },
  });
  const file = await bodyOf(upload, 201, z.looseObject({ id: z.string(), name: z.string() }));
  expect(file).toMatchObject({ name, mediaType: "text/csv", sizeBytes: Buffer.byteLength(content) });
  expect(await (await api.get(`/api/files/${file.id}/details`)).json()).toEqual(file);
  const download = await api.get(`/api/files/${file.id}`);
  expect(await download.text()).toBe(content);
  expect(download.headers()["content-disposition"]).toBe(
    "attachment; filename*=UTF-8''Ums%C3%A4tze%202026%20%28%27Q1%27%29.csv",
  );

  const plan = await planOf(
    await api.post("/api/goals", {
      data: { goal: "Find the two customers with the highest revenue in this file", fileIds: [file.id] },
    }),
    201,
  );
  expect(plan).toMatchObject({ fileIds: [file.id], problems: [] });
  const completed = await waitForStatus(api, (await startRun(api, plan)).id, "completed");
  const last = stepOf(completed, plan.steps.at(-1)?.id ?? "");
  expect(last).toMatchObject({ output: { text: "1. Ada: 30\n2. Bob: 20" } });
});

test("an imported API is found by its meaning, and usable once a person has connected it", async ({
  api,
  base,
}) => {
  const service = await startScriptedHttp(({ headers }) =>
    headers.authorization === "Bearer greenhouse-token-1" ? { body: { value: "21 °C" } } : { status: 401 },
  );
  try {
    const document = documentOf({
      title: "Greenhouse",
      server: service.origin,
      paths: ["/humidity"],
      security: "bearer",
    });
    // N1: an address on this machine is not fetched for whoever asks.
    const address = await api.post("/api/tools/import", {
      data: { address: `${service.origin}/openapi.json` },
    });
    expect(await problemOf(address, 422)).toMatchObject({
      detail: expect.stringMatching(/^The document could not be fetched: .*127\.0\.0\.1/),
    });
    expect(service.asked).toEqual([]);

    const imported = await importDocument(api, document);
    expect(imported).toMatchObject({
      apiId: "greenhouse",
      title: "Greenhouse",
      warnings: ["Greenhouse needs credentials. Enter them under Connections before its tools can run."],
    });
    const tool = toolOf(imported.tools, "/humidity");
    expect(await (await api.get(`/api/tools/${tool.id}`)).json()).toEqual(tool);
    const found = await bodyOf(
      await api.get("/api/tools/search", { params: { q: "how humid is it in the greenhouse", limit: 5 } }),
      200,
      z.object({ candidates: z.array(candidateSchema) }),
    );
    expect(found.candidates[0]).toMatchObject({ tool: { id: tool.id }, connected: false });

    const plan = await makePlan(api, [step("read", tool.id, {})]);
    expect(plan.problems).toMatchObject([{ code: "no-connection", stepId: "read" }]);
    const refused = await problemOf(await api.post(`/api/plans/${plan.id}/runs`), 422);
    expect(refused.problems).toEqual(plan.problems);
    expect(service.asked).toEqual([]);

    await connect(base, imported, { address: service.origin, token: "greenhouse-token-1" });
    const completed = await waitForStatus(api, (await startRun(api, plan)).id, "completed");
    expect(stepOf(completed, "read")).toMatchObject({ output: { value: "21 °C" } });
    expect(service.asked).toHaveLength(1);

    // Imported again it is the same API, not another one.
    expect(await importDocument(api, document)).toMatchObject({ apiId: "greenhouse", tools: [tool] });
  } finally {
    await service.stop();
  }
});

test.describe("a failed step", () => {
  const lookUp = (who: string) => step("look", "directory.lookup", { who: literal(who) });
  const steps = (subject: string) => [
    lookUp("the astronaut team"),
    mailStep("mail", output("look", "emails"), subject),
    step("other", "directory.lookup", { who: literal("sales") }),
  ];

  test("says what was wrong, and goes on with other inputs, another tool, or without it", async ({ api }) => {
    const run = await runSteps(api, steps("Lift-off"));
    const recover = (stepId: string, recovery: object) =>
      api.post(`/api/runs/${run.id}/steps/${stepId}/recover`, { data: recovery });
    const failed = await waitForStep(api, run.id, "look", "failed");
    expect(stepOf(failed, "look")).toMatchObject({
      failure: { kind: "not-found", message: expect.stringContaining("nobody for “the astronaut team”") },
    });
    await waitForStep(api, run.id, "other", "completed");
    expect((await runOf(await api.get(`/api/runs/${run.id}`))).status).toBe("waiting");

    await runOf(await recover("look", { kind: "retry" }));
    await waitForStep(api, run.id, "look", "failed");
    const wrongType = await problemOf(
      await recover("look", { kind: "edit", inputs: { who: literal(7) } }),
      422,
    );
    expect(wrongType.problems).toMatchObject([{ code: "wrong-type", stepId: "look", input: "who" }]);
    expect(await problemOf(await recover("other", { kind: "retry" }), 409)).toMatchObject({
      detail: "This can't be done now: the run is waiting, and the step is completed.",
    });
    await problemOf(await recover("nowhere", { kind: "retry" }), 404);
    await problemOf(await recover("look", { kind: "confirm-completed" }), 409);

    await runOf(await recover("look", { kind: "edit", inputs: { who: literal("on-call") } }));
    const approval = await approvalFor(api, run.id);
    expect(approval.card.inputs).toMatchObject({ to: ["arjun.nair@lamplight.example"] });
    await approvalOf(await approve(api, approval));
    const completed = await waitForStatus(api, run.id, "completed");
    expect(stepOf(completed, "look").attempts).toHaveLength(3);
    expect(await deliveriesAbout(api, "Lift-off")).toHaveLength(1);
  });

  test("is done by another tool where one is chosen", async ({ api }) => {
    const run = await runSteps(api, [
      lookUp("the astronaut team"),
      step("note", "file.write", { name: literal("who.txt"), content: output("look", "phone") }),
    ]);
    await waitForStep(api, run.id, "look", "failed");
    const swap = {
      kind: "swap",
      toolId: "http.request",
      inputs: { url: literal("http://127.0.0.1:9/astronauts") },
    };
    await runOf(await api.post(`/api/runs/${run.id}/steps/look/recover`, { data: swap }));
    const approval = await approvalFor(api, run.id);
    expect(approval.card).toMatchObject({ toolId: "http.request", effect: "write" });
    await approvalOf(await approve(api, approval));
    // N1: not even with approval.
    expect(stepOf(await waitForStep(api, run.id, "look", "failed"), "look")).toMatchObject({
      failure: { kind: "refused", message: expect.stringContaining("127.0.0.1") },
    });
    await runOf(await api.post(`/api/runs/${run.id}/steps/look/recover`, { data: { kind: "skip" } }));
    // The other tool gives no number: what the note read is open, and a person settles it.
    expect(stepOf(await waitForStep(api, run.id, "note", "failed"), "note")).toMatchObject({
      failure: { message: expect.stringContaining('"content" has no value') },
    });
    await runOf(await api.post(`/api/runs/${run.id}/steps/note/recover`, { data: { kind: "skip" } }));
    const ended = await waitForStatus(api, run.id, "completed");
    expect(stepOf(ended, "look").status).toBe("skipped");
    expect(stepOf(ended, "note")).toMatchObject({ status: "skipped" });
  });

  test("ends the run where a person stops it", async ({ api }) => {
    const run = await runSteps(api, steps("Grounded"));
    await waitForStep(api, run.id, "look", "failed");
    const recovered = await api.post(`/api/runs/${run.id}/steps/look/recover`, { data: { kind: "stop" } });
    expect(await runOf(recovered)).toMatchObject({
      status: "failed",
      reason: expect.stringContaining("Stopped at"),
    });
    await problemOf(
      await api.post(`/api/runs/${run.id}/steps/look/recover`, { data: { kind: "retry" } }),
      409,
    );
    expect(await deliveriesAbout(api, "Grounded")).toEqual([]);
  });
});

test("a refused edit of an approval leaves it waiting as it was", async ({ api }) => {
  const run = await runSteps(api, [mailStep("mail", literal(["ada@lamplight.example"]), "Refused edit")]);
  const approval = await approvalFor(api, run.id);
  const edits = [{}, { ...approval.card.inputs, to: [] }, { ...approval.card.inputs, extra: 1 }, { to: "x" }];
  for (const inputs of edits) {
    const refused = await problemOf(await approve(api, approval, inputs), 422);
    expect(refused.problems?.[0]).toMatchObject({ stepId: "mail" });
  }
  expect(await bodyOf(await api.get(`/api/approvals/${approval.id}`), 200, approvalSchema)).toEqual(approval);
  await runOf(await api.post(`/api/runs/${run.id}/cancel`));
});

test("every answer is what the API's description says", async ({ api }) => {
  const check = await describedBy(api);
  const upload = await api.post("/api/files", {
    multipart: { file: { name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("a\n1\n") } },
  });
  const { id: fileId } = z.object({ id: z.string() }).parse(await check("post /api/files", upload));
  await check("get /api/files/{fileId}/details", await api.get(`/api/files/${fileId}/details`));

  const goal = "Post to #sales that the nightly backup failed";
  const planned = await api.post("/api/goals", { data: { goal, fileIds: [fileId] } });
  await check("post /api/goals", planned);
  const plan = await planOf(planned, 201);
  const [send] = plan.steps;
  const rename = [{ kind: "rename-step", stepId: send?.id, title: "Say so" }];
  await check("patch /api/plans/{planId}", await changePlan(api, plan, rename));
  await check("patch /api/plans/{planId}", await changePlan(api, plan, rename));
  await check("patch /api/plans/{planId}", await changePlan(api, plan, []));
  await check("get /api/plans/{planId}", await api.get(`/api/plans/${plan.id}`));
  await check("get /api/plans/{planId}/revisions", await api.get(`/api/plans/${plan.id}/revisions`));
  await check(
    "get /api/plans/{planId}/steps/{stepId}/candidates",
    await api.get(`/api/plans/${plan.id}/steps/${send?.id}/candidates`),
  );
  await check("get /api/plans", await api.get("/api/plans"));

  const started = await api.post(`/api/plans/${plan.id}/runs`);
  await check("post /api/plans/{planId}/runs", started);
  const run = await runOf(started, 202);
  const approval = await approvalFor(api, run.id);
  await check("get /api/approvals", await api.get("/api/approvals"));
  await check("get /api/approvals/{approvalId}", await api.get(`/api/approvals/${approval.id}`));
  await check("post /api/approvals/{approvalId}", await approve(api, approval));
  await check("post /api/approvals/{approvalId}", await approve(api, approval));
  await waitForStatus(api, run.id, "completed");
  await check("get /api/runs/{runId}", await api.get(`/api/runs/${run.id}`));
  await check("post /api/runs/{runId}/cancel", await api.post(`/api/runs/${run.id}/cancel`));

  const asking = await runSteps(api, [
    step("ask", "human.ask", { question: literal("Ready?") }),
    step("look", "directory.lookup", { who: literal("the astronaut team") }),
  ]);
  const question = await questionFor(api, asking.id);
  await check("get /api/questions", await api.get("/api/questions"));
  await check(
    "post /api/questions/{questionId}",
    await api.post(`/api/questions/${question.id}`, { data: { answer: "Yes" } }),
  );
  await waitForStep(api, asking.id, "look", "failed");
  await check("get /api/runs/{runId}", await api.get(`/api/runs/${asking.id}`));
  await check("post /api/runs/{runId}/pause", await api.post(`/api/runs/${asking.id}/pause`));
  await check("post /api/runs/{runId}/resume", await api.post(`/api/runs/${asking.id}/resume`));
  await check(
    "post /api/runs/{runId}/steps/{stepId}/recover",
    await api.post(`/api/runs/${asking.id}/steps/look/recover`, { data: { kind: "skip" } }),
  );
  await waitForStatus(api, asking.id, "completed");
  await check("get /api/runs", await api.get("/api/runs"));

  const document = documentOf({ title: "Described", server: "https://api.example.com", paths: ["/thing"] });
  await check("post /api/tools/import", await api.post("/api/tools/import", { data: { document } }));
  const file = { name: "thing.json", mimeType: "application/json", buffer: Buffer.from(document) };
  const begun = await api.post("/api/imports", { multipart: { file } });
  await check("post /api/imports", begun);
  await check("get /api/imports/{importId}", await api.get(begun.headers().location ?? ""));
  await check("get /api/tools/search", await api.get("/api/tools/search?limit=100"));
  await check("get /api/tools/{toolId}", await api.get("/api/tools/described.getThing"));
  await check("get /api/episodes", await api.get("/api/episodes"));
  await check("get /api/episodes", await api.get("/api/episodes?q=weather%20in%20Oslo"));
  await check("get /api/remembered-values", await api.get("/api/remembered-values"));
  await check("get /api/outbox", await api.get("/api/outbox"));
  await check("get /api/connections", await api.get("/api/connections"));
});
