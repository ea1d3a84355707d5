import { expect, test } from "vitest";
import { dependenciesOf, type Step } from "@/lib/domain/plan";
import { email, exampleStep, stepId } from "@/lib/planning/testing/example-tools";
import { nodeSize } from "./canvas-graph";
import { layoutMany } from "./layout-many";

const step = (id: string, after: string[] = []) => exampleStep(id, email, {}, after);

/** Ten branches of a hundred steps in rows of three, each waiting for the row before. */
const manySteps = Array.from({ length: 1000 }, (_, index) => {
  const [branch, place] = [index % 10, Math.floor(index / 10)];
  const row = Math.floor(place / 3);
  const before = row === 0 ? [] : [0, 1, 2].map((column) => `b${branch}-${(row - 1) * 3 + column}`);
  return step(`b${branch}-${place}`, before);
});

/** Pairs of steps that cover each other. */
function overlaps(steps: readonly Step[]): string[] {
  const places = layoutMany(steps);
  const rows = new Map<number, { id: string; x: number }[]>();
  for (const [name, { x, y }] of Object.entries(places)) {
    rows.set(y, [...(rows.get(y) ?? []), { id: name, x }]);
  }
  return [...rows.values()].flatMap((row) =>
    row
      .sort((a, b) => a.x - b.x)
      .flatMap((one, index) => {
        const next = row[index + 1];
        return next && next.x < one.x + nodeSize.width ? [`${one.id} and ${next.id}`] : [];
      }),
  );
}

test("R10: a thousand steps have places that don't overlap, each below all it waits for", () => {
  const places = layoutMany(manySteps);
  expect(Object.keys(places)).toHaveLength(1000);
  expect(overlaps(manySteps)).toEqual([]);
  const wrong = manySteps.filter((one) =>
    dependenciesOf(one).some((before) => (places[before]?.y ?? 0) >= (places[one.id]?.y ?? 0)),
  );
  expect(wrong).toEqual([]);
});

test("steps of one branch stand together: a chain is a straight line, beside another", () => {
  const chain = (name: string) =>
    [0, 1, 2].map((index) => step(`${name}${index}`, index === 0 ? [] : [`${name}${index - 1}`]));
  const places = layoutMany([...chain("a"), ...chain("b")]);
  expect(["a0", "a1", "a2"].map((name) => places[stepId(name)]?.x)).toEqual([0, 0, 0]);
  expect(new Set(["b0", "b1", "b2"].map((name) => places[stepId(name)]?.x))).toEqual(new Set([320]));
});

test("what joins stands below the middle of what it joins", () => {
  const places = layoutMany([step("a"), step("b"), step("c"), step("join", ["a", "b", "c"])]);
  expect(places.join).toEqual({ x: places.b?.x, y: 148 });
});

test("steps that wait for each other in a circle are drawn all the same", () => {
  const circle = [step("a", ["b"]), step("b", ["a"])];
  expect(Object.keys(layoutMany(circle))).toEqual(["a", "b"]);
  expect(overlaps(circle)).toEqual([]);
});
