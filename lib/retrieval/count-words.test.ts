import { afterEach, describe, expect, it } from "vitest";
import type { Tool } from "@/lib/domain/tool";
import { plainTool, temporaryIndex } from "./testing/catalogues";

const number = (count: number, word: string): Tool[] =>
  Array.from({ length: count }, (_, index) => plainTool({ id: `${word}.t${index}`, title: `Fetch ${word}` }));

let held: Awaited<ReturnType<typeof temporaryIndex>> | undefined;
afterEach(async () => {
  await held?.end();
  held = undefined;
});

describe("the words of an index", () => {
  it("are counted once a tool, the title's weighing thrice in its length", async () => {
    held = await temporaryIndex([
      plainTool({
        id: "a.one",
        title: "Rename files",
        description: "Files get another name, files all of them.",
      }),
      plainTool({ id: "a.two", title: "List folders" }),
    ]);
    const { tools, frequencies, averageLength } = await held.index.statistics();
    expect(tools).toBe(2);
    expect(frequencies.get("file")).toBe(1);
    expect(frequencies.get("folder")).toBe(1);
    expect(frequencies.has("weather")).toBe(false);
    expect(averageLength).toBeGreaterThan(6);
  });

  it("follow what is written and removed", async () => {
    held = await temporaryIndex(number(3, "apples"));
    expect((await held.index.statistics()).frequencies.get("appl")).toBe(3);
    await held.index.write(number(2, "pears"));
    const grown = await held.index.statistics();
    expect([grown.tools, grown.frequencies.get("pear")]).toEqual([5, 2]);
    await held.index.remove(["apples.t0", "apples.t1", "apples.t2"]);
    const shrunk = await held.index.statistics();
    expect([shrunk.tools, shrunk.frequencies.has("appl")]).toEqual([2, false]);
  });

  it("of an empty index are none", async () => {
    held = await temporaryIndex([]);
    expect(await held.index.statistics()).toEqual({ tools: 0, averageLength: 0, frequencies: new Map() });
  });

  it("of a large index are those of a part at first, and of all of it once counted", async () => {
    held = await temporaryIndex([...number(5000, "apples"), ...number(1500, "pears")]);
    const first = await held.index.statistics();
    expect(first.tools).toBe(5000);
    await held.index.settled();
    const all = await held.index.statistics();
    expect([all.tools, all.frequencies.get("pear")]).toEqual([6500, 1500]);
    // A few more change little: what was counted serves on.
    await held.index.write(number(10, "plums"));
    expect(await held.index.statistics()).toBe(all);
  }, 60_000);
});
