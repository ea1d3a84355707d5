// An undo that a person declares on a tool's page: an imported API's real service is called by it in a rollback.
import { afterAll, beforeAll, expect, it } from "vitest";
import { startServer, type TestServer } from "@/lib/connections/testing/http-server";
import { pendingApprovals } from "@/lib/db/approvals";
import { findTool } from "@/lib/db/tools";
import { type RunId, type ToolId, toolIdSchema } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import type { ToolEditsPatch } from "@/lib/domain/tool-edits";
import { decideApproval } from "@/lib/flow/decide-approval";
import { describeTool } from "@/lib/flow/describe-tool";
import { editTool, resetTool } from "@/lib/flow/edit-tool";
import { importTools } from "@/lib/flow/import-tools";
import { addConnection } from "@/lib/flow/manage-connections";
import { readLedger } from "@/lib/flow/read-ledger";
import { rollBackRun } from "@/lib/flow/roll-back-run";
import { pointOfNoReturn } from "@/lib/planning/point-of-no-return";
import { documentOf, operationOf } from "@/lib/tools/openapi/testing/documents";
import { ended, id, literal, startPlan, stepWhen } from "./testing/harness";
import { withWorker } from "./testing/with-worker";

withWorker(() => {});

let garden: TestServer;
const plant = toolIdSchema.parse("garden.plantTree");
const move = toolIdSchema.parse("garden.moveTree");
const look = toolIdSchema.parse("garden.lookAtTree");

const text = { type: "string" };
const bodyOf = (properties: JsonObject) => ({
  content: {
    "application/json": { schema: { type: "object", required: Object.keys(properties), properties } },
  },
});
const tree = { name: "tree", in: "path", required: true, schema: text };

/** Nothing in it says that moving a tree to the compost takes back planting it. */
const document = (description = "") =>
  JSON.stringify({
    ...documentOf({
      "/beds": {
        post: operationOf({
          ...{
            operationId: "plantTree",
            summary: "Plant a tree",
            description,
            requestBody: bodyOf({ bed: text }),
          },
          responses: {
            201: {
              description: "Planted",
              ...bodyOf({ tree: { type: "object", properties: { id: text } } }),
            },
          },
        }),
      },
      "/trees/{tree}/place": {
        post: operationOf({
          ...{ operationId: "moveTree", summary: "Move a tree", parameters: [tree] },
          requestBody: bodyOf({ to: text }),
        }),
      },
      "/trees/{tree}": {
        get: operationOf({ operationId: "lookAtTree", summary: "Look at a tree", parameters: [tree] }),
      },
    }),
    info: { title: "Garden", version: "1" },
    servers: [{ url: garden.origin }],
  });

beforeAll(async () => {
  garden = await startServer(({ url }, _incoming, outgoing) => {
    const body = url === "/beds" ? { tree: { id: "oak 7" } } : { value: "done" };
    outgoing.writeHead(url === "/beds" ? 201 : 200, { "content-type": "application/json" });
    outgoing.end(JSON.stringify(body));
  });
  expect(await importTools({ document: document() })).toMatchObject({ kind: "imported" });
  const rest = { config: {}, secrets: {}, isDefault: true, isSandbox: false };
  await addConnection({ kind: "api:garden", name: "Garden", origin: garden.origin, ...rest });
});
afterAll(() => garden.close());

const declared = {
  kind: "tool" as const,
  toolId: move,
  inputs: {
    tree: { from: "output" as const, path: ["tree", "id"] },
    to: { from: "value" as const, value: "compost" },
  },
};
const edit = (undo: ToolEditsPatch["undo"]) => editTool({ toolId: plant, patch: { undo } });
const states = async (runId: RunId) =>
  (await readLedger(runId))?.ledger.entries.map(({ state }) =>
    "reason" in state ? state.reason : state.kind,
  );

async function noReturn(): Promise<string | undefined> {
  const step = { id: id("a"), title: "Plant", toolId: plant, inputs: {}, after: [], position: null };
  const known = await Promise.all(
    [plant, move].map(async (toolId) => [toolId, await findTool(toolId)] as const),
  );
  const tools = new Map(
    known.flatMap(([toolId, tool]): [ToolId, typeof tool & {}][] => (tool ? [[toolId, tool]] : [])),
  );
  return pointOfNoReturn([{ ...step, why: { words: "", reason: "" } }], tools)?.stepId;
}

it("takes back what an earlier run did, with the values of its call, once a person has approved that", async () => {
  const runId = await startPlan(
    [
      {
        ...{ id: id("a"), title: "Plant", toolId: plant, inputs: { bed: literal("north") } },
        ...{ after: [], position: null, why: { words: "", reason: "" } },
      },
    ],
    { trustedWrites: [plant] },
  );
  expect((await ended(runId)).status).toBe("completed");
  expect(await states(runId)).toEqual(["Nobody has declared how it is undone."]);
  expect(await noReturn()).toBe("a");

  // At once, for the run that has ended as well as for plans.
  const before = await findTool(plant);
  const edited = await edit(declared);
  expect(edited).toMatchObject({ kind: "edited", edits: { undo: declared }, tool: { undo: declared } });
  expect((await findTool(plant))?.version).not.toBe(before?.version);
  expect(await states(runId)).toEqual(["undoable"]);
  expect(await noReturn()).toBeUndefined();
  const description = await describeTool(plant);
  expect(description?.undoneBy).toEqual({ id: move, title: "Move a tree" });
  expect(description?.importedUndoneBy).toBeNull();
  expect(description?.versions[0]?.differences).toEqual([
    {
      ...{ text: "How it is undone changed", before: "Nobody has said how.", isWeighty: true },
      after: 'By garden.moveTree.\nto: always "compost"\ntree: tree.id of what it gave',
    },
  ]);

  // Importing again leaves it.
  expect(await importTools({ document: document("Any tree.") })).toMatchObject({ kind: "imported" });
  expect(await findTool(plant)).toMatchObject({
    description: expect.stringContaining("Any"),
    undo: declared,
  });

  const seen = garden.requests.length;
  const { hash } = (await readLedger(runId))?.ledger ?? { hash: "" };
  const back = await rollBackRun({ runId, hash });
  if (back.kind !== "started") throw new Error(JSON.stringify(back));
  const asked = await stepWhen(back.runId, "s1", "waiting-approval");
  // As little trusted as it was when the service gave it (A5).
  expect(asked.provenance).toMatchObject({ tree: { origin: "untrusted" }, to: { origin: "constant" } });
  expect(garden.requests).toHaveLength(seen);
  const [approval] = await pendingApprovals({ runId: back.runId });
  if (!approval) throw new Error("nothing waits to be approved");
  const { id: approvalId, contentHash } = approval;
  await decideApproval({ approvalId, decision: { decision: "approve", contentHash } });
  expect((await ended(back.runId)).status).toBe("completed");
  expect(garden.requests.slice(seen)).toMatchObject([
    { method: "POST", url: "/trees/oak%207/place", body: '{"to":"compost"}' },
  ]);
  expect(await states(runId)).toEqual(["undone"]);

  // Nothing takes it back: said as well, and taken back as well.
  expect(await edit({ kind: "none" })).toMatchObject({ tool: { undo: { kind: "none" } } });
  expect(await noReturn()).toBe("a");
  expect(await resetTool(plant)).toMatchObject({ edits: null, tool: { undo: { kind: "unknown" } } });
});

it("is refused where it could not be called so, and nothing is changed", async () => {
  const refused = async (undo: ToolEditsPatch["undo"], message: RegExp) =>
    expect(await edit(undo)).toEqual({ kind: "refused", message: expect.stringMatching(message) });
  await refused({ ...declared, toolId: plant }, /its own effect/);
  await refused({ ...declared, toolId: look }, /only reads/);
  await refused({ ...declared, toolId: toolIdSchema.parse("garden.gone") }, /not there any more/);
  await refused({ ...declared, toolId: toolIdSchema.parse("test.send") }, /another API/);
  await refused({ ...declared, inputs: { to: declared.inputs.to } }, /“tree” of “Move a tree” needs a value/);
  const { tree: place } = declared.inputs;
  await refused(
    { ...declared, inputs: { ...declared.inputs, tree: { ...place, path: ["shrub"] } } },
    /does not give/,
  );
  await refused(
    { ...declared, inputs: { ...declared.inputs, tree: { ...place, path: ["tree"] } } },
    /another type/,
  );
  expect(await editTool({ toolId: look, patch: { undo: declared } })).toMatchObject({ kind: "refused" });
  expect((await describeTool(plant))?.edits).toBeNull();
});

it("goes with the call it was said of: an import that makes another of it, or another effect, ends it", async () => {
  await edit(declared);
  const other = document().replace('"/beds":', '"/plots":');
  expect(await importTools({ document: other })).toMatchObject({ kind: "imported" });
  expect(await describeTool(plant)).toMatchObject({ edits: null, tool: { undo: { kind: "unknown" } } });
  await edit(declared);
  expect(await editTool({ toolId: plant, patch: { effect: "read" } })).toMatchObject({
    ...{ edits: { effect: "read" }, tool: { undo: { kind: "none" } } },
  });
});
