// A condition in words: the same on the canvas, in the step's panel and in what a run says about it.
import type { Condition, Operator, Test } from "@/lib/domain/condition";
import type { StepId } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import type { Repeat } from "@/lib/domain/repeat";
import { isTable } from "@/lib/domain/table";

const plain: Record<Operator, string> = {
  is: "is",
  "is-not": "is not",
  above: "is above",
  "at-least": "is at least",
  below: "is below",
  "at-most": "is at most",
  contains: "contains",
  "does-not-contain": "does not contain",
  "is-empty": "is empty",
  "is-not-empty": "is not empty",
};
const ofDates: Partial<Record<Operator, string>> = {
  above: "is after",
  "at-least": "is on or after",
  below: "is before",
  "at-most": "is on or before",
};

/** An operator as people say it; dates have words of their own. */
export function operatorWords(operator: Operator, isDate: boolean): string {
  return (isDate ? ofDates[operator] : undefined) ?? plain[operator];
}

/** The last name of a place: enough to know what is meant. */
function placeName(value: Test["value"]): string {
  if (value.kind === "question") return "something still to be chosen";
  const name = value.path.findLast((segment) => typeof segment === "string" && segment !== "*");
  if (name === undefined) return value.kind === "item" ? "the item" : "it";
  return String(name)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase();
}

const isIsoDate = (operand: Test["operand"]) =>
  typeof operand === "string" && /^\d{4}-\d{2}-\d{2}/.test(operand);

function operandWords(operand: Test["operand"]): string {
  if (typeof operand === "boolean") return operand ? "yes" : "no";
  return typeof operand === "string" && !isIsoDate(operand) ? `“${operand}”` : String(operand ?? "");
}

/** "any low is below 0". */
export function testWords(test: Test): string {
  const { value, of, operator, operand } = test;
  const isOfEvery = value.kind !== "question" && value.path.includes("*");
  const quantity = isOfEvery ? `${of} ` : "";
  const words = `${quantity}${placeName(value)} ${operatorWords(operator, isIsoDate(operand))}`;
  return operand === null ? words : `${words} ${operandWords(operand)}`;
}

/** "low is below 0 and city is “Oslo”". */
export function conditionWords({ match, tests }: Condition): string {
  return tests.map(testWords).join(match === "all" ? " and " : " or ");
}

/** "each of emails, at most 100". */
export function repeatWords({ over, limit }: Repeat): string {
  const list =
    over.kind === "output"
      ? `each of ${placeName(over)}`
      : over.kind === "literal" && Array.isArray(over.value)
        ? `each of ${over.value.length} values`
        : over.kind === "question"
          ? "each of a list still to be chosen"
          : "each of several";
  return `${list}, at most ${limit}`;
}

const longestFound = 120;

/** What a test found, for people: a list by its beginning, a table by its rows. */
export function foundWords(found: Json | undefined): string {
  if (found === undefined || found === null || found === "") return "nothing";
  if (isTable(found)) return found.rowCount === 1 ? "1 row" : `${found.rowCount} rows`;
  if (Array.isArray(found) && found.length === 0) return "an empty list";
  const text = Array.isArray(found) ? found.map(asText).join(", ") : asText(found);
  return text.length > longestFound ? `${text.slice(0, longestFound)}…` : text;
}

function asText(value: Json): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Where a test reads, for people: the step's title, or the item. */
export function placeWords(value: Test["value"], titleOf: (stepId: StepId) => string): string {
  if (value.kind === "question") return placeName(value);
  if (value.kind === "item")
    return value.path.length === 0 ? "the item" : `“${placeName(value)}” of the item`;
  return `“${placeName(value)}” of “${titleOf(value.stepId)}”`;
}
