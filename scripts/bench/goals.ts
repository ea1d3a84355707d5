// The goals of the planner's tests (lib/planning/goals), read from their source, so that what is measured is what is
// tested.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "@/scripts/lib/bootstrap.mjs";

const folder = path.join(root, "lib", "planning", "goals");
const fewest = 50;

/** Each goal once. Throws when the tests can't be read any more. */
export function testedGoals(): string[] {
  return [...new Set(plannedGoals().map(({ goal }) => goal))];
}

export interface PlannedGoal {
  goal: string;
  /** Ids of the tools its plan calls; none when it is refused. */
  tools: string[];
}

const goalCase = /^\s*goal: ("(?:[^"\\]|\\.)*"),\n(?:.*\n)*?\s*plan: \[([\s\S]*?)\],?\n/gm;

/** The goals with what is planned for them. Throws when the tests can't be read any more. */
export function plannedGoals(): PlannedGoal[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
  const cases = files.flatMap((name) => [
    ...readFileSync(path.join(folder, name), "utf8").matchAll(goalCase),
  ]);
  const goals = cases.map(([, goal = '""', plan = ""]) => ({
    goal: String(JSON.parse(goal)),
    tools: [...plan.matchAll(/\bs\d+ ([a-z]\w*\.\w+)\(/g)].map(([, id = ""]) => id),
  }));
  if (goals.length < fewest) throw new Error(`Only ${goals.length} goals were found in ${folder}.`);
  return goals;
}
