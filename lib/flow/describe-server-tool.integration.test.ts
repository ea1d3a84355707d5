// What is suggested for the tools of a real MCP server; nothing of it holds before a person says so.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { toolIdSchema } from "@/lib/domain/ids";
import { describeTool } from "@/lib/flow/describe-tool";
import { editTool } from "@/lib/flow/edit-tool";
import { closeMcpSessions } from "@/lib/tools/mcp/execute-mcp";
import { addAllowed, httpReach } from "@/lib/tools/mcp/testing/added-servers";
import { type RunningServer, startOverHttp } from "@/lib/tools/mcp/testing/reference-servers";

let folder: string;
let server: RunningServer;
let serverId: string;
const toolOf = (name: string) => toolIdSchema.parse(`${serverId}.${name}`);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lamplight-look-up-"));
  process.env.MEMORY_FILE_PATH = path.join(folder, "graph.jsonl");
  server = await startOverHttp("memory", []);
  ({ id: serverId } = await addAllowed("Memory", httpReach(server.url)));
});
afterAll(async () => {
  delete process.env.MEMORY_FILE_PATH;
  await closeMcpSessions();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

it("the search of a server is suggested for looking up what another of its tools has made, and can be declared so", async () => {
  const described = await describeTool(toolOf("create_entities"));
  expect(described?.tool.lookUp).toBeUndefined();
  const { lookUp } = described?.suggestedLookUp ?? {};
  expect(lookUp).toMatchObject({
    toolId: toolOf("search_nodes"),
    inputs: { query: { from: "input", path: ["entities", 0, "name"] } },
  });
  expect(await editTool({ toolId: toolOf("create_entities"), patch: { lookUp } })).toMatchObject({
    ...{ kind: "edited", tool: { lookUp } },
  });
  expect((await describeTool(toolOf("create_entities")))?.suggestedLookUp).toBeNull();
});

it("nothing is suggested where no tool of the server clearly reads what was written", async () => {
  for (const name of ["add_observations", "delete_entities", "create_relations"]) {
    expect((await describeTool(toolOf(name)))?.suggestedLookUp, name).toBeNull();
  }
});
