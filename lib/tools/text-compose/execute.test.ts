import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import { callTool, failureOf, tableOfRows } from "@/lib/tools/testing/test-context";
import { textCompose } from "./definition";

async function compose(input: JsonObject): Promise<string> {
  const { output } = await callTool(textCompose, input);
  if (!isJsonObject(output)) throw new Error("no output");
  return String(output.text);
}

const offers = [
  { carrier: "Aurora", price: 420.5 },
  { carrier: "Boreal", price: 380 },
];

describe("a template is filled in", () => {
  test.each([
    ["Hello {{name}}!", { name: "Ada & <Ben>" }, "Hello Ada & <Ben>!"],
    ["{{{name}}} {{&name}}", { name: "<b>" }, "<b> <b>"],
    ["{{#offers}}{{carrier}}: {{price}}\n{{/offers}}", { offers }, "Aurora: 420.50\nBoreal: 380"],
    ["{{^offers}}None{{/offers}}", { offers: [] }, "None"],
    ["{{#list}}[{{.}}]{{/list}}", { list: ["a", "b"] }, "[a][b]"],
    ["{{person.name}}", { person: { name: "Ada" } }, "Ada"],
    ["{{list}}", { list: ["a", "b", "c"] }, "a, b, c"],
    ["{{total}} in {{year}}", { total: 1234567.5, year: 2017 }, "1,234,567.50 in 2017"],
    ["{{table}}", { table: tableOfRows([{ a: 1 }]) }, "| a |\n| ---: |\n| 1 |"],
  ])("%s", async (template, values, text) => {
    expect(await compose({ template, values })).toBe(text);
  });
});

describe("P1: no template reaches code", () => {
  const names = [
    "constructor",
    "constructor.constructor",
    "__proto__",
    "toString",
    "list.constructor",
    "list.map",
    "text.constructor.name",
    "list.length.constructor",
    "hasOwnProperty",
    "valueOf",
  ];
  test.each(
    names.flatMap((name) => [
      `{{${name}}}`,
      `{{#${name}}}x{{/${name}}}`,
      `{{{${name}}}}`,
      `{{#list}}{{${name}}}{{/list}}`,
    ]),
  )("%s", async (template) => {
    const values = { list: ["a"], text: "t" };
    const text = await compose({ template: `>${template}<`, values }).catch((error: Error) => error.message);
    expect(text).not.toMatch(/function|native code|\[object/);
  });
});

test("names no value has are named, with those there are", async () => {
  const failure = await failureOf(compose({ template: "{{a}} {{b}}", values: { a: "x", c: "y" } }));
  expect(failure.message).toBe("The template asks for {{b}}, which has no value. The values are: a, c.");
});

test("a template that is not closed is refused", async () => {
  const failure = await failureOf(compose({ template: "{{#a}} x", values: { a: true } }));
  expect(failure.message).toContain("The template is not correct");
});

test("without a template, values become a title, paragraphs, lists and tables", async () => {
  const text = await compose({
    title: "Your flight",
    values: {
      summary: "We found two offers. The cheaper one leaves early.",
      departure_airport: "JFK",
      seats: 2,
      offers,
      notes: ["Bring a passport", "Check in early"],
    },
  });
  expect(text).toBe(
    [
      "# Your flight",
      "",
      "We found two offers. The cheaper one leaves early.",
      "",
      "- **Departure airport:** JFK",
      "- **Seats:** 2",
      "",
      "## Offers",
      "",
      "| carrier | price |\n| --- | ---: |\n| Aurora | 420.50 |\n| Boreal | 380 |",
      "",
      "## Notes",
      "",
      "- Bring a passport\n- Check in early",
    ].join("\n"),
  );
});

test("with a model and instructions, the model's text is the text", async () => {
  // A model behind real HTTP; what it answers says what it was asked.
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => response.end(`Asked: ${Buffer.concat(chunks).toString("utf8")}`));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const writeText = async (prompt: { instructions: string; data: unknown }) => {
    const answer = await fetch(`http://127.0.0.1:${port}`, { method: "POST", body: JSON.stringify(prompt) });
    return answer.text();
  };
  const input = { instructions: "Thank them.", values: { name: "Ada" } };
  const { output } = await callTool(textCompose, input, { writeText });
  server.close();
  expect(output).toMatchObject({ text: 'Asked: {"instructions":"Thank them.","data":{"name":"Ada"}}' });
});

test("values that say nothing make no text", async () => {
  expect((await failureOf(compose({ values: {} }))).message).toContain("The text came out empty");
});
