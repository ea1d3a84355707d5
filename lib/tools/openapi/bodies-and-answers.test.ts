import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "@/lib/domain/json";
import { reasonIn } from "./answer-reason";
import { isTooDeep, parseBody } from "./parse-body";
import { rateLimitOf } from "./rate-limit";
import { readXml } from "./read-xml";
import { createReferences } from "./references";
import { writeXml } from "./write-xml";

const references = createReferences({});

// The examples of OpenAPI's XML Object (3.1.1, section 4.8.26).
const text = { type: "string" };
test.each<[JsonObject, string, Json, string]>([
  [{}, "animals", "x", "<animals>x</animals>"],
  [{ xml: { name: "animal" }, ...text }, "animals", "x", "<animal>x</animal>"],
  [
    { type: "object", properties: { id: { type: "integer", xml: { attribute: true } }, name: text } },
    "Person",
    { id: 1, name: "A & <b>" },
    '<Person id="1"><name>A &amp; &lt;b&gt;</name></Person>',
  ],
  [
    {
      type: "object",
      properties: { name: { ...text, xml: { namespace: "https://example.com/s", prefix: "sample" } } },
    },
    "Person",
    { name: "x" },
    '<Person><sample:name xmlns:sample="https://example.com/s">x</sample:name></Person>',
  ],
  [
    { type: "object", properties: { animals: { type: "array", items: text } } },
    "root",
    { animals: ["a", "b"] },
    "<root><animals>a</animals><animals>b</animals></root>",
  ],
  [
    {
      type: "object",
      properties: { animals: { type: "array", items: { ...text, xml: { name: "animal" } } } },
    },
    "root",
    { animals: ["a", "b"] },
    "<root><animal>a</animal><animal>b</animal></root>",
  ],
  [
    {
      type: "object",
      properties: {
        animals: { type: "array", xml: { wrapped: true }, items: { ...text, xml: { name: "animal" } } },
      },
    },
    "root",
    { animals: ["a", "b"] },
    "<root><animals><animal>a</animal><animal>b</animal></animals></root>",
  ],
  [
    {
      type: "object",
      properties: { animals: { type: "array", xml: { name: "aliens", wrapped: true }, items: text } },
    },
    "root",
    { animals: ["a"] },
    "<root><aliens><aliens>a</aliens></aliens></root>",
  ],
])("with the schema %j, named %s, %j is written and read as XML", (schema, name, value, expected) => {
  const named = schema.xml === undefined && name !== "animals" ? { ...schema, xml: { name } } : schema;
  const written = writeXml(
    value,
    schema.xml === undefined ? { ...named, xml: { name } } : schema,
    references,
  );
  expect(written).toBe(`<?xml version="1.0" encoding="UTF-8"?>\n${expected}`);
  expect(readXml(written, schema, references)).toEqual(value);
});

test("a name that would be markup is refused", () => {
  expect(() => writeXml({ "a><b": 1 }, { type: "object" }, references)).toThrow("can't be a name in XML");
});

test("XML by its schema has numbers and lists of one; what defines entities is not read (N4)", () => {
  const schema = {
    type: "object",
    properties: { total: { type: "integer" }, ok: { type: "boolean" }, item: { type: "array", items: text } },
  };
  const xml = "<r><total>7</total><ok>true</ok><item>a</item><more x='1'>y</more></r>";
  expect(readXml(xml, schema, references)).toMatchObject({ total: 7, ok: true, item: ["a"] });
  const bomb = '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]><r>&b;</r>';
  expect(readXml(bomb, schema, references)).toBeUndefined();
  expect(readXml(`${"<a>".repeat(500)}${"</a>".repeat(500)}`, {}, references)).toBeUndefined();
  expect(readXml("<a>", {}, references)).toBeUndefined();
});

const parse = (body: string, actual: string, promised: string | null = null) =>
  parseBody(body, { actual, promised }, { schema: {}, references });

test.each([
  ["application/x-ndjson", '{"a":1}\n\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
  ["application/json-seq", '\u001e{"a":1}\n\u001e[2]\n', [{ a: 1 }, [2]]],
  [
    "text/event-stream",
    'id: 1\nevent: add\ndata: {"a":\ndata: 1}\n\n: nothing\n\ndata: [DONE]\n\ndata: cut',
    [{ id: "1", event: "add", data: { a: 1 } }, { data: "[DONE]" }],
  ],
  ["application/vnd.x+json", ")]}',\n[1]", [1]],
  ["text/plain", "[1]", [1]],
])("%s: %j is read as %j", (type, body, value) => {
  expect(parse(body, type)).toEqual({ kind: "value", value });
});

test("N4: what can't be read is told, and what is too deep is not tried", () => {
  expect(parse(" ", "application/json")).toEqual({ kind: "empty" });
  expect(parse('{"a":1,\n"b"', "application/json")).toEqual({
    kind: "broken",
    problem: "JSON that can't be read (it goes wrong in line 2)",
  });
  expect(parse("<html>", "application/json")).toMatchObject({ kind: "broken" });
  expect(parse('{"a":1}\nnope', "application/x-ndjson")).toMatchObject({
    problem: "a sequence of JSON whose value 2 can't be read",
  });
  expect(parse("[".repeat(100_000), "application/json")).toMatchObject({ kind: "broken" });
  expect(isTooDeep(JSON.stringify({ text: "[".repeat(1000) }))).toBe(false);
  expect(gzipSync(Buffer.alloc(1000)).length).toBeLessThan(1000);
});

const now = new Date("2026-01-01T00:00:00Z");
test.each<[Record<string, string>, number | null]>([
  [{ "retry-after": "30" }, 30],
  [{ "retry-after": "Thu, 01 Jan 2026 00:01:00 GMT" }, 60],
  [{ "retry-after": "soon" }, null],
  [{ "retry-after-ms": "1500" }, 1.5],
  [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1767225660" }, 60],
  [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1767225660000" }, 60],
  [{ "x-ratelimit-remaining": "3", "x-ratelimit-reset": "60" }, null],
  [{ "x-ratelimit-remaining": "0", "x-ratelimit-reset-after": "2.5" }, 2.5],
  [{ ratelimit: "limit=100, remaining=0, reset=7" }, 7],
  [{ ratelimit: '"default";r=0;t=9' }, 9],
])("the headers %j ask to wait %j s", (headers, seconds) => {
  expect(rateLimitOf(headers, now).waitSeconds).toBe(seconds);
});

const inputs = ["email", "line_items"].map((name) => ({
  input: name,
  place: { in: "body-property" as const, name },
  schema: {},
  required: false,
}));
const email = { input: "email", message: "is taken" };
test.each<[Json, object[]]>([
  [{ errors: [{ pointer: "/data/attributes/email", detail: "is taken" }] }, [email]],
  [{ errors: [{ source: { pointer: "/data/attributes/email" }, title: "is taken" }] }, [email]],
  [{ errors: { email: ["is taken"] } }, [email]],
  [{ detail: [{ loc: ["body", "email"], msg: "is taken" }] }, [email]],
  [{ error: { message: "is taken", param: "email" } }, [email]],
  [{ "invalid-params": [{ name: "email", reason: "is taken" }] }, [email]],
  [{ violations: [{ propertyPath: "email", message: "is taken" }] }, [email]],
  [{ error: { details: [{ fieldViolations: [{ field: "email", description: "is taken" }] }] } }, [email]],
  [
    { errors: [{ field: "lineItems[0].sku", message: "is unknown" }] },
    [{ input: "line_items", message: "is unknown" }],
  ],
  [{ errors: ["Something"] }, [{ input: null, message: "Something" }]],
])("the inputs that %j speaks of are named", (body, expected) => {
  const { problems } = reasonIn(JSON.stringify(body), "application/json", inputs);
  expect(problems).toMatchObject(expected);
});

test("an XML error and a page's title are reasons too", () => {
  const aws =
    "<?xml version='1.0'?><ErrorResponse><Error><Code>X</Code><Message>Not yours.</Message></Error></ErrorResponse>";
  expect(reasonIn(aws, "text/xml", []).text).toBe("Not yours.");
  expect(reasonIn("<html><title>502 Bad Gateway</title>", "text/html", []).text).toBe("502 Bad Gateway");
});
