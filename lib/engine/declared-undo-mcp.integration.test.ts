// An undo that a person declares for a tool of an MCP server: the server is called by it in a rollback.
import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { pendingApprovals } from "@/lib/db/approvals";
import type { RunId } from "@/lib/domain/ids";
import type { Step } from "@/lib/domain/plan";
import { decideApproval } from "@/lib/flow/decide-approval";
import { editTool } from "@/lib/flow/edit-tool";
import { readLedger } from "@/lib/flow/read-ledger";
import { rollBackRun } from "@/lib/flow/roll-back-run";
import { type MemoryServer, withMemoryServer } from "@/lib/tools/mcp/testing/with-memory-server";
import { ended, id, literal, startPlan, stepWhen } from "./testing/harness";
import { withWorker } from "./testing/with-worker";

withWorker(() => {});

let memory: MemoryServer;
withMemoryServer((started) => {
  memory = started;
});
const toolOf = (name: string) => memory.toolOf(name);

const relations = [{ from: "Ada", to: "Bob", relationType: "knows" }];
const graph = () => readFile(memory.graphFile, "utf8");

function calling(name: string, tool: string, inputs: Step["inputs"], after: string[] = []): Step {
  const why = { words: "", reason: "" };
  return {
    id: id(name),
    title: name,
    toolId: toolOf(tool),
    inputs,
    after: after.map(id),
    position: null,
    why,
  };
}

async function approve(runId: RunId, step: string): Promise<void> {
  await stepWhen(runId, step, "waiting-approval");
  const approval = (await pendingApprovals({ runId })).find(({ stepId }) => stepId === step);
  if (!approval) throw new Error("nothing waits to be approved");
  const { id: approvalId, contentHash } = approval;
  await decideApproval({ approvalId, decision: { decision: "approve", contentHash } });
}

it("takes back what a call of the server did, with the values of that call, once a person has approved it", async () => {
  const entities = ["Ada", "Bob"].map((name) => ({ name, entityType: "person", observations: [] }));
  const runId = await startPlan([
    calling("people", "create_entities", { entities: literal(entities) }),
    calling("link", "create_relations", { relations: literal(relations) }, ["people"]),
  ]);
  await approve(runId, "people");
  await approve(runId, "link");
  expect((await ended(runId)).status).toBe("completed");
  expect(await graph()).toContain("knows");

  const undo = {
    ...{ kind: "tool" as const, toolId: toolOf("delete_relations") },
    inputs: { relations: { from: "input" as const, path: ["relations"] } },
  };
  expect(await editTool({ toolId: toolOf("create_relations"), patch: { undo } })).toMatchObject({
    ...{ kind: "edited", tool: { undo } },
  });
  const { ledger } = (await readLedger(runId)) ?? {};
  expect(ledger?.entries.map(({ state }) => state.kind)).toEqual(["undoable", "cannot"]);
  const back = await rollBackRun({ runId, hash: ledger?.hash ?? "" });
  if (back.kind !== "started") throw new Error(JSON.stringify(back));
  await approve(back.runId, "s1");
  expect((await ended(back.runId)).status).toBe("completed");
  const left = await graph();
  expect(left).not.toContain("knows");
  expect(left).toContain("Bob");
  expect((await readLedger(runId))?.ledger.entries.map(({ state }) => state.kind)).toEqual([
    "undone",
    "cannot",
  ]);
});
