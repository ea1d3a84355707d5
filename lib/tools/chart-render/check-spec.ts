// A person's or a program's own Vega-Lite specification: what it may say (N7, N8).
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import { ToolError } from "@/lib/tools/tool-contract";

/**
 * Members that name data or pictures elsewhere, that only make sense in a page, or that make up rows: what is drawn
 * must not be more than what is in the table.
 */
const refusedMembers = new Set([
  "url",
  "href",
  "usermeta",
  "datasets",
  "params",
  "lookup",
  "sequence",
  "graticule",
  "sphere",
  "impute",
  "pivot",
  "density",
  "regression",
  "loess",
  "quantile",
]);
const maxDepth = 40;
const maxMembers = 5000;
/** Ticks and bins; an interval instead of a number could mean a tick for each second of a century. */
const maxCount = 200;
/** Widths and heights beyond this would make pictures of gigabytes. */
const maxPixels = 4000;

/**
 * A copy that draws the given rows and nothing else: its own data is replaced. Throws a `bad-input` or `refused`
 * ToolError naming what it may not have.
 */
export function checkedSpec(spec: JsonObject, rows: readonly JsonObject[]): JsonObject {
  const counter = { members: 0 };
  const copy = checkObject(spec, [], counter);
  return { ...copy, data: { values: [...rows] } };
}

function checkObject(value: JsonObject, path: readonly string[], counter: { members: number }): JsonObject {
  const entries = Object.entries(value).flatMap(([name, inner]): [string, Json][] => {
    const place = [...path, name];
    counter.members += 1;
    if (counter.members > maxMembers || place.length > maxDepth) {
      throw new ToolError("bad-input", "The chart's specification is too large. Simplify it.");
    }
    // Every part draws the table given; a part of the specification can't bring its own.
    if (name === "data") return [];
    if (refusedMembers.has(name)) {
      const message = `The chart's specification has “${place.join(".")}”, which is not possible here. The data is the table; nothing is loaded from elsewhere.`;
      throw new ToolError("refused", message, { evidence: { path: place.join(".") } });
    }
    checkSize(name, inner, place);
    return [[name, check(inner, place, counter)]];
  });
  return Object.fromEntries(entries);
}

function check(value: Json, path: readonly string[], counter: { members: number }): Json {
  if (Array.isArray(value)) {
    counter.members += value.length;
    return value.map((item, index) => check(item, [...path, String(index)], counter));
  }
  if (isJsonObject(value)) return checkObject(value, path, counter);
  if (value === "image" && path.some((part) => part === "mark" || part === "type")) {
    throw new ToolError(
      "refused",
      "The chart's specification draws pictures from elsewhere, which is not possible here.",
    );
  }
  return value;
}

function checkSize(name: string, value: Json, path: readonly string[]): void {
  if (name === "tickCount" || name === "maxbins") {
    if (typeof value === "number" && value >= 0 && value <= maxCount) return;
    throw new ToolError("bad-input", `“${path.join(".")}” must be a number up to ${maxCount}.`);
  }
  if (path.includes("bin") && ["step", "steps", "minstep", "base", "divide"].includes(name)) {
    throw new ToolError(
      "refused",
      `“${path.join(".")}” is not possible here. Say how many bins there are with “maxbins”.`,
    );
  }
  const isSize = ["width", "height", "padding", "spacing", "size", "step"].includes(name);
  if (isSize && typeof value === "number" && (value < 0 || value > maxPixels)) {
    throw new ToolError("bad-input", `“${path.join(".")}” must be between 0 and ${maxPixels}.`);
  }
}
