// What earlier plans say about the choice of tools, and about values.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ToolId, toolIdSchema } from "@/lib/domain/ids";
import { planGoal } from "@/lib/planning/embedded/plan-goal";
import type { PlanningRequest, UsualValue } from "@/lib/planning/embedded/planning-request";
import { type GoalWorkspace, openGoalWorkspace } from "./goal-workspace";

let workspace: GoalWorkspace;
beforeAll(async () => {
  workspace = await openGoalWorkspace();
}, 60_000);
afterAll(() => workspace.close());

const id = (name: string) => toolIdSchema.parse(name);

async function plan(goal: string, known: Pick<PlanningRequest, "usedBefore" | "usual">) {
  return planGoal({ ...(await workspace.requestFor(goal)), ...known });
}

describe("tools of completed plans for goals like this one", () => {
  const used = (tool: string): Pick<PlanningRequest, "usedBefore"> => ({
    usedBefore: new Map<ToolId, string>([[id(tool), "Tell the team we are open"]]),
  });
  const toolsFor = async (goal: string, tool: string) =>
    (await plan(goal, used(tool))).steps.map(({ toolId }) => toolId);

  it("decide between tools that fit about as well, and the step says so", async () => {
    const goal = "tell Bob that we are open";
    const plain = (await workspace.plan(goal)).steps.at(-1)?.toolId;
    const other = ["slack.postMessage", "email.send", "sms.send"].find((tool) => tool !== plain) ?? "";
    const chosen = await plan(goal, used(other));
    expect(chosen.steps.at(-1)?.toolId).toBe(other);
    expect(chosen.steps.at(-1)?.why.reason).toContain(
      "Used in a plan like this: “Tell the team we are open”.",
    );
  });

  it("never override a tool that fits better", async () => {
    expect(await toolsFor("Email Ada that we are open", "slack.postMessage")).toEqual([
      "directory.lookup",
      "email.send",
    ]);
    expect(await toolsFor("What is the weather in Oslo?", "flights.searchOffers")).toEqual([
      "weather.getForecast",
    ]);
    expect(await toolsFor("Repaint my kitchen ceiling", "chart.render")).toEqual([]);
  });
});

describe("what a person usually gives an input", () => {
  const usual = (tool: string, ...values: UsualValue[]): Pick<PlanningRequest, "usual"> => ({
    usual: new Map([[id(tool), values]]),
  });

  it("is suggested for what would be asked, before other answers", async () => {
    const { steps, notes } = await plan(
      "post to slack",
      usual("slack.postMessage", { input: "destination", value: "#ops", times: 3 }),
    );
    expect(steps[0]?.inputs.destination).toMatchObject({ kind: "question", suggestions: ["#ops"] });
    expect(notes.join(" ")).toContain("is suggested: you chose it in 3 plans.");
  });

  it("A2: never fills in whom a step reaches", async () => {
    const { steps } = await plan(
      "email ada@lamplight.example saying we are open",
      usual("email.send", { input: "cc", value: ["eve@evil.example"], times: 9 }),
    );
    expect(JSON.stringify(steps)).not.toContain("evil.example");
  });

  it("is left out where it does not fit the input any more", async () => {
    const { steps } = await plan(
      "Draw a chart of the sales by region",
      usual("chart.render", { input: "kind", value: "hologram", times: 2 }),
    );
    expect(JSON.stringify(steps)).not.toContain("hologram");
  });
});
