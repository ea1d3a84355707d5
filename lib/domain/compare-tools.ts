// What is another in one version of a tool than in the one before, as sentences for people. Pure.
import { canonicalJson } from "./canonical-json";
import type { Json, JsonSchema } from "./json";
import type { Tool, Undo, UndoValue } from "./tool";

export interface ToolDifference {
  /** One sentence or name: "New input “limit”, required". */
  text: string;
  /** Texts that were replaced, when they are worth reading. */
  before?: string;
  after?: string;
  /** True when calls that worked may not any more, or do something else outside. */
  isWeighty: boolean;
}

/** The differences, what weighs most first. Empty when the two are the same but for their version. */
export function compareTools(before: Tool, after: Tool): ToolDifference[] {
  const differences: ToolDifference[] = [
    ...effectChange(before, after),
    ...placeChange(before, after),
    ...inputChanges(before, after),
    ...outputChanges(before, after),
    ...textChange("Title", before.title, after.title),
    ...textChange("Description", before.description, after.description),
  ];
  if (canonicalJson(before.examples) !== canonicalJson(after.examples)) {
    differences.push({ text: "Example goals changed", isWeighty: false });
  }
  if (before.off !== after.off) differences.push({ text: offText(after.off), isWeighty: true });
  const told = new Set<string>([
    ...["id", "version", "effect", "undo", "idempotency", "source", "connectionKind", "input", "output"],
    ...["title", "description", "examples", "off", "controlInputs", "lookUp"],
  ]);
  const isOther = (name: string) =>
    !told.has(name) &&
    canonicalJson((before[name as keyof Tool] ?? null) as Json) !==
      canonicalJson((after[name as keyof Tool] ?? null) as Json);
  const rest = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(isOther);
  if (rest.length > 0) differences.push({ text: `Settings changed: ${rest.join(", ")}`, isWeighty: false });
  return differences.sort((a, b) => Number(b.isWeighty) - Number(a.isWeighty));
}

function offText(off: Tool["off"]): string {
  if (off === undefined) return "Switched on";
  return off === "by-person" ? "Switched off" : "Held back until somebody has looked at it";
}

function textChange(what: string, before: string, after: string): ToolDifference[] {
  return before === after ? [] : [{ text: `${what} changed`, before, after, isWeighty: false }];
}

function effectChange(before: Tool, after: Tool): ToolDifference[] {
  const differences: ToolDifference[] = [];
  const isOtherEffect = before.effect !== after.effect;
  if (isOtherEffect) {
    differences.push({ text: `Effect: ${before.effect} became ${after.effect}`, isWeighty: true });
  } else if (before.idempotency !== after.idempotency) {
    differences.push({ text: "What repeating it does changed", isWeighty: true });
  }
  if (canonicalJson(before.lookUp ?? null) !== canonicalJson(after.lookUp ?? null)) {
    const [then, now] = [lookUpWords(before.lookUp), lookUpWords(after.lookUp)];
    differences.push({
      text: "How a lost call is looked up changed",
      before: then,
      after: now,
      isWeighty: true,
    });
  }
  const [was, is] = [undoWords(before.undo), undoWords(after.undo)];
  // That what only looks is not undone goes without saying.
  if (was !== is && before.effect !== "read" && after.effect !== "read") {
    differences.push({ text: "How it is undone changed", before: was, after: is, isWeighty: true });
  }
  return differences;
}

function undoWords(undo: Undo): string {
  switch (undo.kind) {
    case "none":
      return "Nothing takes it back.";
    case "unknown":
      return "Nobody has said how.";
    case "tool": {
      const inputs = Object.entries(undo.inputs ?? {}).map(
        ([input, from]) => `${input}: ${undoValueWords(from)}`,
      );
      return [
        `By ${undo.toolId}${undo.inputs ? "" : ", nobody has said with which values"}.`,
        ...inputs,
      ].join("\n");
    }
    default:
      return undo satisfies never;
  }
}

function lookUpWords(lookUp: Tool["lookUp"]): string {
  if (!lookUp) return "Nobody has said how.";
  if (lookUp.kind === "itself") return "It knows how to ask its service.";
  const { toolId, inputs, found, match, output } = lookUp;
  return [
    `With ${toolId}${found.length === 0 ? "" : `, in ${found.join(".")}`}.`,
    ...Object.entries(inputs).map(([input, from]) => `${input}: ${undoValueWords(from)}`),
    ...match.map(({ field, input }) => `${field.join(".")} equals ${input.join(".")} of what it was given`),
    ...Object.entries(output ?? {}).map(
      ([name, place]) => `It gives as ${name}: ${place.join(".") || "what was found"}`,
    ),
  ].join("\n");
}

function undoValueWords(from: UndoValue): string {
  if (from.from === "value") return `always ${canonicalJson(from.value)}`;
  return `${from.path.join(".")} of what it ${from.from === "input" ? "was given" : "gave"}`;
}

function placeChange(before: Tool, after: Tool): ToolDifference[] {
  const differences: ToolDifference[] = [];
  const [from, to] = [callOf(before), callOf(after)];
  if (from !== to) differences.push({ text: `It calls ${to} instead of ${from}`, isWeighty: true });
  if (before.connectionKind !== after.connectionKind) {
    differences.push({ text: "It needs another connection", isWeighty: true });
  }
  return differences;
}

function callOf({ source }: Tool): string {
  if (source.kind === "openapi") return `${source.method.toUpperCase()} ${source.path}`;
  if (source.kind === "plan") return `revision ${source.planRevision} of the plan`;
  return source.kind === "mcp" ? source.name : "built-in code";
}

function inputChanges(before: Tool, after: Tool): ToolDifference[] {
  const [was, is] = [before.input.properties ?? {}, after.input.properties ?? {}];
  const needed = (tool: Tool, name: string) => (tool.input.required ?? []).includes(name);
  const added = Object.keys(is).filter((name) => !Object.hasOwn(was, name));
  const removed = Object.keys(was).filter((name) => !Object.hasOwn(is, name));
  const kept = Object.keys(is).filter((name) => Object.hasOwn(was, name));
  return [
    ...added.map((name) => ({
      text: `New input “${name}”${needed(after, name) ? ", required" : ""}`,
      isWeighty: needed(after, name),
    })),
    ...removed.map((name) => ({ text: `Input “${name}” is gone`, isWeighty: true })),
    ...kept.flatMap((name): ToolDifference[] => {
      const isNeeded = needed(after, name);
      if (isNeeded !== needed(before, name)) {
        const text = `Input “${name}” is ${isNeeded ? "required now" : "not required any more"}`;
        return [{ text, isWeighty: isNeeded }];
      }
      return schemaChange(`Input “${name}”`, was[name], is[name]);
    }),
    ...reachChange(before, after),
  ];
}

function reachChange(before: Tool, after: Tool): ToolDifference[] {
  const isSame =
    canonicalJson([...before.controlInputs].sort()) === canonicalJson([...after.controlInputs].sort());
  return isSame ? [] : [{ text: "Other inputs decide what is reached", isWeighty: true }];
}

function outputChanges(before: Tool, after: Tool): ToolDifference[] {
  const [was, is] = [before.output.properties ?? {}, after.output.properties ?? {}];
  const added = Object.keys(is).filter((name) => !Object.hasOwn(was, name));
  const removed = Object.keys(was).filter((name) => !Object.hasOwn(is, name));
  const changes = [
    ...added.map((name) => ({ text: `It gives “${name}” now`, isWeighty: false })),
    ...removed.map((name) => ({ text: `It doesn't give “${name}” any more`, isWeighty: true })),
    ...Object.keys(is).flatMap((name) =>
      Object.hasOwn(was, name) ? schemaChange(`Output “${name}”`, was[name], is[name]) : [],
    ),
  ];
  if (changes.length === 0) return schemaChange("What it gives", before.output, after.output);
  return changes;
}

function schemaChange(what: string, was: JsonSchema = {}, is: JsonSchema = {}): ToolDifference[] {
  if (canonicalJson(was as Json) === canonicalJson(is as Json)) return [];
  const isOtherType = canonicalJson((was.type ?? null) as Json) !== canonicalJson((is.type ?? null) as Json);
  const shape = ({ description: _d, title: _t, examples: _e, ...rest }: JsonSchema) =>
    canonicalJson(rest as Json);
  if (isOtherType) {
    const words = (schema: JsonSchema) => [schema.type ?? "any"].flat().join(" or ");
    return [{ text: `${what}: ${words(was)} became ${words(is)}`, isWeighty: true }];
  }
  return [
    { text: shape(was) === shape(is) ? `${what}: words changed` : `${what} changed`, isWeighty: false },
  ];
}
