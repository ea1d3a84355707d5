// How plans are put together from tools that say of themselves only names, types and descriptions, as those of most
// APIs and MCP servers do. What the product's own tools are planned to is tested in `goals/`.
import { describe, expect, it } from "vitest";
import { noReasons } from "@/lib/domain/candidate";
import type { JsonSchema } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import { outline } from "@/lib/planning/goals/outline";
import { exampleTool } from "@/lib/planning/testing/example-tools";
import { validatePlan } from "@/lib/planning/validate-plan";
import { planGoal } from "./plan-goal";
import type { PlanningRequest } from "./planning-request";
import { contentStems, overlap } from "./words";

type Fields = Record<string, [type: "string" | "integer" | "array", description: string]>;

const schemaOf = (fields: Fields): JsonSchema => ({
  type: "object",
  properties: Object.fromEntries(
    Object.entries(fields).map(([name, [type, description]]) => [name, { type, description }]),
  ),
  required: Object.keys(fields),
});
const tool = (id: string, title: string, input: Fields, output: Fields) =>
  exampleTool(id, { title, input: schemaOf(input), output: schemaOf(output) });

const reserve = tool(
  "fleet.reserve",
  "Reserve a vehicle",
  { city: ["string", "The city to start in"] },
  { vehicle_id: ["string", "Id of the reserved vehicle"], deposit: ["integer", "What was paid"] },
);
const route = tool(
  "fleet.planRoute",
  "Plan a route",
  { vehicle_id: ["string", "Id of the vehicle"], destination: ["string", "Where it goes"] },
  { route: ["string", "The planned route"], stops: ["array", "Places to charge at"] },
);
const hike = tool(
  "trails.planRoute",
  "Plan a route",
  { trail: ["string", "The name of the trail"] },
  { route: ["string", "The way"] },
);
const drive = tool(
  "fleet.drive",
  "Start driving",
  { vehicle_id: ["string", "Id of the vehicle"], route: ["string", "The planned route"] },
  { arrival: ["string", "When it arrives"] },
);
const fleet = [reserve, route, hike, drive];

/** The tools whose words a query has most of. */
function requestFor(goal: string, tools: readonly Tool[]): PlanningRequest {
  const search: PlanningRequest["search"] = async (query, limit) =>
    tools
      .map((one) => ({ tool: one, score: overlap(contentStems(one.title), contentStems(query)) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
      .map(({ tool: found, score }) => ({
        ...{ tool: found, score, fits: score >= 0.5, similarity: score, connected: true },
        ...{ matchedWords: [], reasons: noReasons, filled: [], missingInputs: [], record: null },
      }));
  return {
    goal,
    now: new Date("2026-11-23T09:00:00Z"),
    timeZone: "UTC",
    files: [],
    search,
    nearest: tools.map(({ id }) => id),
    tools: new Map(tools.map((one) => [one.id, one])),
    facts: {
      databases: [],
      connectedKinds: new Set(),
      fitThreshold: 0.5,
      writesTexts: false,
      mostItems: 1000,
    },
  };
}

async function planned(goal: string, tools: readonly Tool[] = fleet): Promise<string[]> {
  const request = requestFor(goal, tools);
  const draft = await planGoal(request);
  const problems = validatePlan({ plan: draft, tools: request.tools, connectedKinds: new Set() });
  expect(problems.filter(({ severity }) => severity === "invalid")).toEqual([]);
  return outline(draft);
}

describe("planGoal", () => {
  it("hands on what earlier steps give to inputs of the same kind, across several steps", async () => {
    const plan = await planned(
      "Reserve a vehicle in Oslo, then plan a route to Bergen. Finally, start driving.",
    );
    expect(plan).toEqual([
      's1 fleet.reserve(city = "Oslo")',
      's2 fleet.planRoute(vehicle_id = s1.vehicle_id; destination = "Bergen")',
      "s3 fleet.drive(vehicle_id = s1.vehicle_id; route = s2.route)",
    ]);
  });

  it("does not take one thing for both ends of a way", async () => {
    const pair = tool(
      "fleet.compare",
      "Compare vehicles",
      {
        first_vehicle_id: ["string", "Id of the vehicle"],
        second_vehicle_id: ["string", "Id of the vehicle"],
      },
      { difference: ["string", "How they differ"] },
    );
    const plan = await planned("Reserve a vehicle in Oslo, then compare vehicles", [reserve, pair]);
    expect(plan[1]).toMatch(/first_vehicle_id = s1\.vehicle_id; second_vehicle_id = ask\(/);
  });

  it("chooses of two tools of the same name the one that works with the rest of the plan", async () => {
    const others = [hike, reserve, drive, route];
    const [, second] = await planned("Reserve a vehicle in Oslo. Plan a route to Bergen.", others);
    expect(second).toContain("fleet.planRoute");
  });

  it("does nothing twice when a sentence only looks back on it", async () => {
    const plan = await planned("Reserve a vehicle in Oslo. After reserving the vehicle, start driving.");
    expect(plan.filter((line) => line.includes("fleet.reserve"))).toHaveLength(1);
  });

  it("says which part no tool serves, and plans the rest", async () => {
    const plan = await planned("Reserve a vehicle in Oslo and water my plants");
    expect(plan[0]).toContain("fleet.reserve");
    expect(plan.at(-1)).toBe("not served: water my plants");
  });

  it.each([
    "Finally, reserve a vehicle in Oslo.",
    "In addition, could you please reserve a vehicle in Oslo?",
    "I'd like you to reserve a vehicle in Oslo, please.",
    "Please help me reserve a vehicle in Oslo.",
    "Begin by reserving a vehicle in Oslo.",
    "Assist me in reserving a vehicle in Oslo.",
    "I intend to reserve a vehicle in Oslo.",
  ])("hears only what is wanted in “%s”", async (goal) => {
    expect(await planned(goal)).toEqual(['s1 fleet.reserve(city = "Oslo")']);
  });
});
