import { inflateSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { fileIdSchema } from "@/lib/domain/ids";
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import { callTool, failureOf, memoryFiles, tableOfRows } from "@/lib/tools/testing/test-context";
import { chartRender } from "./definition";

async function draw(input: JsonObject) {
  const files = memoryFiles();
  const { output } = await callTool(chartRender, input, { files });
  if (!isJsonObject(output)) throw new Error("no output");
  const [svgId, pngId] = [fileIdSchema.parse(output.svg), fileIdSchema.parse(output.png)];
  return {
    svg: (await files.read(svgId)).toString("utf8"),
    png: await files.read(pngId),
    altText: String(output.altText),
    names: [(await files.describe(svgId)).name, (await files.describe(pngId)).mediaType],
  };
}

const regions = tableOfRows([
  { region: "West", sales: 725 },
  { region: "East", sales: 678 },
  { region: "South", sales: 391 },
]);
const quarters = tableOfRows([
  { quarter: "2017-01-01", sales: 123 },
  { quarter: "2017-04-01", sales: 133 },
  { quarter: "2017-07-01", sales: 196 },
]);

const textsOf = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
const marksOf = (svg: string, kind: string) =>
  [...svg.matchAll(new RegExp(`<g class="mark-${kind} role-mark[^>]*>(.*?)</g>`, "g"))].map(
    ([, marks = ""]) => (marks.match(/<path/g) ?? []).length,
  );

test("bars are drawn for each row, with title, axes and words for those who can't see them", async () => {
  const { svg, altText, names } = await draw({ table: regions, title: "Sales by region" });
  expect(marksOf(svg, "rect")).toEqual([3]);
  expect(textsOf(svg)).toEqual(
    expect.arrayContaining(["Sales by region", "West", "East", "South", "region", "sales"]),
  );
  expect(altText).toBe(
    "Bar chart of sales by region: Sales by region. 3 values. Highest: West with 725; lowest: South with 391.",
  );
  expect(names).toEqual(["sales-by-region.svg", "image/png"]);
});

test("the taller bar is the larger value", async () => {
  const { svg } = await draw({ table: regions, kind: "bar" });
  const heights = [...svg.matchAll(/aria-label="region: (\w+); sales: (\d+)"[^>]* d="([^"]+)"/g)].map(
    ([, region, , path = ""]) => [region, heightOf(path)],
  );
  const [[, west = 0] = [], [, east = 0] = [], [, south = 0] = []] = heights as [string, number][];
  expect(heights.map(([region]) => region)).toEqual(["West", "East", "South"]);
  expect(Number(east) / Number(west)).toBeCloseTo(678 / 725, 1);
  expect(Number(south) / Number(west)).toBeCloseTo(391 / 725, 1);
});

/** From the lowest to the highest point of a path whose commands are absolute or relative. */
function heightOf(path: string): number {
  let y = 0;
  const heights: number[] = [];
  for (const [, command = "", args = ""] of path.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const numbers = args
      .trim()
      .split(/[ ,]+|(?=-)/)
      .filter(Boolean)
      .map(Number);
    const last = numbers.at(-1) ?? 0;
    if (command === "M" || command === "L" || command === "V" || command === "C" || command === "A") y = last;
    if (command === "l" || command === "v" || command === "c" || command === "a") y += last;
    if (command !== "h" && command !== "H") heights.push(y);
  }
  return Math.max(...heights) - Math.min(...heights);
}

test("figures over time are a line, with quarters as quarters", async () => {
  const { svg, altText } = await draw({ table: quarters });
  expect(svg).toContain('class="mark-line role-mark');
  expect(textsOf(svg)).toContain("Q1 2017");
  expect(altText).toContain("Highest: Q3 2017 with 196; lowest: Q1 2017 with 123.");
});

test.each(["bar", "line", "area", "pie", "scatter"])("a %s chart is drawn", async (kind) => {
  const table = tableOfRows([
    { cost: 1, sales: 5, region: "West" },
    { cost: 2, sales: 3, region: "East" },
    { cost: 3, sales: 8, region: "West" },
  ]);
  const { svg, png } = await draw({
    table,
    kind,
    x: kind === "pie" ? "region" : "cost",
    y: "sales",
    color: "region",
  });
  expect(textsOf(svg)).toEqual(expect.arrayContaining(["West", "East"]));
  expect(png.subarray(0, 8).toString("hex")).toBe("89504e470d0a1a0a");
});

test("the picture has ink in it, text included, without any font of the machine", async () => {
  const { png } = await draw({ table: regions, title: "Sales" });
  const { width, colours } = pixelsOf(png);
  expect(width).toBeGreaterThan(1200);
  // The title's ink: only glyphs are drawn in it.
  expect(colours.get("1f1d1a") ?? 0).toBeGreaterThan(50);
});

/** Width and how often each colour comes, of a PNG with 8 bits a channel. */
function pixelsOf(png: Buffer): { width: number; colours: Map<string, number> } {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const channels = png[25] === 6 ? 4 : 3;
  const parts: Buffer[] = [];
  for (let offset = 8; offset < png.length; offset += 12 + png.readUInt32BE(offset)) {
    if (png.toString("latin1", offset + 4, offset + 8) === "IDAT")
      parts.push(png.subarray(offset + 8, offset + 8 + png.readUInt32BE(offset)));
  }
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * channels;
  const rows = Buffer.alloc(height * stride);
  const colours = new Map<string, number>();
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const left = x >= channels ? (rows[y * stride + x - channels] ?? 0) : 0;
      const up = y > 0 ? (rows[(y - 1) * stride + x] ?? 0) : 0;
      const corner = y > 0 && x >= channels ? (rows[(y - 1) * stride + x - channels] ?? 0) : 0;
      rows[y * stride + x] = (raw[y * (stride + 1) + 1 + x] ?? 0) + predicted(filter, left, up, corner);
    }
    for (let x = 0; x < width; x += 1) {
      const colour = rows.toString("hex", y * stride + x * channels, y * stride + x * channels + 3);
      colours.set(colour, (colours.get(colour) ?? 0) + 1);
    }
  }
  return { width, colours };
}

function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

describe("N8: no text becomes code", () => {
  test("a chart is drawn while making functions of text is impossible", async () => {
    const original = globalThis.Function;
    const made: unknown[] = [];
    globalThis.Function = new Proxy(original, {
      apply: (_target, _self, args) => {
        made.push(args);
        throw new Error("code from text");
      },
      construct: (_target, args) => {
        made.push(args);
        throw new Error("code from text");
      },
    });
    try {
      await draw({ table: regions });
      await draw({ table: quarters, kind: "area" });
      const spec = {
        mark: "bar",
        transform: [{ calculate: "datum.sales * 2", as: "double" }],
        encoding: { x: { field: "region" }, y: { field: "double", type: "quantitative" } },
      };
      expect(textsOf((await draw({ table: regions, spec })).svg)).toContain("West");
    } finally {
      globalThis.Function = original;
    }
    expect(made).toEqual([]);
  });

  const expressions = [
    "datum.constructor.constructor('return process')()",
    "datum['__proto__'].polluted",
    "[].constructor.constructor('x')()",
    "''.constructor.fromCharCode(88)",
    "toString.constructor('return 1')()",
    "this.constructor",
    "event.dataflow._el.ownerDocument.defaultView.alert(1)",
    "scale.constructor('return 1')()",
    "warn(1)",
    "setdata('x', [])",
    "modify('x', 1, 1)",
    "replace('a', regexp('^(a+)+$'), 'b')",
    "sequence(0, 1e9)",
    "pad('x', 1e9, 'y')",
    "test(/(a+)+$/, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!')",
    "datum.region.constructor",
    "format.call(1)",
  ];
  test.each(expressions)("P1: %s reaches nothing", async (calculate) => {
    const spec = { mark: "text", transform: [{ calculate, as: "x" }], encoding: { text: { field: "x" } } };
    const drawn = await draw({ table: regions, spec }).catch((error: Error) => error);
    if (drawn instanceof Error) expect(drawn.message).toMatch(/can't be drawn|not possible/);
    else expect(textsOf(drawn.svg).join()).not.toMatch(/function|native|\[object/);
    expect({}).not.toHaveProperty("polluted");
  });

  test("names of columns and values are only ever text", async () => {
    const evil = `"];process.exit(1);//<script>alert(1)</script>\\u2028'`;
    const { svg } = await draw({
      table: tableOfRows([
        { [evil]: evil, n: 1 },
        { [evil]: "</text><script>x</script>", n: 2 },
      ]),
    });
    expect(svg).not.toContain("<script");
  });
});

describe("N7: nothing is loaded from elsewhere", () => {
  test.each<JsonObject>([
    { mark: "bar", data: { url: "http://127.0.0.1:1/x.json" }, encoding: { x: { field: "region" } } },
    { layer: [{ mark: "bar", data: { url: "file:///etc/passwd" }, encoding: { x: { field: "region" } } }] },
  ])("data of its own is left out: %j", async (spec) => {
    expect((await draw({ table: regions, spec })).svg).toContain("West");
  });
  test.each([
    [{ mark: "point", encoding: { url: { value: "http://127.0.0.1:1/x.png" } } }, "encoding.url"],
    [{ mark: "image", encoding: { x: { field: "region" } } }, "pictures from elsewhere"],
    [{ mark: "bar", encoding: { href: { value: "javascript:alert(1)" } } }, "encoding.href"],
    [{ mark: "bar", transform: [{ lookup: "x", from: { key: "y", fields: ["z"] } }] }, "lookup"],
    [{ mark: "bar", params: [{ name: "x", bind: { input: "range" } }] }, "params"],
    [{ mark: "bar", transform: [{ impute: "y", key: "x", keyvals: { start: 0, stop: 1e9 } }] }, "impute"],
  ])("%j", async (spec, words) => {
    const failure = await failureOf(draw({ table: regions, spec }));
    expect(failure).toMatchObject({ kind: "refused", message: expect.stringContaining(words) });
  });
});

describe("what can't be drawn says why", () => {
  test.each([
    [{ table: { columns: [], rows: [], rowCount: 0 } }, "The table has no rows"],
    [{ table: tableOfRows([{ a: "x", b: "y" }]) }, "The table has no number column"],
    [{ table: regions, y: "region" }, "“region” holds no numbers"],
    [{ table: regions, x: "city" }, "There is no column “city”"],
    [{ table: tableOfRows([{ a: 1 }]) }, "one column only"],
    [{ table: regions, spec: { mark: "nonsense" } }, "can't be drawn"],
    [{ table: regions, spec: { mark: "bar", width: 1e9 } }, "must be between 0 and 4000"],
    [
      {
        table: regions,
        spec: { mark: "bar", encoding: { x: { field: "sales", axis: { tickCount: 1e9 } } } },
      },
      "up to 200",
    ],
    [
      { table: regions, spec: { mark: "bar", encoding: { x: { field: "sales", bin: { step: 1e-9 } } } } },
      "not possible here",
    ],
  ])("%#", async (input, words) => {
    expect((await failureOf(draw(input))).message).toContain(words);
  });
  test("more rows than can be told apart", async () => {
    const table = tableOfRows(Array.from({ length: 5001 }, (_, n) => ({ n, m: n })));
    expect((await failureOf(draw({ table }))).message).toContain("more than a chart can show (5,000)");
  });
});
