// A plan as large as plans may be: branches that begin with a list, write for each of its rows, read on, decide, and meet.
import type { Binding } from "@/lib/domain/binding";
import type { Condition } from "@/lib/domain/condition";
import { maxSteps, type Step } from "@/lib/domain/plan";
import { id, literal, output, step } from "./harness";
import { keyedTool, listTool, readTool } from "./test-tools";

/** What lists of such a plan hold. */
export const largePlanRows = ["north", "east", "south", "west"].map((region) => ({ region }));

const blockSize = 10;
const lanes = 5;
const item = (...path: string[]): Binding => ({ kind: "item", path });
const isThere = (name: string): Condition => ({
  match: "all",
  tests: [
    {
      value: { kind: "output", stepId: id(name), path: ["value"] },
      of: "any",
      operator: "is-not-empty",
      operand: null,
    },
  ],
});

/** Ten steps that go on from `before`: the last, `<name>-join`, reads what the others gave. */
function block(name: string, before: string | null): Step[] {
  const own = (part: string) => `${name}-${part}`;
  const begin = before === null ? literal("begin") : output(before);
  return [
    step(own("list"), listTool, { body: begin }),
    {
      ...step(own("write"), keyedTool, { to: literal("archive"), body: item("region") }),
      repeat: { over: output(own("list"), "rows"), limit: 10 },
    },
    ...["a", "b", "c"].map((part) => step(own(part), readTool, { body: begin }, [own("list")])),
    ...["d", "e"].map((part) => step(own(part), readTool, { body: output(own("a")) }, [own("c")])),
    { ...step(own("if"), keyedTool, { body: output(own("b")) }), condition: isThere(own("d")) },
    step(own("last"), readTool, { body: output(own("e")) }, [own("write")]),
    step(own("join"), readTool, { body: output(own("last")) }, [own("if")]),
  ];
}

/** A thousand steps in five branches that are done side by side. */
export function largePlanSteps(): Step[] {
  const blocks = Array.from({ length: maxSteps / blockSize }, (_, index) => {
    const row = Math.floor(index / lanes);
    const name = `l${index % lanes}-${row}`;
    return block(name, row === 0 ? null : `l${index % lanes}-${row - 1}-join`);
  });
  return blocks.flat();
}
