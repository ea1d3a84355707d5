// Plans by the number of their steps.
import type { Step } from "@/lib/domain/plan";
import { literal, output, step } from "@/lib/engine/testing/harness";
import { rowsOf } from "@/lib/engine/testing/rows";
import { readTool } from "@/lib/engine/testing/test-tools";

const name = (index: number) => `s${index}`;

/** Steps in rows of three; each reads one step's output and waits for the rest. */
export function rowSteps(count: number): Step[] {
  return rowsOf(count).map((before, index) => {
    const [first, ...rest] = before;
    const body = first === undefined ? literal("begin") : output(name(first));
    return step(name(index), readTool, { body }, rest.map(name));
  });
}

/** Steps one after the other, each reading the one before. */
export function chainSteps(count: number): Step[] {
  return Array.from({ length: count }, (_, index) =>
    step(name(index), readTool, { body: index === 0 ? literal("begin") : output(name(index - 1)) }),
  );
}
