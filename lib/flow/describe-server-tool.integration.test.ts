// What is suggested for the tools of a real MCP server; nothing of it holds before a person says so.
import { expect, it } from "vitest";
import { describeTool } from "@/lib/flow/describe-tool";
import { editTool } from "@/lib/flow/edit-tool";
import { type MemoryServer, withMemoryServer } from "@/lib/tools/mcp/testing/with-memory-server";

let memory: MemoryServer;
withMemoryServer((started) => {
  memory = started;
});
const toolOf = (name: string) => memory.toolOf(name);

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
