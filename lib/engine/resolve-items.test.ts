import { describe, expect, it } from "vitest";
import { newId, stepIdSchema } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import { reduceRun } from "@/lib/domain/reduce-run";
import type { RunEventBody } from "@/lib/domain/run-event";
import type { Table } from "@/lib/domain/table";
import { examplePlan, exampleStep, exampleTools, fetchPage, sms } from "@/lib/planning/testing/example-tools";
import type { ToolContext } from "@/lib/tools/tool-contract";
import { resolveItems } from "./resolve-items";

const id = (text: string) => stepIdSchema.parse(text);
const runId = newId("run");

/** The event of a step repeated over what the page gave, and the files that were read for it. */
async function resolve(
  body: Json,
  limit = 100,
  mostItems = 1000,
): Promise<{ event: RunEventBody; read: number }> {
  const plan = examplePlan([
    exampleStep("s1", fetchPage, {}),
    {
      ...exampleStep("s2", sms, { to: { kind: "item", path: ["phone"] } }),
      repeat: { over: { kind: "output", stepId: id("s1"), path: ["body"] }, limit },
    },
  ]);
  const bodies: RunEventBody[] = [
    { type: "run-queued", planId: plan.id, planRevision: 1 },
    { type: "step-completed", stepId: id("s1"), output: { body }, receipt: null, source: "tool" },
  ];
  const run = reduceRun(
    bodies.map((one, index) => ({ runId, seq: index + 1, at: "2026-01-01T00:00:00.000Z", body: one })),
  );
  if (!run) throw new Error("no run");
  let read = 0;
  const files: Pick<ToolContext["files"], "readRows"> = {
    readRows: async (table: Table) => {
      read += 1;
      return table.fileId ? Array.from({ length: table.rowCount }, (_, n) => ({ n })) : table.rows;
    },
  };
  const now = new Date("2026-01-01T00:00:00Z");
  const facts = { run, plan, stepId: id("s2"), item: null, tools: exampleTools, connection: null, now };
  return { event: await resolveItems(facts, { files, mostItems }), read };
}

const table = (rowCount: number, rest: Partial<Table> = {}): Json => ({
  columns: [{ name: "n", type: "number" }],
  rows: [],
  rowCount,
  ...rest,
});

describe("the list a repeated step is done for", () => {
  it("is a list as it is, with where it came from", async () => {
    expect((await resolve(["a", "b"])).event).toEqual({
      type: "items-resolved",
      stepId: "s2",
      items: ["a", "b"],
      provenance: { origin: "untrusted", sources: [{ origin: "untrusted", stepId: "s1" }] },
    });
  });

  it("is the rows of a table, those in its file too", async () => {
    const { event } = await resolve(table(300, { fileId: newId("file") }), 1000);
    expect(event).toMatchObject({ type: "items-resolved" });
    expect(event.type === "items-resolved" && event.items.length).toBe(300);
  });

  it.each<[string, Json, string]>([
    [
      "100,000 rows",
      table(100_000, { fileId: newId("file") }),
      "would be done 100,000 times; its limit is 100.",
    ],
    ["101 items", Array(101).fill("x"), "would be done 101 times; its limit is 100."],
    ["no list", "one@x.example", "got something that is none"],
    ["an object", { a: 1 }, "got something that is none"],
  ])("R10: of %s is refused before anything is read", async (_name, body, words) => {
    const { event, read } = await resolve(body);
    expect(event).toMatchObject({ type: "step-failed", stepId: "s2", failure: { kind: "bad-input" } });
    expect(event.type === "step-failed" && event.failure.message).toContain(words);
    expect(read).toBe(0);
  });

  it("R10: of more items than the installation allows is refused, whatever limit the plan has", async () => {
    const { event, read } = await resolve(table(30), 100, 20);
    expect(event.type === "step-failed" && event.failure.message).toBe(
      '"Step s2" would be done 30 times; this installation allows 20. Nothing was done. Skip the step, or stop, shorten the list, and run again.',
    );
    expect(read).toBe(0);
    expect((await resolve(table(20), 100, 20)).event.type).toBe("items-resolved");
  });

  it("R10: of items too heavy to keep is refused", async () => {
    const { event } = await resolve(Array(20).fill("x".repeat(60 * 1024)));
    expect(event.type === "step-failed" && event.failure.message).toContain("1024 KB are possible");
  });
});
