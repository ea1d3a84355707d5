import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Rehearsal } from "@/lib/client/rehearsal-schema";
import { rehearsalSchema } from "@/lib/client/rehearsal-schema";
import type { Binding } from "@/lib/domain/binding";
import type { Condition } from "@/lib/domain/condition";
import { newId, type StepId, stepIdSchema } from "@/lib/domain/ids";
import type { Json, JsonSchema } from "@/lib/domain/json";
import type { Plan, Step } from "@/lib/domain/plan";
import type { PastOutput } from "@/lib/domain/rehearsal";
import { stepRunOf } from "@/lib/domain/run";
import { tableJsonSchema } from "@/lib/domain/table";
import type { Tool } from "@/lib/domain/tool";
import { examplePlan, exampleStep, exampleTool } from "@/lib/planning/testing/example-tools";
import { type RehearsalFacts, type RehearsalRequest, rehearse } from "./rehearse";

const id = (text: string): StepId => stepIdSchema.parse(text);
const output = (step: string, ...path: (string | number)[]): Binding => ({
  kind: "output",
  stepId: id(step),
  path,
});
const literal = (value: Json): Binding => ({ kind: "literal", value, origin: "person" });
const object = (properties: Record<string, JsonSchema>, required = Object.keys(properties)): JsonSchema => ({
  ...{ type: "object", properties, required, additionalProperties: false },
});

const people = exampleTool("staff.people", {
  title: "Find people",
  connectionKind: "scim",
  input: object({ who: { type: "string", title: "Who" } }),
  output: object({
    emails: { type: "array", items: { type: "string", format: "email" } },
    count: { type: "integer" },
  }),
  retry: { attempts: 3, backoffMs: 1000 },
});
const rows = exampleTool("base.rows", {
  title: "Read rows",
  connectionKind: "postgres",
  input: object({}),
  output: object({ table: tableJsonSchema, sql: { type: "string" } }),
});
const summary = exampleTool("text.summary", {
  title: "Summarise",
  input: object({ table: tableJsonSchema }),
  output: object({ text: { type: "string", format: "text" } }),
});
const mail = exampleTool("mail.send", {
  title: "Send a mail",
  effect: "irreversible",
  idempotency: "none",
  connectionKind: "smtp",
  controlInputs: ["to"],
  input: object({
    to: { type: "array", title: "To", minItems: 1, items: { type: "string" } },
    text: { type: "string", title: "Message", minLength: 1 },
  }),
  output: object({ rejected: { type: "array", items: { type: "string" } } }),
});
const ask = exampleTool("me.ask", {
  asksPerson: true,
  input: object({ question: { type: "string" }, options: { type: "array", items: { type: "string" } } }),
  output: object({ answer: { type: "string" } }),
});
const all = [people, rows, summary, mail, ask];
const tools = new Map(all.map((tool) => [tool.id, tool]));

const step = (name: string, tool: Tool, inputs: Record<string, Binding>, rest: Partial<Step> = {}): Step => ({
  ...exampleStep(name, tool, inputs),
  title: `Step ${name}`,
  ...rest,
});

const mailTheTeam = examplePlan([
  step("s1", people, { who: literal("marketing") }),
  step("s2", rows, {}),
  step("s3", summary, { table: output("s2", "table") }),
  step("s4", mail, { to: output("s1", "emails"), text: output("s3", "text") }),
]);

function rehearsed(
  plan: Plan,
  request: RehearsalRequest,
  rest: Partial<RehearsalFacts> = {},
): Promise<Rehearsal> {
  const facts: RehearsalFacts = {
    ...{ plan, tools, connections: new Map(), pastOutputs: [], pastFailures: new Map() },
    mostItems: 1000,
    now: new Date("2026-11-27T12:00:00Z"),
    ...rest,
  };
  return rehearse(facts, request);
}
const statuses = (rehearsal: Rehearsal, plan: Plan) =>
  Object.fromEntries(plan.steps.map(({ id: stepId }) => [stepId, stepRunOf(rehearsal.run, stepId).status]));
const findings = ({ findings: all }: Rehearsal, kind: string) =>
  all.filter((one) => one.kind === kind).map(({ stepId, message }) => `${stepId}: ${message}`);
const past = (tool: Tool, given: Json, rest: Partial<PastOutput> = {}): PastOutput => ({
  ...{ toolId: tool.id, planId: newId("plan"), stepId: id("s9"), runId: newId("run") },
  ...{ at: "2026-11-01T00:00:00.000Z", output: given },
  ...rest,
});

describe("a plan rehearsed", () => {
  it("comes to its end in the normal case, and says what would be asked", async () => {
    const rehearsal = await rehearsed(mailTheTeam, { case: "normal" });
    expect(statuses(rehearsal, mailTheTeam)).toEqual({
      ...{ s1: "completed", s2: "completed", s3: "completed", s4: "completed" },
    });
    expect(rehearsal.run.status).toBe("completed");
    expect(stepRunOf(rehearsal.run, id("s4")).inputs).toEqual({
      to: ["ada@example.com", "grace@example.com", "alan@example.com"],
      text: "An example text.",
    });
    expect(findings(rehearsal, "asks")).toEqual([
      's4: "Step s4" would ask for your approval before it is sent.',
    ]);
    expect(findings(rehearsal, "stops")).toEqual([]);
    expect(rehearsal.steps.map(({ approvals, callsOutside }) => [approvals, callsOutside])).toEqual([
      ...[
        [0, true],
        [0, true],
        [0, false],
        [1, true],
      ],
    ]);
    // What the HTTP API answers with can be read by who asks it.
    expect(rehearsalSchema.parse(JSON.parse(JSON.stringify(rehearsal)))).toEqual(rehearsal);
  });

  it("takes what a tool gave before: the same step's first, the newest that has what is read", async () => {
    const own = { planId: mailTheTeam.id, stepId: id("s1") };
    const rehearsal = await rehearsed(
      mailTheTeam,
      { case: "normal" },
      {
        pastOutputs: [
          past(people, { emails: [], count: 0 }, { ...own, at: "2026-11-09T00:00:00.000Z" }),
          past(people, { emails: ["old@lamplight.example"] }, { ...own, at: "2026-11-08T00:00:00.000Z" }),
          past(people, { emails: ["right@lamplight.example"], count: 1 }, own),
          past(people, { emails: ["other@lamplight.example"], count: 1 }),
        ],
      },
    );
    expect(stepRunOf(rehearsal.run, id("s4")).inputs?.to).toEqual(["right@lamplight.example"]);
    expect(rehearsal.steps.map(({ from }) => from?.kind)).toEqual(["past", "schema", "schema", "schema"]);
  });

  it("shows no secret a service gave, and makes none up", async () => {
    const keys = exampleTool("vault.key", {
      input: object({}),
      output: object({ apiKey: { type: "string" }, name: { type: "string", example: "build" } }),
    });
    const plan = examplePlan([step("s1", keys, {})]);
    const facts = { tools: new Map([[keys.id, keys]]) };
    const known = { ...facts, pastOutputs: [past(keys, { apiKey: "canary-4711", name: "build" })] };
    for (const rest of [facts, known]) {
      const { run } = await rehearsed(plan, { case: "normal" }, rest);
      expect(stepRunOf(run, id("s1"))).toMatchObject({ output: { apiKey: "(secret)", name: "build" } });
    }
  });

  it("stops in the empty case where a step would have nothing to go on with, and says who waits then", async () => {
    const rehearsal = await rehearsed(mailTheTeam, { case: "empty" });
    // s1's list is gone on with by s4, so an empty one is not as expected.
    expect(statuses(rehearsal, mailTheTeam)).toEqual({
      ...{ s1: "unexpected", s2: "unexpected", s3: "pending", s4: "pending" },
    });
    expect(findings(rehearsal, "stops")).toEqual([
      expect.stringMatching(
        /^s1: "Step s1" would stop as not as expected when nothing comes back\. Expected: /,
      ),
      expect.stringMatching(/^s2: "Step s2" would stop as not as expected when nothing comes back\./),
    ]);
    const stops = rehearsal.findings.filter(({ kind }) => kind === "stops");
    expect(stops.map(({ waiting }) => waiting)).toEqual([["s4"], ["s3", "s4"]]);
  });

  it("says which input would have nothing, where nothing is expected of what comes back", async () => {
    const plan = examplePlan([
      step("s1", people, { who: literal("marketing") }, { expect: [] }),
      step("s2", mail, { to: output("s1", "emails"), text: literal("Hello") }),
    ]);
    const rehearsal = await rehearsed(plan, { case: "empty" });
    expect(statuses(rehearsal, plan)).toEqual({ s1: "completed", s2: "failed" });
    expect(findings(rehearsal, "stops")).toEqual([
      expect.stringContaining('s2: "Step s2" would have nothing for "To" when nothing comes back, and stop.'),
    ]);
  });

  it("decides conditions as a run does, on what is simulated", async () => {
    const onlyIf = (operand: number): Condition => ({
      ...{
        match: "all",
        tests: [
          {
            value: { kind: "output", stepId: id("s1"), path: ["count"] },
            of: "any",
            operator: "above",
            operand,
          },
        ],
      },
    });
    const plan = (operand: number) =>
      examplePlan([
        step("s1", people, { who: literal("marketing") }),
        step(
          "s2",
          mail,
          { to: output("s1", "emails"), text: literal("Hello") },
          { condition: onlyIf(operand) },
        ),
      ]);
    const pastOutputs = [past(people, { emails: ["ada@example.com"], count: 1 })];
    const skipped = await rehearsed(plan(5), { case: "normal" }, { pastOutputs });
    expect(statuses(skipped, plan(5))).toEqual({ s1: "completed", s2: "skipped" });
    expect(findings(skipped, "skips")).toEqual([
      expect.stringMatching(/^s2: "Step s2" would be skipped\. It is done only if .* was 1\.$/),
    ]);
    const done = await rehearsed(plan(0), { case: "normal" }, { pastOutputs });
    expect(statuses(done, plan(0))).toEqual({ s1: "completed", s2: "completed" });
  });

  it("does a repeated step for each item, asks for each, and refuses a list that is too long", async () => {
    const each = (limit: number) =>
      examplePlan([
        step("s1", people, { who: literal("marketing") }),
        step(
          "s2",
          mail,
          { to: { kind: "list", items: [{ kind: "item", path: [] }] }, text: literal("Hello") },
          {
            repeat: { over: output("s1", "emails"), limit },
          },
        ),
      ]);
    const three = await rehearsed(each(100), { case: "normal" });
    expect(findings(three, "repeats")).toEqual(['s2: "Step s2" would be done 3 times, once for each item.']);
    expect(findings(three, "asks")).toEqual([
      's2: "Step s2" would ask for your approval 3 times, once for each item before it is sent.',
    ]);
    expect(stepRunOf(three.run, id("s2"), 1).inputs?.to).toEqual(["grace@example.com"]);
    const none = await rehearsed(each(100), { case: "empty" });
    expect(statuses(none, each(100))).toEqual({ s1: "completed", s2: "completed" });
    expect(findings(none, "repeats")).toEqual([
      's2: "Step s2" would not be done at all: there is nothing in its list.',
    ]);
    const many = past(people, {
      emails: Array.from({ length: 60 }, (_, n) => `p${n}@example.com`),
      count: 60,
    });
    const cut = await rehearsed(each(100), { case: "normal" }, { pastOutputs: [many] });
    expect(findings(cut, "repeats")).toEqual([
      's2: "Step s2" would be done 60 times. Rehearsed with the first 25 items.',
    ]);
    const refused = await rehearsed(each(50), { case: "normal" }, { pastOutputs: [many] });
    expect(findings(refused, "stops")).toEqual([
      expect.stringContaining("would be done 60 times; its limit is 50"),
    ]);
  });

  it("tells for each outside step what its failure comes to, and what would not have happened yet", async () => {
    const { failures, run } = await rehearsed(mailTheTeam, { case: "erroneous" });
    expect(run.status).toBe("completed");
    expect(failures.map(({ message: _, failure, ...rest }) => ({ ...rest, kind: failure.kind }))).toEqual([
      {
        stepId: "s1",
        kind: "transient",
        from: "typical",
        calls: 3,
        waitMs: 3000,
        ends: "failed",
        done: ["s2", "s3"],
        notDone: ["s1", "s4"],
      },
      {
        stepId: "s2",
        kind: "transient",
        from: "typical",
        calls: 1,
        waitMs: 0,
        ends: "failed",
        done: ["s1"],
        notDone: ["s2", "s3", "s4"],
      },
      // Nobody knows whether the mail went out.
      {
        stepId: "s4",
        kind: "timeout",
        from: "typical",
        calls: 1,
        waitMs: 0,
        ends: "outcome-unknown",
        done: ["s1", "s2", "s3"],
        notDone: ["s4"],
      },
    ]);
    expect(failures.map(({ message }) => message)).toEqual([
      "It would be tried 3 times within about 3 s. Then it would stop there and ask you.",
      "It would not be tried again by itself: it would stop there and ask you.",
      "Whether it took place would not be known, so it would not be repeated by itself: you would be asked.",
    ]);
  });

  it("fails with what the tool failed with last, or with what is asked for", async () => {
    const refusal = { kind: "refused" as const, message: "No such mailbox.", evidence: { code: 550 } };
    const pastFailures = new Map([[mail.id, refusal]]);
    const known = await rehearsed(mailTheTeam, { case: "erroneous" }, { pastFailures });
    expect(known.failures.at(-1)).toMatchObject({
      from: "past",
      ends: "failed",
      failure: { message: "No such mailbox." },
    });
    const failing = { stepId: id("s1"), error: "credentials" as const };
    const chosen = await rehearsed(mailTheTeam, { case: "erroneous", failing }, { pastFailures });
    expect(chosen.failing).toEqual(failing);
    expect(statuses(chosen, mailTheTeam)).toEqual({
      ...{ s1: "failed", s2: "completed", s3: "completed", s4: "pending" },
    });
    expect(findings(chosen, "stops")).toEqual([expect.stringContaining("s1: ")]);
    expect(chosen.failures[0]).toMatchObject({
      stepId: "s1",
      from: "chosen",
      calls: 1,
      failure: { kind: "credentials" },
    });
  });

  it("fails one item of a repeated step, and lets the others be done", async () => {
    const plan = examplePlan([
      step("s1", people, { who: literal("marketing") }),
      step(
        "s2",
        mail,
        { to: { kind: "list", items: [{ kind: "item", path: [] }] }, text: literal("Hello") },
        {
          repeat: { over: output("s1", "emails"), limit: 100 },
        },
      ),
    ]);
    const failing = { stepId: id("s2"), error: "refused" as const };
    const { run, failures, findings: found } = await rehearsed(plan, { case: "erroneous", failing });
    expect([0, 1, 2].map((item) => stepRunOf(run, id("s2"), item).status)).toEqual([
      "failed",
      "completed",
      "completed",
    ]);
    expect(found.find(({ kind }) => kind === "stops")?.message).toMatch(/\(1 of 3 items\)$/);
    expect(failures.at(-1)?.message).toMatch(/The other items would still be done\.$/);
  });

  it("takes for granted what is still asked and the accounts that are not there yet, and says so", async () => {
    const question: Binding = { kind: "question", question: "Which team?", suggestions: ["Sales"] };
    const open = examplePlan([step("s1", people, { who: question })]);
    const rehearsal = await rehearsed(open, { case: "normal" });
    expect(stepRunOf(rehearsal.run, id("s1")).inputs).toEqual({ who: "Sales" });
    expect(findings(rehearsal, "assumed")).toEqual([
      's1: "Which team?" has no answer yet. Rehearsed with: Sales',
      's1: "Find people" has no connection yet. Rehearsed as if it had one.',
    ]);
  });

  it("answers a question to the person with the first that is offered", async () => {
    const plan = examplePlan([
      step("s1", ask, { question: literal("Which?"), options: literal(["This", "That"]) }),
    ]);
    const rehearsal = await rehearsed(plan, { case: "normal" });
    expect(stepRunOf(rehearsal.run, id("s1"))).toMatchObject({
      status: "completed",
      output: { answer: "This" },
    });
    expect(findings(rehearsal, "asks")).toEqual([
      's1: "Step s1" would ask you, and go on with your answer. Rehearsed with: This',
    ]);
  });

  it("stops where a tool is gone or switched off, as a run does", async () => {
    const off = new Map([...tools, [rows.id, { ...rows, off: "by-person" as const }]]);
    off.delete(people.id);
    const rehearsal = await rehearsed(mailTheTeam, { case: "normal" }, { tools: off });
    expect(statuses(rehearsal, mailTheTeam)).toEqual({
      s1: "failed",
      s2: "failed",
      s3: "pending",
      s4: "pending",
    });
  });

  it("says the same each time", async () => {
    for (const one of ["normal", "empty", "erroneous"] as const) {
      expect(await rehearsed(mailTheTeam, { case: one })).toEqual(
        await rehearsed(mailTheTeam, { case: one }),
      );
    }
  });

  it("goes through a plan of a thousand steps", async () => {
    const steps = Array.from({ length: 1000 }, (_, n) =>
      step(`s${n}`, people, { who: n === 0 ? literal("all") : output(`s${n - 1}`, "emails", 0) }),
    );
    const plan = examplePlan(steps);
    const rehearsal = await rehearsed(plan, { case: "erroneous" });
    expect(rehearsal.run.status).toBe("completed");
    expect(rehearsal.failures).toHaveLength(1000);
    expect(rehearsal.failures[400]?.notDone).toHaveLength(600);
  });

  it("says of a failing step exactly what going through all of it with that failure comes to", async () => {
    const shape = fc.array(fc.record({ write: fc.boolean(), reads: fc.array(fc.nat(7), { maxLength: 2 }) }), {
      ...{ minLength: 1, maxLength: 7 },
    });
    await fc.assert(
      fc.asyncProperty(shape, async (drawn) => {
        const plan = examplePlan(
          drawn.map(({ write, reads }, n) => {
            const before = [...new Set(reads)].filter((other) => other < n).map((other) => id(`s${other}`));
            return write
              ? step(
                  `s${n}`,
                  mail,
                  { to: literal(["ada@example.com"]), text: literal("Hello") },
                  { after: before },
                )
              : step(`s${n}`, people, { who: literal("all") }, { after: before });
          }),
        );
        const { failures } = await rehearsed(plan, { case: "erroneous" });
        for (const { stepId, done, notDone, ends } of failures) {
          const { run } = await rehearsed(plan, { case: "erroneous", failing: { stepId, error: null } });
          const ofStatus = (wanted: string[]) =>
            plan.steps.flatMap((one) => (wanted.includes(stepRunOf(run, one.id).status) ? [one.id] : []));
          expect(ofStatus(["completed"])).toEqual(done);
          expect(ofStatus(["pending", ends]).toSorted()).toEqual(notDone.toSorted());
        }
      }),
      { numRuns: 60 },
    );
  });
});
