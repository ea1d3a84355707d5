// What a model is told of a step in trouble. All of it is data that others wrote: it stands in blocks that it can't end,
// without secrets, and cut; of what steps gave, names and kinds and no value.
import type { Json } from "@/lib/domain/json";
import { valueWithoutSecrets, withoutSecrets } from "@/lib/domain/remembered-value";
import type { TriedRepair } from "@/lib/domain/run";
import type { RepairSituation } from "@/lib/planning/embedded/repair/situation";
import { withoutHidden } from "@/lib/tools/mcp/visible-text";

const longestMessage = 600;
const longestEvidence = 2000;
const longestReason = 1000;
const longestShape = 600;
const mostTurnedDown = 12;

/** What a service, or the judge of an output, said. */
export interface Said {
  message: string;
  evidence: Json;
}

/** The blocks of the prompt that tell of the trouble and of what was turned down. */
export function troubleText(
  { plan, step, trouble, isFrozen, outputOf }: RepairSituation,
  said: Said,
  tried: readonly TriedRepair[],
): string {
  const gave = plan.steps.flatMap(({ id }) => {
    const output = outputOf(id);
    return output === undefined ? [] : [{ step: id, gave: shapeText(output).slice(0, longestShape) }];
  });
  const told = {
    step: step.id,
    kindOfTrouble: trouble.kind,
    ...(trouble.hasDoneItems ? { someItemsAreDone: true } : {}),
    message: withoutSecrets(withoutHidden(said.message)).slice(0, longestMessage),
    evidence: withoutHidden(JSON.stringify(valueWithoutSecrets(said.evidence))).slice(0, longestEvidence),
  };
  const done = plan.steps.filter(({ id }) => isFrozen(id)).map(({ id }) => id);
  const blocks = [
    `<trouble>\n${[told, { done }, ...gave].map(line).join("\n")}\n</trouble>`,
    ...(tried.length > 0
      ? [`<turned-down>\n${tried.slice(-mostTurnedDown).map(triedText).map(line).join("\n")}\n</turned-down>`]
      : []),
  ];
  return blocks.join("\n\n");
}

const triedText = (one: TriedRepair) =>
  one.outcome === "denied"
    ? {
        proposed: withoutSecrets(one.title),
        thePersonSaid: withoutSecrets(one.reason).slice(0, longestReason) || null,
      }
    : { proposed: withoutSecrets(one.title), outcome: "tried, and did not help" };

/** One line of JSON that can't end the block it stands in. */
const line = (value: unknown) => JSON.stringify(value).replaceAll("<", "\\u003c");

const mostNames = 20;
const longestName = 60;

/** Names and kinds of what is in a value: `{offers: list of 3 {id: text, price: number}}`. */
export function shapeText(value: Json, depth = 0): string {
  if (value === null) return "nothing";
  if (typeof value === "string") return value === "" ? "empty text" : "text";
  if (typeof value !== "object") return typeof value === "number" ? "number" : "yes or no";
  if (Array.isArray(value)) {
    const [first] = value;
    if (first === undefined) return "empty list";
    return `list of ${value.length}${depth < 3 ? ` ${shapeText(first, depth + 1)}` : ""}`;
  }
  if (depth >= 3) return "object";
  const names = Object.entries(value).slice(0, mostNames);
  const inner = names.map(
    ([name, one]) =>
      `${withoutSecrets(withoutHidden(name)).slice(0, longestName)}: ${shapeText(one, depth + 1)}`,
  );
  return `{${inner.join(", ")}}`;
}
