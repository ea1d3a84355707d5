// The goals of the planner's tests (lib/planning/goals), read from their source, so that what is measured is what is
// tested.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "@/scripts/lib/bootstrap.mjs";

const folder = path.join(root, "lib", "planning", "goals");
const fewest = 50;

/** Each goal once. Throws when the tests can't be read any more. */
export function testedGoals(): string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
  const sources = files.map((name) => readFileSync(path.join(folder, name), "utf8"));
  const literals = sources.flatMap((source) => [...source.matchAll(/^\s*goal: ("(?:[^"\\]|\\.)*"),/gm)]);
  const goals = new Set(literals.map(([, literal]) => String(JSON.parse(literal ?? '""'))));
  if (goals.size < fewest) throw new Error(`Only ${goals.size} goals were found in ${folder}.`);
  return [...goals];
}
