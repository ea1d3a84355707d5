// Outputs that are too large for a run's record: all of one is in a file, which steps read instead of its beginning.
import { LRUCache } from "lru-cache";
import type { FileId, StepId } from "@/lib/domain/ids";
import { type Json, jsonSchema } from "@/lib/domain/json";
import { readStepsOf, type Step } from "@/lib/domain/plan";
import { type Run, stepRunOf } from "@/lib/domain/run";
import { maxOutputBytes } from "@/lib/domain/tool";
import type { WholeOutput } from "@/lib/domain/whole-output";
import { type ToolContext, ToolError } from "@/lib/tools/tool-contract";
import type { CalledOutcome } from "./call-tool";
import type { CallOutcome } from "./decide-after-call";
import { log } from "./engine-log";

type Files = Pick<ToolContext["files"], "read">;

/** What the record has of an output whose whole is in a file. */
const beginningBytes = 64 * 1024;
/** A longer text ends with "…"; no id, address or reference is as long. */
const beginningLength = 2000;
/** Items of each list and fields of each object: as many as find room. */
const beginningItems = [200, 50, 20, 5, 1];

/** The outcome as it is recorded: the whole of an output that is too large for that is in a file. */
export async function keepWhole(
  outcome: CalledOutcome,
  { title, files }: { title: string; files: Pick<ToolContext["files"], "write"> },
): Promise<CallOutcome> {
  if (outcome.kind !== "completed") return outcome;
  const { sizeBytes, ...recorded } = outcome;
  if (sizeBytes <= maxOutputBytes) return recorded;
  try {
    const content = Buffer.from(JSON.stringify(outcome.output));
    const file = await files.write({ name: `${title}.json`, mediaType: "application/json", content });
    const whole = { fileId: file.id, sizeBytes };
    return { ...recorded, output: beginningOf(outcome.output), whole };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    const message = `What it gave has ${Math.ceil(sizeBytes / 1024)} KB and could not be stored. ${error.message}`;
    return {
      kind: "failed",
      failure: { kind: error.kind, message, evidence: error.evidence },
      effectUncertain: true,
    };
  }
}

/** As much of a value as the record takes: the first of its items and fields, and the beginnings of its texts. */
export function beginningOf(value: Json): Json {
  for (const most of beginningItems) {
    const beginning = shortened(value, most);
    if (Buffer.byteLength(JSON.stringify(beginning)) <= beginningBytes) return beginning;
  }
  return null;
}

function shortened(value: Json, most: number): Json {
  if (typeof value === "string") {
    return value.length <= beginningLength ? value : `${value.slice(0, beginningLength).toWellFormed()}…`;
  }
  if (Array.isArray(value)) return value.slice(0, most).map((item) => shortened(item, most));
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).slice(0, most);
  return Object.fromEntries(fields.map(([name, field]) => [name, shortened(field, most)]));
}

/** Read again and again while a step goes on: by each of its items, too. */
const recent = new LRUCache<FileId, { value: Json; bytes: number }, Files>({
  maxSize: 64 * 1024 * 1024,
  sizeCalculation: ({ bytes }) => bytes,
  ttl: 60_000,
  ttlAutopurge: true,
  fetchMethod: async (id, _stale, { context: files }) => {
    const content = await files.read(id);
    return { value: jsonSchema.parse(JSON.parse(content.toString("utf8"))), bytes: content.length };
  },
});

/** An output of which the record has the beginning. Throws a ToolError when its file can't be read. */
export async function readWhole({ fileId }: WholeOutput, files: Files): Promise<Json> {
  const read = await recent.forceFetch(fileId, { context: files });
  return read.value;
}

/** What a step reads, where that is more than the record has; what can't be read any more is left out. */
export async function readWholes(run: Run, step: Step, files: Files): Promise<Map<StepId, Json>> {
  const wholes = new Map<StepId, Json>();
  for (const id of readStepsOf(step)) {
    const source = stepRunOf(run, id);
    if (source.status !== "completed" || !source.whole) continue;
    try {
      wholes.set(id, await readWhole(source.whole, files));
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      log().warn({ err: error, run: run.id, step: id }, "the whole of an output could not be read");
    }
  }
  return wholes;
}
