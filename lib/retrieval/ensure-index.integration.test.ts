import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { allTools, replaceTools, toolVersions } from "@/lib/db/tools";
import type { Tool } from "@/lib/domain/tool";
import { env } from "@/lib/env";
import { buildProgram } from "@/lib/testing/build-program";
import { ensureIndex } from "./ensure-index";
import { indexTools, removeTools } from "./index-tools";
import { closeIndex, openIndex } from "./open-index";
import { searchTools } from "./search-tools";
import { firstTools, plainTool } from "./testing/catalogues";

let tools: Tool[];
beforeAll(async () => {
  tools = await firstTools();
});
beforeEach(async () => {
  await replaceTools(tools, null);
  await ensureIndex();
});
afterAll(() => closeIndex());

const search = (query: string, connectedKinds = new Set<string>()) =>
  searchTools({ query, limit: 5, connectedKinds });
const first = async (query: string) => (await search(query))[0]?.tool;
const indexFolder = () => path.join(env().LAMPLIGHT_HOME, "lancedb");
const indexed = async () => (await openIndex()).versions();

describe("searchTools", () => {
  it("gives whole tools with the evidence for them", async () => {
    const [best] = await search("email a summary to the marketing team");
    expect(best?.tool).toEqual(tools.find((tool) => tool.id === "email.send"));
    expect(best?.matchedWords).toEqual(["email", "summary", "marketing", "team"]);
    expect(best?.missingInputs).toEqual([]);
  });

  it("says whether the connection a tool needs is there", async () => {
    const query = "Send an e-mail";
    expect((await search(query))[0]?.connected).toBe(false);
    expect((await search(query, new Set(["smtp"])))[0]?.connected).toBe(true);
    expect((await search("Draw a chart"))[0]?.connected).toBe(true);
  });
});

describe("ensureIndex", () => {
  it("does nothing when nothing differs", async () => {
    expect(await ensureIndex()).toEqual({ kind: "current", tools: tools.length });
  });

  it("follows a new version, a new tool and a removed one", async () => {
    const [changed, gone, ...others] = tools;
    if (!changed || !gone) throw new Error("There are no tools.");
    const renamed = { ...changed, title: "Water the orchids", version: "0123456789abcdef" };
    const added = plainTool({ id: "garden.mow", title: "Mow the lawn" });
    await replaceTools([renamed, added, ...others], null);
    expect(await ensureIndex()).toEqual({ kind: "updated", tools: tools.length });
    expect(await indexed()).toEqual(await toolVersions());
    expect((await first("water the orchids"))?.version).toBe("0123456789abcdef");
    expect((await first("mow the lawn"))?.id).toBe("garden.mow");
    expect((await search(gone.title)).map((candidate) => candidate.tool.id)).not.toContain(gone.id);
  });

  it("builds the index again when its folder was deleted, without a restart", async () => {
    await rm(indexFolder(), { recursive: true, force: true });
    expect((await first("email a summary"))?.id).toBe("email.send");
    expect(await indexed()).toEqual(await toolVersions());
  });

  it("builds the index again when its files are damaged", async () => {
    const files = await readdir(indexFolder(), { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      await writeFile(path.join(file.parentPath, file.name), "not what was written");
    }
    await closeIndex();
    expect(await ensureIndex()).toEqual({ kind: "rebuilt", tools: tools.length });
    expect((await first("email a summary"))?.id).toBe("email.send");
  });

  it("completes an index whose making was cut short", async () => {
    await (await openIndex()).reset();
    expect(await ensureIndex()).toEqual({ kind: "updated", tools: tools.length });
    expect((await first("email a summary"))?.id).toBe("email.send");
  });
});

describe("indexTools and removeTools", () => {
  it("show at once", async () => {
    const added = plainTool({ id: "garden.mow", title: "Mow the lawn" });
    await replaceTools([...tools, added], null);
    await indexTools([added]);
    expect((await first("mow the lawn"))?.id).toBe("garden.mow");
    await replaceTools(tools, null);
    await removeTools([added.id]);
    expect((await search("mow the lawn")).map((candidate) => candidate.tool.id)).not.toContain("garden.mow");
    expect(await ensureIndex()).toMatchObject({ kind: "current" });
  });

  it("take turns when called together", async () => {
    const many = Array.from({ length: 20 }, (_, number) =>
      plainTool({ id: `many.tool${number}`, title: `Tool number ${number}` }),
    );
    await replaceTools([...tools, ...many], null);
    await Promise.all(many.map((tool) => indexTools([tool])));
    expect(await indexed()).toEqual(await toolVersions());
  });
});

describe("another process that writes the index", () => {
  it("is seen, and leaves nothing half-written when it is killed at any moment", async () => {
    const program = await buildProgram("lib/retrieval/testing/index-forever.ts");
    for (const afterMs of [20, 90, 200]) {
      const writer = startWriter(program, 400);
      await printed(writer, "writing");
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      // Reading goes on while it writes.
      await search("tool of round");
      writer.kill("SIGKILL");
      await once(writer, "exit");
      expect((await indexed())?.size).toBeDefined();
      await ensureIndex();
      expect(await indexed()).toEqual(await toolVersions());
      const [tool] = await allTools();
      expect((await search(tool?.title ?? "")).length).toBeGreaterThan(0);
    }
  }, 240_000);
});

function startWriter(program: string, count: number): ChildProcess {
  return spawn(process.execPath, [program, String(count)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function printed(child: ChildProcess, text: string): Promise<void> {
  for await (const chunk of child.stdout ?? []) {
    if (String(chunk).includes(text)) return;
  }
  throw new Error(`The process ended without printing "${text}".`);
}
