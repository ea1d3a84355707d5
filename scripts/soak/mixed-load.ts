// What people and programs do with a running copy all day, over its HTTP API: goals are planned, plans run, approvals
// given, denied and left by canceling, runs watched for a while, pages looked at, tools searched, APIs added and removed.
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { apiTokenOf } from "@/lib/testing/start-copy";
import { callApi, importDocument, proposePlan } from "@/scripts/bench/api";
import { testedGoals } from "@/scripts/bench/goals";
import type { Product } from "@/scripts/bench/product";
import { beginRun, followRun } from "@/scripts/bench/watch-runs";

/** Steps that only read, and steps of which the last asks. */
const readGoal = "Show monthly profit for 2016 as a line chart";
const askGoal = "Get sales by region, chart it and email both to finance";
/** Between two things the same person does: the machine is kept busy, not full. */
const pauseMs = 150;
/** A run that has not ended by then never will. */
const patienceMs = 120_000;

export interface Done {
  plans: number;
  completed: number;
  approved: number;
  denied: number;
  canceled: number;
  readers: number;
  searches: number;
  pages: number;
  imports: number;
}

export class MixedLoad {
  readonly done: Done = {
    ...{ plans: 0, completed: 0, approved: 0, denied: 0, canceled: 0 },
    ...{ readers: 0, searches: 0, pages: 0, imports: 0 },
  };
  private readonly goals = testedGoals();
  private readonly caller: { address: string; headers: Record<string, string> };
  /** Begun last. */
  private readonly runs: string[] = [];

  constructor(private readonly product: Product) {
    const authorization = `Bearer ${apiTokenOf(product.home)}`;
    this.caller = {
      address: product.address,
      headers: { authorization, "content-type": "application/json" },
    };
  }

  /** Goes on until it is over; rejects when something is not answered as it should be. */
  async run(isOver: () => boolean): Promise<void> {
    const read = await proposePlan(this.product, readGoal);
    const ask = await proposePlan(this.product, askGoal);
    const people = [
      () => this.plan(),
      () => this.complete(read.id),
      () => this.decide(ask.id),
      () => this.decide(ask.id),
      () => this.watch(),
      () => this.watch(),
      () => this.search(),
      () => this.look(read.id),
      () => this.addAndRemove(),
    ];
    await Promise.all(
      people.map(async (act) => {
        while (!isOver()) {
          await act();
          await delay(pauseMs);
        }
      }),
    );
  }

  private async plan(): Promise<void> {
    await proposePlan(this.product, this.nth(this.goals, this.done.plans++));
  }

  private async complete(planId: string): Promise<void> {
    const end = await this.accompany(planId, async () => {});
    if (end !== "run-completed") throw new Error(`A run that only reads ended as ${end}.`);
    this.done.completed += 1;
  }

  /** By turns: approved, denied, canceled while it asks. */
  private async decide(planId: string): Promise<void> {
    const turn = this.nth(["approved", "denied", "canceled"] as const, this.turns++);
    const end = await this.accompany(planId, async ({ runId, approvalId, contentHash }) => {
      if (turn === "canceled") return this.post(`/api/runs/${runId}/cancel`, { reason: "Not today" });
      const decision = turn === "approved" ? "approve" : "deny";
      await this.post(`/api/approvals/${approvalId}`, { decision, contentHash });
    });
    const wanted = { approved: "run-completed", denied: "run-canceled", canceled: "run-canceled" }[turn];
    if (end !== wanted) throw new Error(`A run that was ${turn} ended as ${end}.`);
    this.done[turn] += 1;
  }
  private turns = 0;

  /** Runs a plan, watched from beginning to end; how it ended. */
  private async accompany(
    planId: string,
    onAsked: (asked: { runId: string; approvalId: string; contentHash: string }) => Promise<void>,
  ): Promise<string> {
    const runId = await beginRun(this.caller, planId);
    this.runs.push(runId);
    if (this.runs.length > 20) this.runs.shift();
    const following = async () => {
      let type = "";
      for await (const { body } of followRun(this.caller, runId)) {
        type = body.type;
        if (body.type === "approval-requested") await onAsked({ runId, ...body });
      }
      return type;
    };
    const isOver = new AbortController();
    const late = delay(patienceMs, undefined, { signal: isOver.signal }).then(() => {
      throw new Error(`Run ${runId} has not ended after ${patienceMs / 1000} s.`);
    });
    try {
      return await Promise.race([following(), late]);
    } finally {
      isOver.abort();
      late.catch(() => {});
    }
  }

  /** Reads a run's events for a while, and leaves in the middle of them. */
  private async watch(): Promise<void> {
    const runId = this.runs[Math.floor(Math.random() * this.runs.length)];
    if (runId === undefined) return;
    const leaving = AbortSignal.timeout(Math.ceil(Math.random() * 2000));
    const { address, headers } = this.caller;
    try {
      const response = await fetch(`${address}/api/runs/${runId}/events`, { headers, signal: leaving });
      if (!response.ok) throw new Error(`The events of run ${runId} were answered with ${response.status}.`);
      await response.text();
    } catch (error) {
      if (!leaving.aborted) throw error;
    }
    this.done.readers += 1;
  }

  private async search(): Promise<void> {
    const words = this.nth(this.goals, this.done.searches++).slice(0, 200);
    await this.get(`/api/tools/search?q=${encodeURIComponent(words)}`);
  }

  private async look(planId: string): Promise<void> {
    const runId = this.runs.at(-1);
    const pages = [
      "/",
      "/inbox",
      "/tools",
      "/history",
      `/plans/${planId}`,
      "/api/inbox",
      "/api/runs",
      "/api/plans",
    ];
    if (runId !== undefined) pages.push(`/runs/${runId}`, `/api/runs/${runId}`);
    await this.get(this.nth(pages, this.done.pages++));
  }

  private async addAndRemove(): Promise<void> {
    await importDocument(this.product, orchard);
    await this.get("/api/tools/search?q=plant%20a%20tree%20in%20the%20orchard");
    await this.post("/api/apis/orchard/remove", {});
    this.done.imports += 1;
  }

  private nth<T>(of: readonly T[], count: number): T {
    const one = of[count % of.length];
    if (one === undefined) throw new Error("There is nothing to choose from.");
    return one;
  }

  private async get(path: string): Promise<void> {
    const response = await fetch(`${this.caller.address}${path}`, { headers: this.caller.headers });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}.`);
  }

  private async post(path: string, body: unknown): Promise<void> {
    await callApi(this.product, { path, body, answer: z.unknown() });
  }
}

const answer = {
  "200": { description: "Done", content: { "application/json": { schema: { type: "object" } } } },
};
const tree = { name: "tree", in: "path", required: true, schema: { type: "string" } };
const orchard = JSON.stringify({
  openapi: "3.1.0",
  info: { title: "Orchard", version: "1" },
  servers: [{ url: "https://orchard.example" }],
  paths: {
    "/trees": {
      get: { operationId: "listTrees", summary: "List the trees of the orchard", responses: answer },
      post: { operationId: "plantTree", summary: "Plant a tree in the orchard", responses: answer },
    },
    "/trees/{tree}": {
      get: { operationId: "findTree", summary: "Find a tree", parameters: [tree], responses: answer },
      delete: { operationId: "fellTree", summary: "Fell a tree", parameters: [tree], responses: answer },
    },
  },
});
