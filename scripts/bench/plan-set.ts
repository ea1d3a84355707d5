// A set of goals with the plans expected for them, read from files: the search set's catalogue, and in
// `queries.jsonl` beside `gold` the calls (`stepTools`), their inputs (`params`), what is handed on (`outputs`) and the
// links between tools (`edges`), where the set has them.
import path from "node:path";
import { z } from "zod";
import { type Json, jsonSchema } from "@/lib/domain/json";
import { readLines } from "./search-set";

const goalLine = z.object({
  id: z.string(),
  query: z.string(),
  gold: z.array(z.string()),
  split: z.string().optional(),
  stepTools: z.array(z.string()).optional(),
  edges: z.array(z.tuple([z.string(), z.string()])).optional(),
  params: z.array(z.record(z.string(), jsonSchema)).optional(),
  outputs: z.record(z.string(), z.tuple([z.int(), z.string()])).optional(),
});

/** What a plan does, in the set's own names: everything that is compared. */
export interface PlanFacts {
  nodes: Set<string>;
  /** Ordered pairs of tools. */
  links: Set<string>;
  /** From tool, output, to tool, input. */
  flows: Set<string>;
  /** Tool, input, value. */
  literals: Set<string>;
}

export interface ExpectedPlan extends PlanFacts {
  id: string;
  goal: string;
  split: string | null;
}

/** Reads the goals of a folder. Throws for a line that is none. */
export function readPlanSet(folder: string): ExpectedPlan[] {
  return readLines(path.join(folder, "queries.jsonl"), goalLine).map(asExpected);
}

/** One fact as a key. */
export const fact = (...parts: readonly string[]) => parts.join(" ⟶ ");

function asExpected(line: z.infer<typeof goalLine>): ExpectedPlan {
  const { stepTools = line.gold, params = [], outputs = {} } = line;
  const flows = new Set<string>();
  const literals = new Set<string>();
  for (const [at, inputs] of params.entries()) {
    const tool = stepTools[at] ?? "";
    for (const [input, value] of Object.entries(inputs)) {
      const handed = handedOn(value);
      for (const name of handed) {
        const [step, output] = outputs[name] ?? [-1, ""];
        const from = stepTools[step];
        if (from !== undefined) flows.add(fact(from, output, tool, input));
      }
      if (handed.length === 0) literals.add(fact(tool, input, normalized(value)));
    }
  }
  return {
    id: line.id,
    goal: line.query,
    split: line.split ?? null,
    nodes: new Set(line.gold),
    links: new Set((line.edges ?? []).map(([from, to]) => fact(from, to))),
    flows,
    literals,
  };
}

/** The names of outputs (`API_call_2`) inside a value. */
function handedOn(value: Json): string[] {
  return [...JSON.stringify(value).matchAll(/"(API_call_\d+)"/g)].flatMap(([, name]) => (name ? [name] : []));
}

/** A value without what only its spelling adds: case, spaces around, quotation marks, numbers as numbers. */
export function normalized(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(normalized).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    return `{${Object.entries(value)
      .map(([key, one]) => `${key}: ${normalized(one)}`)
      .sort()
      .join(", ")}}`;
  }
  const text = String(value)
    .trim()
    .toLowerCase()
    .replace(/^["'“”‘’]+|["'“”‘’.]+$/g, "")
    .replace(/\s+/g, " ");
  return text !== "" && Number.isFinite(Number(text)) ? String(Number(text)) : text;
}
