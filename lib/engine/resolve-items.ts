import type { Json } from "@/lib/domain/json";
import { leastTrusted } from "@/lib/domain/origin";
import { placeInEvent } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import { isTable } from "@/lib/domain/table";
import { resolveBinding } from "@/lib/planning/resolve-binding";
import { type ToolContext, ToolError } from "@/lib/tools/tool-contract";
import { type StepFacts, stepInRun } from "./decide-next";
import { readableOf } from "./resolve-step";

/** What the items of a list may weigh together as JSON: they are kept with the run. */
const maxItemsBytes = 1024 * 1024;

interface Means {
  files: Pick<ToolContext["files"], "readRows">;
  /** Items a step may be repeated for in this installation. */
  mostItems: number;
}

/** The event that fixes the list a repeated step is done for, or says why there is none: before anything is called. */
export async function resolveItems(facts: StepFacts, { files, mostItems }: Means): Promise<RunEventBody> {
  const { run, plan, stepId } = facts;
  const { repeat, title } = stepInRun(plan, run, stepId);
  if (!repeat) throw new Error(`step ${stepId} is not repeated`);
  const failed = (message: string): RunEventBody => ({
    type: "step-failed",
    ...placeInEvent(facts),
    failure: { kind: "bad-input", message, evidence: null },
  });
  const read = resolveBinding(repeat.over, readableOf(facts));
  if (read.kind === "problem") return failed(`"${title}" has no list to go through. ${read.message}`);
  const limit = Math.min(repeat.limit, mostItems);
  const items = await itemsOf(read.value, { limit, mostItems, files });
  if (items.kind === "problem") return failed(`"${title}" ${items.message}`);
  const origin = leastTrusted(read.sources.map((source) => source.origin));
  return {
    type: "items-resolved",
    stepId,
    items: items.items,
    provenance: { origin, sources: read.sources },
  };
}

type Items = { kind: "items"; items: Json[] } | { kind: "problem"; message: string };

/** The items of a list or the rows of a table; the number is looked at before anything is read. */
async function itemsOf(value: Json, { limit, mostItems, files }: Means & { limit: number }): Promise<Items> {
  const isRows = isTable(value);
  if (!isRows && !Array.isArray(value)) {
    return { kind: "problem", message: "is done for each item of a list, but got something that is none." };
  }
  const count = isRows ? value.rowCount : value.length;
  if (count > limit) {
    const most = limit.toLocaleString("en");
    const raise = limit < mostItems ? "raise the limit or shorten the list" : "shorten the list";
    const message =
      `would be done ${count.toLocaleString("en")} times; ${limit < mostItems ? `its limit is ${most}` : `this installation allows ${most}`}. ` +
      `Nothing was done. Skip the step, or stop, ${raise}, and run again.`;
    return { kind: "problem", message };
  }
  try {
    const items: Json[] = isRows ? await files.readRows(value) : value;
    const kilobytes = Math.ceil(Buffer.byteLength(JSON.stringify(items)) / 1024);
    if (kilobytes <= maxItemsBytes / 1024) return { kind: "items", items };
    const most = maxItemsBytes / 1024;
    return {
      kind: "problem",
      message: `would go through ${kilobytes} KB of items; ${most} KB are possible.`,
    };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { kind: "problem", message: `can't read its list: ${error.message}` };
  }
}
