import { describe, expect, it } from "vitest";
import type { ListedTool } from "@/lib/domain/mcp-server";
import { addServer, allowServerTools } from "@/lib/flow/manage-mcp-servers";
import { findServer, listServerTools, recordListing, summarizeServers } from "./mcp-servers";

const tool = (name: string, description = ""): ListedTool => ({
  ...{ name, title: null, description, input: { type: "object" }, output: null, annotations: null },
});

describe("what is recorded of a server's tools", () => {
  it("is counted by state: new, allowed, changed, gone", async () => {
    const added = await addServer({
      title: "Counted",
      reach: { kind: "http", url: "https://example.com/mcp" },
    });
    if (added.kind !== "added") throw new Error(added.kind);
    const { id } = added.server;
    const server = await findServer(id);
    if (!server) throw new Error("the server is not there");
    const names = ["stays", "changes", "goes", "waits"];
    await recordListing(
      server,
      names.map((name) => tool(name)),
    );
    const tools = (await listServerTools(id))
      .filter(({ listed }) => listed.name !== "waits")
      .map(({ listed, pin }) => ({ name: listed.name, pin, effect: "read" as const }));
    await allowServerTools({ serverId: id, tools });
    const { heldBack } = await recordListing(server, [
      ...[tool("stays"), tool("changes", "now this"), tool("odd", "\u0000\ud800"), tool("waits")],
    ]);
    expect(heldBack.map((one) => one.id).sort()).toEqual([`${id}.changes`, `${id}.goes`]);
    const [summary] = (await summarizeServers()).filter((one) => one.id === id);
    expect(summary?.tools).toEqual({ new: 2, allowed: 1, changed: 1, gone: 1, unusable: 0 });
  });
});
