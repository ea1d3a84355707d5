// Whether a step's condition holds: a pure comparison of what the run has read with what the plan names. Nothing that is
// read is ever evaluated, and it decides nothing but whether the step is done (A1, A2).
import type { Condition, DecidedTest, Operator, Test } from "@/lib/domain/condition";
import { isUnary } from "@/lib/domain/condition";
import { isJsonObject, type Json } from "@/lib/domain/json";
import { leastTrusted, type Origin } from "@/lib/domain/origin";
import { isTable } from "@/lib/domain/table";
import { type Readable, resolveBinding } from "./resolve-binding";

export type ConditionDecision =
  /** The tests that were looked at, in order: the rest could not change it. */
  | { kind: "decided"; holds: boolean; tests: DecidedTest[] }
  /** What was read can't be compared. */
  | { kind: "undecidable"; test: Test; found: Json | undefined };

/** Decides a condition from what its step can read by now. */
export function decideCondition(condition: Condition, readable: Readable): ConditionDecision {
  const tests: DecidedTest[] = [];
  const decisive = condition.match === "any";
  for (const test of condition.tests) {
    const read = resolveBinding(test.value, readable);
    const found = read.kind === "value" ? read.value : undefined;
    const holds = decideTest(test, found);
    if (holds === null) return { kind: "undecidable", test, found };
    const origin = originOf(test.value, readable);
    tests.push({ ...test, ...(found === undefined ? {} : { found: shownOf(test, found) }), origin, holds });
    if (holds === decisive) return { kind: "decided", holds, tests };
  }
  return { kind: "decided", holds: !decisive, tests };
}

/** Who a value comes from, or would have if it were there. */
function originOf(value: Test["value"], { outputs, item }: Readable): Origin {
  if (value.kind === "output") return outputs.get(value.stepId)?.origin ?? "untrusted";
  return leastTrusted(value.kind === "item" ? (item?.sources ?? []).map((source) => source.origin) : []);
}

/** Null where the value can't be compared. */
function decideTest(test: Test, found: Json | undefined): boolean | null {
  const isOfEvery = test.value.kind !== "question" && test.value.path.includes("*");
  if (!isOfEvery) return compare(test, found);
  if (!Array.isArray(found)) return null;
  const outcomes = found.map((item) => compare(test, item));
  if (outcomes.includes(null)) return null;
  return test.of === "any" ? outcomes.includes(true) : !outcomes.includes(false);
}

function compare(test: Pick<Test, "operator" | "operand">, found: Json | undefined): boolean | null {
  const { operator, operand } = test;
  if (isUnary(operator)) return isEmpty(found) === (operator === "is-empty");
  if (found === undefined || operand === null) return null;
  switch (operator) {
    case "is":
      return isEqual(found, operand);
    case "is-not":
      return negated(isEqual(found, operand));
    case "contains":
      return isIn(found, operand);
    case "does-not-contain":
      return negated(isIn(found, operand));
    default: {
      const order = compareOrder(found, operand);
      return order === null ? null : fitsOrder(operator, order);
    }
  }
}

const negated = (outcome: boolean | null) => (outcome === null ? null : !outcome);

function fitsOrder(operator: Operator, order: number): boolean | null {
  switch (operator) {
    case "above":
      return order > 0;
    case "at-least":
      return order >= 0;
    case "below":
      return order < 0;
    case "at-most":
      return order <= 0;
    default:
      return null;
  }
}

function isEmpty(found: Json | undefined): boolean {
  if (found === undefined || found === null) return true;
  if (typeof found === "string") return found.trim() === "";
  if (Array.isArray(found)) return found.length === 0;
  if (isTable(found)) return found.rowCount === 0;
  return isJsonObject(found) && Object.keys(found).length === 0;
}

const folded = (text: string) => text.trim().toLowerCase();

function isEqual(found: Json, operand: string | number | boolean): boolean | null {
  if (found === null) return false;
  if (typeof operand === "boolean") {
    if (typeof found === "boolean") return found === operand;
    return typeof found === "string" && /^(true|false)$/i.test(found.trim())
      ? folded(found) === String(operand)
      : null;
  }
  if (typeof operand === "number" || isDateText(operand)) {
    const order = compareOrder(found, operand);
    if (order !== null) return order === 0;
    if (typeof operand === "number") return null;
  }
  if (typeof found === "string") return folded(found) === folded(String(operand));
  return typeof found === "number" || typeof found === "boolean" ? String(found) === operand : null;
}

function isIn(found: Json, operand: string | number | boolean): boolean | null {
  if (found === null) return false;
  if (Array.isArray(found)) return found.some((item) => isEqual(item, operand) === true);
  if (typeof found === "string") return folded(found).includes(folded(String(operand)));
  return typeof found === "number" ? String(found).includes(String(operand)) : null;
}

const isDateText = (text: string) => /^\d{4}-\d{2}-\d{2}(T|$)/.test(text);
const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** Negative, zero or positive; a list is compared by how many items it has. Null where there is no order. */
function compareOrder(found: Json, operand: string | number | boolean): number | null {
  if (typeof operand === "number") {
    const number = asNumber(found);
    return number === null ? null : number - operand;
  }
  if (typeof operand !== "string" || typeof found !== "string") return null;
  if (!isDateText(operand) || !isDateText(found.trim())) return null;
  // A day is compared by the day that is written, whatever its zone.
  if (isDay(operand)) return found.trim().slice(0, 10).localeCompare(operand);
  const order = Date.parse(found) - Date.parse(operand);
  return Number.isNaN(order) ? null : order;
}

function asNumber(found: Json): number | null {
  if (typeof found === "number") return found;
  if (Array.isArray(found)) return found.length;
  if (isTable(found)) return found.rowCount;
  // Files and services often write numbers as texts.
  const isNumeric = typeof found === "string" && /^\s*-?\d+(\.\d+)?\s*$/.test(found);
  return isNumeric ? Number(found) : null;
}

const longestText = 300;
const longestList = 20;

/** What a test was decided on: of a list whose items are counted, how many there are. */
function shownOf({ value, operand }: Test, found: Json): Json {
  const isCounted = typeof operand === "number" && Array.isArray(found);
  const isOfEvery = value.kind !== "question" && value.path.includes("*");
  return isCounted && !isOfEvery ? found.length : shortened(found);
}

/** What is kept of a value: enough to see why it was decided so. */
function shortened(found: Json): Json {
  if (typeof found === "string") return found.slice(0, longestText);
  if (isTable(found)) return { columns: [], rows: [], rowCount: found.rowCount };
  if (Array.isArray(found)) return found.slice(0, longestList).map(shortened);
  if (!isJsonObject(found)) return found;
  const text = JSON.stringify(found);
  return text.length <= longestText ? found : `${text.slice(0, longestText)}…`;
}
