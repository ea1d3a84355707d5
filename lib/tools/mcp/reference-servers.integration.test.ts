// The protocol's own reference servers, as programs and over HTTP: added, confirmed, listed, allowed and called as the
// product does it.
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findTool } from "@/lib/db/tools";
import type { Effect } from "@/lib/domain/effect";
import type { FormAnswer } from "@/lib/domain/elicitation";
import { type JsonObject, jsonObjectSchema } from "@/lib/domain/json";
import { checkServer } from "@/lib/flow/manage-mcp-servers";
import { checkSchema } from "@/lib/tools/check-schema";
import { failureOf, memoryFiles, testContext } from "@/lib/tools/testing/test-context";
import type { ToolContext } from "@/lib/tools/tool-contract";
import { closeMcpSessions, mcpExecutor } from "./execute-mcp";
import { addAllowed, httpReach, programReach } from "./testing/added-servers";
import {
  programOf,
  type RunningServer,
  startEverythingOverHttp,
  startOverHttp,
} from "./testing/reference-servers";

let folder: string;
const running: RunningServer[] = [];

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), "lamplight-mcp-")));
});
afterAll(async () => {
  await closeMcpSessions();
  await Promise.all(running.map((server) => server.stop()));
  await rm(folder, { recursive: true, force: true });
});

/** Calls a tool as the engine does: inputs and output fit their schemas. */
async function call(id: string, input: JsonObject, given: Partial<ToolContext> = {}) {
  const tool = await findTool(id as never);
  if (!tool) throw new Error(`there is no tool ${id}`);
  expect(checkSchema(tool.input, input)).toEqual([]);
  const { output } = await mcpExecutor(tool)(input, testContext(given));
  expect(checkSchema(tool.output, output)).toEqual([]);
  return jsonObjectSchema.parse(output);
}

async function reachOf(server: "everything" | "filesystem" | "memory", transport: "stdio" | "HTTP") {
  const args = { everything: [], filesystem: [folder], memory: [] }[server];
  if (transport === "stdio") return programReach(process.execPath, [programOf(server), ...args]);
  const started = server === "everything" ? startEverythingOverHttp() : startOverHttp(server, args);
  running.push(await started);
  return httpReach((await started).url);
}

describe.each(["stdio", "HTTP"] as const)("over %s", (transport) => {
  describe("server-everything", () => {
    let id: string;
    let effects: Map<string, Effect>;
    beforeAll(async () => {
      const added = await addAllowed(`Everything ${transport}`, await reachOf("everything", transport));
      id = added.id;
      effects = new Map(added.tools.map((tool) => [tool.listed.name, tool.hintedEffect]));
    });

    it("lists its tools, each under the server's name and with the effect its hints tell", async () => {
      expect(effects.get("echo")).toBe("read");
      const tool = await findTool(`${id}.echo` as never);
      expect(tool).toMatchObject({
        source: { kind: "mcp", serverId: id, name: "echo" },
        outputTrust: "untrusted",
        connectionKind: null,
      });
    });

    it("answers in words", async () => {
      expect(await call(`${id}.echo`, { message: "good evening" })).toEqual({
        ...{ text: "Echo: good evening", files: [], links: [] },
      });
    });

    it("answers with data that fits what it says it gives", async () => {
      const output = await call(`${id}.get-structured-content`, { location: "New York" });
      expect(output).toEqual({ temperature: 33, conditions: "Cloudy", humidity: 82 });
    });

    it("puts a picture into a file", async () => {
      const files = memoryFiles();
      const output = await call(`${id}.get-tiny-image`, {}, { files });
      const [file] = output.files as { fileId: string; mediaType: string }[];
      expect(file?.mediaType).toBe("image/png");
      const bytes = await files.read(file?.fileId as never);
      expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    });

    it("does not follow the links it answers with", async () => {
      const output = await call(`${id}.get-resource-links`, { count: 3 });
      expect((output.links as JsonObject[]).length).toBe(3);
    });

    it("tells how far it is", async () => {
      const seen: number[] = [];
      const reportProgress: ToolContext["reportProgress"] = ({ done, total }) => {
        expect(total).toBe(3);
        seen.push(done);
      };
      await call(`${id}.trigger-long-running-operation`, { duration: 0.3, steps: 3 }, { reportProgress });
      // The last may arrive together with the answer, and then tells nobody anything.
      expect(seen.slice(0, 2)).toEqual([1, 2]);
    });

    it("stops waiting at once when the call is aborted, and works again after it", async () => {
      const controller = new AbortController();
      const stopped = failureOf(
        call(
          `${id}.trigger-long-running-operation`,
          { duration: 60, steps: 600 },
          { signal: controller.signal, reportProgress: () => controller.abort() },
        ),
      );
      expect((await stopped).effectUncertain).toBe(true);
      expect(await call(`${id}.echo`, { message: "still here" })).toMatchObject({ text: "Echo: still here" });
    });

    it("asks the person in a form, and gets what was answered", async () => {
      const asked: unknown[] = [];
      const askPerson = async (question: unknown): Promise<FormAnswer> => {
        asked.push(question);
        return { action: "accept", content: { name: "Ada", check: true } };
      };
      const output = await call(`${id}.trigger-elicitation-request`, {}, { askPerson });
      expect(asked).toMatchObject([
        { form: { kind: "form", schema: { type: "object", properties: { name: { type: "string" } } } } },
      ]);
      expect(output.text).toContain("Ada");
    });

    it("is told that nobody can be asked where that is so", async () => {
      const output = await call(`${id}.trigger-elicitation-request`, {});
      expect(output.text).toMatch(/cancel/i);
    });

    it("gets neither a model nor a look at files: it lists no tool that would need them", () => {
      expect([...effects.keys()]).not.toContain("trigger-sampling-request");
      expect([...effects.keys()]).not.toContain("get-roots-list");
    });

    it("S4: shows a program of its own nothing of Lamplight's environment", async () => {
      if (transport !== "stdio") return;
      const { text } = await call(`${id}.get-env`, {});
      const seen = Object.keys(JSON.parse(String(text)) as object).sort();
      expect(seen).toEqual(["HOME", "LANG", "PATH", "TMPDIR"]);
    });
  });

  describe("server-filesystem", () => {
    let id: string;
    beforeAll(async () => {
      id = (await addAllowed(`Files ${transport}`, await reachOf("filesystem", transport))).id;
    });

    it("writes and reads a file of the folder it was given", async () => {
      const file = path.join(folder, `${transport}.txt`);
      await call(`${id}.write_file`, { path: file, content: "tulips" });
      expect(await readFile(file, "utf8")).toBe("tulips");
      expect(await call(`${id}.read_text_file`, { path: file })).toEqual({ content: "tulips" });
    });

    it("says why it does not read another", async () => {
      const failure = await failureOf(call(`${id}.read_text_file`, { path: "/etc/hostname" }));
      expect(failure).toMatchObject({ kind: "refused", effectUncertain: false });
      expect(failure.message).toMatch(/denied|outside/i);
    });

    it("has its hints taken for effects", async () => {
      expect(await findTool(`${id}.read_text_file` as never)).toMatchObject({ effect: "read" });
      expect(await findTool(`${id}.write_file` as never)).toMatchObject({
        ...{ effect: "irreversible", idempotency: "natural", controlInputs: ["path"] },
      });
    });
  });

  describe("server-memory", () => {
    let id: string;
    beforeAll(async () => {
      const reach = await reachOf("memory", transport);
      id = (await addAllowed(`Memory ${transport}`, reach)).id;
    });

    it("keeps what it is told from call to call", async () => {
      const name = `Ada ${transport}`;
      const entities = [{ name, entityType: "person", observations: ["wrote the first program"] }];
      await call(`${id}.create_entities`, { entities });
      const found = await call(`${id}.search_nodes`, { query: name });
      expect(found).toMatchObject({ entities: [{ name, observations: ["wrote the first program"] }] });
    });

    it("lists the same tools when looked at again, so that all of them stay allowed", async () => {
      const checked = await checkServer(id);
      if (checked.kind !== "listed") throw new Error(checked.kind);
      expect(new Set(checked.tools.map(({ state }) => state))).toEqual(new Set(["allowed"]));
    });
  });
});

it("reads a file of a folder with a blank in its name: arguments are never split", async () => {
  const odd = path.join(folder, "two words; touch pwned");
  await mkdir(odd);
  await writeFile(path.join(odd, "a.txt"), "fine");
  const { id } = await addAllowed(
    "Odd folder",
    programReach(process.execPath, [programOf("filesystem"), odd]),
  );
  expect(await call(`${id}.read_text_file`, { path: path.join(odd, "a.txt") })).toEqual({ content: "fine" });
});
