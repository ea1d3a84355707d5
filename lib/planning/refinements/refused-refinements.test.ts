// Requests that change nothing: what can't be done here, what is not said clearly, and what no tool serves. Each says
// what is in the way.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GoalWorkspace, openGoalWorkspace } from "@/lib/planning/goals/goal-workspace";
import { planOf, refined } from "./refinement-workspace";

let workspace: GoalWorkspace;
beforeAll(async () => {
  workspace = await openGoalWorkspace();
}, 60_000);
afterAll(() => workspace.close());

describe("of “Analyze quarterly sales data and email a summary to the marketing team”", () => {
  it.each([
    {
      request: "every Monday at 9",
      reasons: ["When a plan runs is set with Schedule, above the plan. "],
    },
    {
      request: "run it every weekday morning",
      reasons: [
        "Nothing runs from here: a request changes the plan and no more",
        "When a plan runs is set with Schedule, above the plan. ",
      ],
    },
    {
      request: "run it tomorrow at 8",
      reasons: ["When a plan runs is set with Schedule, above the plan. "],
    },
    {
      request: "schedule it for Friday",
      reasons: ["When a plan runs is set with Schedule, above the plan. "],
    },
    { request: "run it now", reasons: ["Nothing runs from here: a request changes the plan and no more"] },
    {
      request: "approve everything",
      reasons: ["A request can't change who is asked: each step that changes something outside waits for yo"],
    },
    {
      request: "send it without asking me",
      reasons: ["A request can't change who is asked: each step that changes something outside waits for yo"],
    },
    {
      request: "trust the mail step from now on",
      reasons: ["A request can't change who is asked: each step that changes something outside waits for yo"],
    },
    {
      request: "undo that",
      reasons: ["Undo and Redo are at the top of the page: they take back whole edits, exactly."],
    },
    { request: "frobnicate the wibble", reasons: ["No tool here does “frobnicate the wibble”"] },
    { request: "also translate it to Klingon", reasons: ["No tool here does “translate it to Klingon”"] },
    { request: "drop the map", reasons: ["No step of this plan is “the map”"] },
    {
      request: "move the mail before the analysis",
      reasons: ["“Email a summary to the marketing team” can't be done before “Analyze quarterly sales data"],
    },
    { request: "make it better", reasons: ["That doesn't say what is to change"] },
    {
      request: "why is step 2 there?",
      reasons: ["This box changes the plan; it answers no questions about it"],
    },
    { request: "change the mail to", reasons: ["That breaks off before it says what"] },
    { request: "use a fax instead", reasons: ["No tool here and no value of the plan is “a fax”"] },
    { request: "drop the post", reasons: ["No step of this plan is “the post”"] },
    {
      request: "always send the mail",
      reasons: ["No step of this plan has a condition: each is done whenever the plan runs."],
    },
    {
      request: "for each row, send the mail",
      reasons: ["No step before “Email a summary to the marketing team” gives a list it could go through"],
    },
    { request: 'change the subject of step 9 to "x"', reasons: ["No step of this plan is “step 9”"] },
    {
      request: "send it by carrier pigeon instead",
      reasons: ["No tool here and no value of the plan is “send it by carrier pigeon”"],
    },
    {
      request: "skip the approval",
      reasons: ["A request can't change who is asked: each step that changes something outside waits for yo"],
    },
  ])("offers nothing for “$request” and says why", async ({ request, reasons }) => {
    const plan = await planOf(
      workspace,
      "Analyze quarterly sales data and email a summary to the marketing team",
    );
    const { parts, unrefined } = await refined(workspace, plan, request);
    expect(parts).toEqual([]);
    expect(unrefined.map(({ reason }) => reason)).toEqual(
      reasons.map((reason) => expect.stringContaining(reason)),
    );
  });
});

describe("of “Chart sales by region, email it to claire@lamplight.example and post it to #sales”", () => {
  it.each([
    {
      request: "use SMS instead",
      reasons: ["Send a text message (SMS) could take the place of step 3 “Email it to claire@lamplight.exa"],
    },
    {
      request: "drop the message",
      reasons: ["“the message” could mean step 4 “Post it to #sales”, step 3 “Email it to claire@lamplight."],
    },
    {
      request: 'say "done" instead',
      reasons: ["“message” could be that of step 3 “Email it to claire@lamplight.example”, step 4 “Post it "],
    },
    {
      request: "attach the chart to the mail",
      reasons: ["What “Chart sales by region” gives is attached to “Email it to claire@lamplight.example” a"],
    },
    {
      request: "move the chart after the mail",
      reasons: ["“Email it to claire@lamplight.example” can't be done before “Chart sales by region”: it re"],
    },
  ])("offers nothing for “$request” and says why", async ({ request, reasons }) => {
    const plan = await planOf(
      workspace,
      "Chart sales by region, email it to claire@lamplight.example and post it to #sales",
    );
    const { parts, unrefined } = await refined(workspace, plan, request);
    expect(parts).toEqual([]);
    expect(unrefined.map(({ reason }) => reason)).toEqual(
      reasons.map((reason) => expect.stringContaining(reason)),
    );
  });
});

describe("of “What will the weather be in Paris tomorrow?”", () => {
  it.each([
    {
      request: "Analysiere bitte die Verkaufszahlen",
      reasons: ["Lamplight's embedded planner understands English only so far"],
    },
    { request: "move it first", reasons: ["No step of this plan is “it”"] },
    { request: "cc Claire", reasons: ["No tool here does “cc Claire”"] },
  ])("offers nothing for “$request” and says why", async ({ request, reasons }) => {
    const plan = await planOf(workspace, "What will the weather be in Paris tomorrow?");
    const { parts, unrefined } = await refined(workspace, plan, request);
    expect(parts).toEqual([]);
    expect(unrefined.map(({ reason }) => reason)).toEqual(
      reasons.map((reason) => expect.stringContaining(reason)),
    );
  });
});
