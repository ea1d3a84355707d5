// The plan that is run while parts are killed: twenty-one steps in branches, reads, writes with and without a key, a
// repeated step, and two actions that a person approves.
import type { Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { literal, output, step } from "@/lib/engine/testing/harness";
import { keyedTool, postTool, readTool, sendTool } from "@/lib/engine/testing/test-tools";

/** A step after another, reading what it gives; of a keyless one nobody can say that, once its answer was lost. */
function next(name: string, tool: Tool, before: Step): Step {
  return isKeyless(before)
    ? step(name, tool, {}, [before.id])
    : step(name, tool, { body: output(before.id) });
}

function isKeyless({ toolId }: Step): boolean {
  return toolId === postTool.id || toolId === sendTool.id;
}

/** Steps in a row. */
function lane(name: string, from: Step, tools: Tool[]): Step[] {
  let before = from;
  return tools.map((tool, index) => {
    before = next(`${name}${index}`, tool, before);
    return before;
  });
}

const begin = step("begin", readTool);
const middle = step("middle", sendTool, { body: output("a5") }, ["b5"]);

export const chaosSteps: Step[] = [
  begin,
  ...lane("a", begin, [keyedTool, readTool, postTool, keyedTool, readTool, keyedTool]),
  ...lane("b", begin, [postTool, keyedTool, readTool, postTool, keyedTool, readTool]),
  middle,
  ...lane("c", middle, [keyedTool, readTool, postTool]),
  ...lane("d", middle, [postTool, keyedTool]),
  {
    ...step("each", postTool, { name: { kind: "item", path: [] } }, ["d1"]),
    repeat: { over: literal(["each", "each", "each", "each"]), limit: 10 },
  },
  step("end", sendTool, { body: output("d1") }, ["c2", "each"]),
];

/** Writes that ask nobody. */
export const chaosPolicy = { trustedWrites: [keyedTool.id, postTool.id] };

/** Steps whose effect is had again with every call. */
export const keylessSteps: ReadonlySet<string> = new Set(chaosSteps.filter(isKeyless).map(({ id }) => id));
