import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { JsonSchema } from "@/lib/domain/json";
import { semanticFormats } from "@/lib/domain/semantic-format";
import { toolSchema } from "@/lib/domain/tool";
import { checkSchema } from "./check-schema";
import { builtinTools } from "./definitions";
import { builtinExecutors, builtinLookUps } from "./executors";

const standardFormats = ["date", "date-time", "email", "uri"];
const formats = new Set([...standardFormats, ...Object.keys(semanticFormats)]);
const icons = new Set(
  readdirSync("node_modules/lucide-react/dist/esm/icons").map((file) => file.replace(/\.m?js(\.map)?$/, "")),
);

function* schemasIn(schema: JsonSchema): Generator<JsonSchema> {
  yield schema;
  if (schema.format === "table") return;
  for (const inner of Object.values(schema.properties ?? {})) yield* schemasIn(inner);
  if (schema.items) yield* schemasIn(schema.items);
  for (const inner of schema.oneOf ?? []) yield* schemasIn(inner);
}

test("the built-in tools are these", () => {
  expect(builtinTools.map(({ id }) => id).sort()).toEqual([
    "chart.render",
    "data.analyze",
    "data.transform",
    "database.query",
    "database.sql",
    "directory.lookup",
    "email.send",
    "file.read",
    "file.write",
    "http.request",
    "human.ask",
    "slack.postMessage",
    "sms.send",
    "text.compose",
  ]);
});

test("P7: every tool has an execute function under its id, and there is none beside them", () => {
  expect([...builtinExecutors.keys()].sort()).toEqual(builtinTools.map(({ id }) => id).sort());
});

test("R2: who says that it looks its lost calls up can, and none does whose calls can be made again", () => {
  const looking = builtinTools.filter(({ lookUp }) => lookUp?.kind === "itself");
  expect(looking.map(({ id }) => id)).toEqual([...builtinLookUps.keys()]);
  expect(looking.every(({ effect, idempotency }) => effect !== "read" && idempotency === "none")).toBe(true);
});

test.each(builtinTools.map((tool) => [tool.id, tool] as const))("%s is defined in full", (_id, tool) => {
  expect(toolSchema.safeParse(tool).success).toBe(true);
  expect(tool.examples.length).toBeGreaterThanOrEqual(3);
  expect(icons.has(tool.icon)).toBe(true);
  const inputs = tool.input.properties ?? {};
  for (const name of [...tool.controlInputs, ...(tool.input.required ?? [])])
    expect(inputs).toHaveProperty([name]);
  for (const name of tool.output.required ?? []) expect(tool.output.properties).toHaveProperty([name]);
  for (const property of [...Object.values(inputs), ...Object.values(tool.output.properties ?? {})]) {
    expect(property).toMatchObject({ title: expect.any(String), description: expect.any(String) });
  }
  for (const schema of [...schemasIn(tool.input), ...schemasIn(tool.output)]) {
    if (schema.format !== undefined) expect(formats.has(schema.format)).toBe(true);
  }
});

test.each(builtinTools.map((tool) => [tool.id, tool] as const))("the schemas of %s compile", (_id, tool) => {
  for (const schema of [tool.input, tool.output]) {
    const problems = checkSchema(schema, {});
    expect(problems.every(({ message }) => !message.includes("schema is broken"))).toBe(true);
  }
});

test("what sends to people is irreversible, and its recipients are control inputs", () => {
  const sending = builtinTools.filter(({ effect }) => effect === "irreversible");
  expect(sending.map(({ id, controlInputs }) => [id, controlInputs])).toEqual([
    ["email.send", ["to", "cc", "bcc", "replyTo", "attachments"]],
    ["slack.postMessage", ["destination"]],
    ["sms.send", ["to"]],
  ]);
});
