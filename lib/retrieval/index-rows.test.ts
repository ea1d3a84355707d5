import { expect, it } from "vitest";
import { toolSchema } from "@/lib/domain/tool";
import { staticEmbedder } from "./embedder";
import { storedTool, tableOf, toolOf } from "./index-rows";
import { staticModel } from "./static-model";
import { stem } from "./stem";
import { firstTools, plainTool } from "./testing/catalogues";
import { facetsOf, toolText } from "./tool-text";

const { dimensions } = staticModel();
const rowsOf = async (tools: Parameters<typeof tableOf>[0]) =>
  (await tableOf(tools, staticEmbedder(), dimensions)).toArray().map((row) => row.toJSON());

it("a tool is read from its row as it was written", async () => {
  const tools = await firstTools();
  const rows = await rowsOf(tools);
  const read = rows.map((row) => toolOf(storedTool(row.packed)));
  for (const [place, tool] of tools.entries()) {
    const text = toolText(tool);
    const { parts, stems, takes, gives } = text;
    const { id, version, effect } = tool;
    expect(read[place]).toMatchObject({
      ...{ id, version, effect },
      ...{ takes: takes.join(" "), gives: gives.join(" ") },
    });
    expect(read[place]?.parts.title).toBe(parts.title.join(" "));
    expect(read[place]?.parts.api).toBe(parts.api.join(" "));
    expect(read[place]?.length).toBe(stems.length);
    for (const part of ["input", "output"] as const)
      for (const word of parts[part]) expect(read[place]?.fieldStems[part]).toContain(` ${stem(word)} `);
    expect(read[place]?.facets.count).toBe(facetsOf(text).length);
  }
});

it("facets are rounded so little that their meaning stays", async () => {
  const [row] = await rowsOf([plainTool({ id: "a.one", title: "Send a letter to a customer" })]);
  const { facets } = toolOf(storedTool(row?.packed));
  const exact = staticModel().embed("Send a letter to a customer");
  expect(facets.nearest(exact)).toBeGreaterThan(0.999);
});

it("a tool of unheard-of words has no vector, whatever stands beside it", async () => {
  const rows = await rowsOf([
    plainTool({ id: "a.one", title: "天地玄黄宇宙洪荒" }),
    plainTool({ id: "a.two", title: "Send a letter" }),
  ]);
  const [unknown, known] = rows;
  expect([unknown?.vector === null, known?.vector === null]).toEqual([
    toolOf(storedTool(unknown?.packed)).facets.count === 0,
    false,
  ]);
});

it("columns that filters ask for say where a tool is from and what it needs", async () => {
  const [imported] = (await firstTools()).filter(({ source }) => source.kind === "openapi");
  const rows = await rowsOf([
    toolSchema.parse(imported),
    { ...plainTool({ id: "a.one", title: "Send a letter" }), connectionKind: "smtp" },
  ]);
  expect(rows[0]).toMatchObject({ source: "openapi", source_id: imported?.id.split(".")[0] });
  expect(rows[1]).toMatchObject({
    source: "builtin",
    source_id: "",
    connection_kind: "smtp",
    effect: "read",
  });
});
