import { expect, test } from "vitest";
import type { Json } from "@/lib/domain/json";
import { serializeCookie, serializeHeader, serializePath, serializeQuery } from "./serialize-parameter";

// The table "Style Examples" of OpenAPI 3.1.1 (section 4.8.12.4), with its values.
const empty = "";
const text = "blue";
const list = ["blue", "black", "brown"];
const object = { R: 100, G: 200, B: 150 };

type Row = [style: string, explode: boolean, empty: string, text: string, list: string, object: string];

const pathRows: Row[] = [
  ["matrix", false, ";color=", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"],
  ["matrix", true, ";color=", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"],
  ["label", false, ".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"],
  ["label", true, ".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"],
  ["simple", false, "", "blue", "blue,black,brown", "R,100,G,200,B,150"],
  ["simple", true, "", "blue", "blue,black,brown", "R=100,G=200,B=150"],
];

test.each(pathRows)("writes a path parameter in style %s, explode %s", (style, explode, ...expected) => {
  const write = (value: Json) => serializePath(value, { name: "color", style, explode });
  expect([empty, text, list, object].map(write)).toEqual(expected);
});

const queryRows: Row[] = [
  ["form", false, "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"],
  ["form", true, "color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"],
  [
    ...(["spaceDelimited", false, "color=", "color=blue"] as const),
    ...(["color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"] as const),
  ],
  [
    ...(["pipeDelimited", false, "color=", "color=blue"] as const),
    ...(["color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"] as const),
  ],
  [
    ...(["deepObject", true, "color=", "color=blue"] as const),
    ...([
      "color=blue&color=black&color=brown",
      "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
    ] as const),
  ],
];

test.each(queryRows)("writes a query parameter in style %s, explode %s", (style, explode, ...expected) => {
  const write = (value: Json) => serializeQuery(value, { name: "color", style, explode }).join("&");
  expect([empty, text, list, object].map(write)).toEqual(expected);
});

test("writes headers and cookies", () => {
  const options = { name: "color", style: "simple" };
  expect(serializeHeader(list, { ...options, explode: false })).toBe("blue,black,brown");
  expect(serializeHeader(object, { ...options, explode: true })).toBe("R=100,G=200,B=150");
  expect(serializeHeader("a b/ü", { ...options, explode: false })).toBe("a b/ü");
  expect(serializeCookie("a; b=c", { ...options, explode: true })).toEqual(["color=a%3B%20b%3Dc"]);
});

test("encodes everything that could end a value", () => {
  const options = { name: "q[x]", style: "form", explode: true };
  const nasty = "a&b=c#d?e/f+g h%i\r\n;,'()*!ü☃\u0000";
  const [pair = ""] = serializeQuery(nasty, options);
  expect(new URLSearchParams(pair).get("q[x]")).toBe(nasty);
  expect(pair).toMatch(/^q%5Bx%5D=[A-Za-z0-9%._~-]+$/);
  const [reserved = ""] = serializeQuery(nasty, { ...options, allowReserved: true });
  expect(reserved).toContain("?e/f");
  expect([...new URL(`http://x/?${reserved}`).searchParams]).toEqual([["q[x]", nasty]]);
  expect(serializePath("../../admin", { name: "id", style: "simple", explode: false })).toBe(
    "..%2F..%2Fadmin",
  );
  expect(serializeQuery("\ud800", options)).toEqual(["q%5Bx%5D=%EF%BF%BD"]);
});

test("writes what is nested deeper as JSON, or in brackets for deep objects", () => {
  const value = { price: { min: 10, tags: ["a", "b"] }, q: "x" };
  const deep = serializeQuery(value, { name: "filter", style: "deepObject", explode: true });
  expect(deep.map(decodeURIComponent)).toEqual([
    "filter[price][min]=10",
    "filter[price][tags]=a",
    "filter[price][tags]=b",
    "filter[q]=x",
  ]);
  const form = serializeQuery([{ a: 1 }], { name: "f", style: "form", explode: true });
  expect(form.map(decodeURIComponent)).toEqual(['f={"a":1}']);
});
