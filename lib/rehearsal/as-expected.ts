import type { OutputPath } from "@/lib/domain/binding";
import type { Expectation } from "@/lib/domain/expectation";
import { isJsonObject, type Json } from "@/lib/domain/json";
import { isTable } from "@/lib/domain/table";

/** A value made up, with what is expected of it: else the normal case would stop at a value nobody has seen. */
export function asExpected(value: Json, expectations: readonly Expectation[]): Json {
  return expectations.reduce(
    (made, expectation) => changedAt(made, expectation.path, wanted(expectation)),
    value,
  );
}

type Change = (before: Json) => Json;

function wanted({ operator, operand }: Expectation): Change {
  switch (operator) {
    case "is":
    case "at-least":
    case "at-most":
      return (before) => operand ?? before;
    case "above":
      return (before) => (typeof operand === "number" ? operand + 1 : before);
    case "below":
      return (before) => (typeof operand === "number" ? operand - 1 : before);
    case "contains":
      return (before) =>
        operand === null ? before : Array.isArray(before) ? [...before, operand] : `${before} ${operand}`;
    case "is-empty":
      return nothingOf;
    case "is-not":
    case "does-not-contain":
    case "is-not-empty":
      return (before) => before;
    default:
      return operator satisfies never;
  }
}

function nothingOf(before: Json): Json {
  if (Array.isArray(before)) return [];
  if (isTable(before)) return { ...before, rows: [], rowCount: 0 };
  return typeof before === "string" ? "" : null;
}

function changedAt(value: Json, [segment, ...rest]: OutputPath, change: Change): Json {
  if (segment === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      segment === "*" || segment === index ? changedAt(item, rest, change) : item,
    );
  }
  if (!isJsonObject(value) || !Object.hasOwn(value, segment)) return value;
  return { ...value, [segment]: changedAt(value[segment] ?? null, rest, change) };
}
