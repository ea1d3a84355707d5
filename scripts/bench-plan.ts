// Measures plans for a set of goals with the product's own planner, given the set's tools as they are.
// `npm run bench:plan -- DIR [--split NAME] [--planner embedded|model] [--limit N] [--show]`: DIR is that of `bench:search`
// (see scripts/bench/plan-set.ts). Prints one line of JSON; quality in per cent, times of this machine.
// nodeF1, linkF1: F1 of tools and of ordered pairs of tools per goal (0 when either side is empty), their mean;
// accuracy: share of goals with node F1 of 0.99 or more; dataFlowF1, paramF1: F1 over all goals together.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { ModelLedger } from "@/lib/ai/model-ledger";
import { planWithModel } from "@/lib/ai/plan-with-model";
import { openEnvironmentModel } from "@/lib/ai/usable-model";
import { leafBindings } from "@/lib/domain/binding";
import type { Candidate } from "@/lib/domain/candidate";
import type { ToolId } from "@/lib/domain/ids";
import type { Tool } from "@/lib/domain/tool";
import { planGoal } from "@/lib/planning/embedded/plan-goal";
import type { PlanDraft, PlanningRequest } from "@/lib/planning/embedded/planning-request";
import { staticEmbedder } from "@/lib/retrieval/embedder";
import { nearestTools, type ReadParts, rankTools } from "@/lib/retrieval/rank-tools";
import { candidateOf, fitThreshold } from "@/lib/retrieval/search-tools";
import { ToolIndex } from "@/lib/retrieval/tool-index";
import { type ExpectedPlan, fact, normalized, type PlanFacts, readPlanSet } from "./bench/plan-set";
import { percent, percentile } from "./bench/quality";
import { readSearchSet } from "./bench/search-set";

/** As many as the product looks at for the goal as a whole. */
const foundForGoal = 60;

async function main(): Promise<void> {
  // The environment is read whole, though no database is asked for anything here.
  process.env.DATABASE_URL ??= "postgres://nobody@127.0.0.1:1/none";
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      split: { type: "string" },
      planner: { type: "string", default: "embedded" },
      limit: { type: "string", default: "Infinity" },
      /** Prints each goal with what was planned and what was expected, to look at. */
      show: { type: "boolean", default: false },
    },
  });
  const [folder] = positionals;
  const { planner } = values;
  if (!folder || (planner !== "embedded" && planner !== "model")) {
    throw new Error(
      "npm run bench:plan -- DIR [--split NAME] [--planner embedded|model] [--limit N]: say which folder, and a planner there is.",
    );
  }
  const model = planner === "model" ? openEnvironmentModel("plans") : null;
  if (planner === "model" && !model) throw new Error("LAMPLIGHT_MODEL says which model is to plan.");
  const { tools, idOf } = readSearchSet(folder);
  const goals = readPlanSet(folder)
    .filter(({ split }) => values.split === undefined || split === values.split)
    .slice(0, Number(values.limit));
  if (goals.length === 0) throw new Error(`No goal of ${folder} is in the split “${values.split}”.`);
  const temporary = mkdtempSync(path.join(os.tmpdir(), "lamplight-bench-"));
  try {
    const index = await ToolIndex.connect(temporary, staticEmbedder());
    await index.reset();
    await index.write(tools);
    const workspace = new Workspace(index, tools);
    // The first goal reads the index into memory.
    await planGoal(await workspace.requestFor("warm up"));
    const results: Scored[] = [];
    for (const expected of goals) {
      const begun = performance.now();
      const request = await workspace.requestFor(expected.goal);
      let draft = await planGoal(request);
      if (model) {
        const written = await planWithModel({ model, request, draft, ledger: new ModelLedger() });
        if (written.kind !== "planned") throw new Error(`The model could not plan: ${written.reason}`);
        draft = written.draft;
      }
      const tookMs = performance.now() - begun;
      const planned = factsOf(draft, idOf);
      results.push({ tookMs, planned, expected });
      if (values.show) show(expected, planned, draft);
    }
    index.close();
    console.log(JSON.stringify(summary(path.basename(path.resolve(folder)), planner, results)));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

interface Scored {
  tookMs: number;
  planned: PlanFacts;
  expected: ExpectedPlan;
}

/** A catalogue as the product has it while a goal is planned. */
class Workspace {
  readonly #tools: ReadonlyMap<string, Tool>;

  constructor(
    readonly index: ToolIndex,
    tools: readonly Tool[],
  ) {
    this.#tools = new Map(tools.map((tool) => [tool.id, tool]));
  }

  async requestFor(goal: string): Promise<PlanningRequest> {
    const before: ReadParts = new Map();
    const ids = await nearestTools(this.index, { query: goal, limit: foundForGoal, before });
    const nearest = ids.flatMap((id) => this.#tools.get(id) ?? []);
    const known = new Map(nearest.map((tool): [ToolId, Tool] => [tool.id, tool]));
    const search = async (query: string, limit: number): Promise<Candidate[]> => {
      const ranked = await rankTools(this.index, { query, limit, before });
      return ranked.flatMap((found) => {
        const tool = this.#tools.get(found.id);
        if (!tool) return [];
        known.set(tool.id, tool);
        return [candidateOf(tool, new Set(), found)];
      });
    };
    return {
      goal,
      now: new Date(),
      timeZone: "UTC",
      files: [],
      search,
      nearest: nearest.map(({ id }) => id),
      tools: known,
      facts: { databases: [], connectedKinds: new Set(), fitThreshold, writesTexts: false, mostItems: 1000 },
    };
  }
}

function factsOf(draft: PlanDraft, idOf: (tool: { id: string }) => string): PlanFacts {
  const tools = new Map(draft.steps.map((step) => [step.id, idOf({ id: step.toolId })]));
  const facts: PlanFacts = {
    nodes: new Set(tools.values()),
    links: new Set(),
    flows: new Set(),
    literals: new Set(),
  };
  for (const step of draft.steps) {
    const tool = tools.get(step.id) ?? "";
    for (const [input, binding] of Object.entries(step.inputs)) {
      if (binding.kind === "literal") facts.literals.add(fact(tool, input, normalized(binding.value)));
      for (const leaf of leafBindings(binding)) {
        const from = leaf.kind === "output" ? tools.get(leaf.stepId) : undefined;
        if (leaf.kind !== "output" || from === undefined) continue;
        facts.links.add(fact(from, tool));
        facts.flows.add(fact(from, String(leaf.path[0] ?? ""), tool, input));
      }
    }
  }
  return facts;
}

function summary(set: string, planner: string, results: readonly Scored[]) {
  const nodeF1s = results.map(({ planned, expected }) => f1(planned.nodes, expected.nodes));
  const times = results.map(({ tookMs }) => tookMs);
  return {
    set,
    planner,
    queries: results.length,
    nodeF1: percent(nodeF1s),
    linkF1: percent(results.map(({ planned, expected }) => f1(planned.links, expected.links))),
    accuracy: percent(nodeF1s.map((value) => (value >= 0.99 ? 1 : 0))),
    dataFlowF1: percent([together(results, "flows")]),
    paramF1: percent([together(results, "literals")]),
    abstained: percent(results.map(({ planned }) => (planned.nodes.size === 0 ? 1 : 0))),
    p50Ms: percentile(times, 0.5),
    p95Ms: percentile(times, 0.95),
  };
}

const shared = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
  [...one].filter((entry) => other.has(entry)).length;

function f1(planned: ReadonlySet<string>, expected: ReadonlySet<string>): number {
  return planned.size === 0 || expected.size === 0
    ? 0
    : (2 * shared(planned, expected)) / (planned.size + expected.size);
}

/** F1 over the facts of all goals together. */
function together(results: readonly Scored[], kind: "flows" | "literals"): number {
  let [hits, all] = [0, 0];
  for (const { planned, expected } of results) {
    hits += shared(planned[kind], expected[kind]);
    all += planned[kind].size + expected[kind].size;
  }
  return all === 0 ? 0 : (2 * hits) / all;
}

function show(expected: ExpectedPlan, planned: PlanFacts, draft: PlanDraft): void {
  const marked = (kind: keyof PlanFacts) =>
    [
      ...[...planned[kind]].map((one) => `${expected[kind].has(one) ? "  =" : "  +"} ${one}`),
      ...[...expected[kind]].filter((one) => !planned[kind].has(one)).map((one) => `  - ${one}`),
    ].join("\n");
  process.stderr.write(
    `\n${expected.id}: ${expected.goal}\n${(["nodes", "flows", "literals"] as const).map(marked).join("\n")}\n` +
      `${draft.steps.map((step) => `  · ${step.why.words}`).join("\n")}\n`,
  );
}

await main();
