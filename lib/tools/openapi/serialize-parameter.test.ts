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
      "color%5B%5D=blue&color%5B%5D=black&color%5B%5D=brown",
      "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
    ] as const),
  ],
];

test.each(queryRows)("writes a query parameter in style %s, explode %s", (style, explode, ...expected) => {
  const write = (value: Json) => serializeQuery(value, { name: "color", style, explode }).join("&");
  expect([empty, text, list, object].map(write)).toEqual(expected);
});

// Swagger 2's collectionFormat, as the styles it becomes.
test.each([
  ["csv", "form", false, "a=x%20y,2"],
  ["ssv", "spaceDelimited", false, "a=x%20y%202"],
  ["tsv", "tabDelimited", false, "a=x%20y%092"],
  ["pipes", "pipeDelimited", false, "a=x%20y%7C2"],
  ["multi", "form", true, "a=x%20y&a=2"],
])("writes a list in the format %s of Swagger 2", (_format, style, explode, expected) => {
  expect(serializeQuery(["x y", 2], { name: "a", style, explode }).join("&")).toBe(expected);
});

test("a path and a header may have Swagger 2's formats too", () => {
  const values = ["x", "y z"];
  const write = (style: string) => [
    serializePath(values, { name: "a", style, explode: false }),
    serializeHeader(values, { name: "a", style, explode: false }),
  ];
  expect(["simple", "spaceDelimited", "tabDelimited", "pipeDelimited"].map(write)).toEqual([
    ["x,y%20z", "x,y z"],
    ["x%20y%20z", "x y z"],
    ["x%09y%20z", "x\ty z"],
    ["x%7Cy%20z", "x|y z"],
  ]);
});

// RFC 6570, 2.3 and 3.2.1: an empty list or object is undefined, and so is a member that is null.
test("what is empty or null is not there", () => {
  const styles = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];
  for (const style of styles) {
    for (const explode of [true, false]) {
      const options = { name: "a", style, explode };
      const written = ([[], {}, null, [null], { b: null }] as Json[]).map((value) =>
        serializeQuery(value, options),
      );
      expect(written).toEqual([[], [], [], [], []]);
    }
  }
  for (const style of ["simple", "label", "matrix"]) {
    expect(serializePath([], { name: "a", style, explode: false })).toBe("");
  }
  expect(serializeHeader([], { name: "a", style: "simple", explode: false })).toBeNull();
  expect(serializeQuery(["x", null, "y"], { name: "a", style: "form", explode: false })).toEqual(["a=x,y"]);
});

test("writes headers and cookies", () => {
  const options = { name: "color", style: "simple" };
  expect(serializeHeader(list, { ...options, explode: false })).toBe("blue,black,brown");
  expect(serializeHeader(object, { ...options, explode: true })).toBe("R=100,G=200,B=150");
  expect(serializeHeader("a b/ü", { ...options, explode: false })).toBe("a b/ü");
  expect(serializeCookie("a; b=c", { ...options, explode: true })).toEqual(["color=a%3B%20b%3Dc"]);
  expect(serializeCookie(list, { ...options, explode: false })).toEqual(["color=blue,black,brown"]);
  expect(serializeCookie(list, { ...options, explode: true })).toEqual(list.map((one) => `color=${one}`));
  // OpenAPI 3.2: the style cookie encodes nothing.
  const plain = { name: "color", style: "cookie" };
  expect(serializeCookie("a%20b/c", { ...plain, explode: true })).toEqual(["color=a%20b/c"]);
  expect(serializeCookie(object, { ...plain, explode: true })).toEqual(["R=100", "G=200", "B=150"]);
  expect(serializeCookie(object, { ...plain, explode: false })).toEqual(["color=R,100,G,200,B,150"]);
});

test("encodes everything that could end a value", () => {
  const options = { name: "q[x]", style: "form", explode: true };
  const nasty = "a&b=c#d?e/f+g h%i\r\n;,'()*!ü☃\u0000";
  const [pair = ""] = serializeQuery(nasty, options);
  expect(new URLSearchParams(pair).get("q[x]")).toBe(nasty);
  expect(pair).toMatch(/^q%5Bx%5D=[A-Za-z0-9%._~-]+$/);
  const [reserved = ""] = serializeQuery(nasty, { ...options, allowReserved: true });
  expect(reserved).toContain("?e/f");
  // RFC 6570, 3.2.3: what is percent-encoded already passes unchanged, any other % does not.
  const already = serializeQuery("a%2Fb 100% %zz", { ...options, name: "q", allowReserved: true });
  expect(already).toEqual(["q=a%2Fb%20100%25%20%25zz"]);
  const inPath = { name: "id", style: "simple", explode: false, allowReserved: true };
  expect(serializePath("a:b@c;d=e,f/g?h#i[j]", inPath)).toBe("a:b@c;d=e,f%2Fg%3Fh%23i%5Bj%5D");
  expect(serializePath("%2e%2E%2f%5c", inPath)).toBe("%252e%252E%252f%255c");
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
    "filter[price][tags][]=a",
    "filter[price][tags][]=b",
    "filter[q]=x",
  ]);
  const rows: Json = [{ sku: "x", sizes: [1, 2] }, { sku: "y" }];
  const listed = serializeQuery({ rows }, { name: "order", style: "deepObject", explode: true });
  expect(listed.map(decodeURIComponent)).toEqual([
    "order[rows][0][sku]=x",
    "order[rows][0][sizes][]=1",
    "order[rows][0][sizes][]=2",
    "order[rows][1][sku]=y",
  ]);
  const form = serializeQuery([{ a: 1 }], { name: "f", style: "form", explode: true });
  expect(form.map(decodeURIComponent)).toEqual(['f={"a":1}']);
});
