import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { openConnection } from "@/lib/connections/open-connection";
import { startServer, type TestServer } from "@/lib/connections/testing/http-server";
import { findApi, listApis } from "@/lib/db/apis";
import { db } from "@/lib/db/client";
import { connectedKinds, listConnections } from "@/lib/db/connections";
import { apis, connections, tools as toolsTable } from "@/lib/db/schema";
import { findTool, listTools } from "@/lib/db/tools";
import type { JsonObject } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import { fileAccess } from "@/lib/files/file-access";
import { searchTools } from "@/lib/retrieval/search-tools";
import { executorFor } from "@/lib/tools/executor-for";
import { documentOf, operationOf } from "@/lib/tools/openapi/testing/documents";
import { ToolError } from "@/lib/tools/tool-contract";
import { importTools } from "./import-tools";
import { createConnection } from "./manage-connections";

const running: TestServer[] = [];
beforeEach(async () => {
  await db().delete(connections);
  await db().delete(apis);
  await db().delete(toolsTable);
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function serve(...parameters: Parameters<typeof startServer>): Promise<TestServer> {
  const server = await startServer(...parameters);
  running.push(server);
  return server;
}

/** A service of tulips at an origin. */
const tulips = (origin: string, more: JsonObject = {}, paths: JsonObject = {}): string =>
  JSON.stringify({
    ...documentOf({
      "/tulips": {
        get: operationOf({ operationId: "listTulips", summary: "List the tulip varieties of the nursery" }),
      },
      ...paths,
    }),
    info: { title: "Tulip Nursery API", version: "1" },
    servers: [{ url: `${origin}/v1` }],
    ...more,
  });

async function imported(...parameters: Parameters<typeof importTools>) {
  const result = await importTools(...parameters);
  if (result.kind === "refused") throw new Error(result.message);
  return result;
}

async function call(tool: Tool, input: JsonObject = {}) {
  const execute = executorFor(tool);
  if (!execute) throw new Error("Nothing runs it.");
  return execute(input, {
    ...{ signal: AbortSignal.timeout(5000), idempotencyKey: "k", files: fileAccess(), fetch: guardedFetch },
    ...{ writeText: null, now: new Date(), timeZone: "UTC", log: pino({ level: "silent" }) },
    connection: await openConnection({ kind: tool.connectionKind ?? "" }),
  });
}

describe("an import", () => {
  test("stores the API, its tools and a connection, is found at once, and runs", async () => {
    const service = await serve(({ url }, _incoming, outgoing) =>
      outgoing.end(JSON.stringify({ called: url })),
    );
    const options = { trustedOrigin: service.origin };
    const result = await imported({ document: tulips(service.origin) }, options);
    expect(result).toMatchObject({
      apiId: "tulip-nursery",
      title: "Tulip Nursery API",
      warnings: [],
      isConnected: true,
    });
    expect(await listTools({ apiId: "tulip-nursery" })).toEqual(result.tools);
    expect(await findApi("tulip-nursery")).toMatchObject({
      origin: service.origin,
      document: { openapi: "3.1.0" },
    });
    expect(await connectedKinds()).toEqual(new Set(["api:tulip-nursery"]));
    const found = await searchTools({
      query: "which tulip varieties are there",
      limit: 3,
      connectedKinds: await connectedKinds(),
    });
    expect(found[0]?.tool.id).toBe("tulip-nursery.listTulips");
    const [tool] = result.tools;
    if (!tool) throw new Error("unreachable");
    expect(await call(tool)).toEqual({ output: { called: "/v1/tulips" } });
  });

  test("again changes only what changed, and a running worker sees it", async () => {
    const service = await serve(({ url }, _incoming, outgoing) =>
      outgoing.end(JSON.stringify({ called: url })),
    );
    const options = { trustedOrigin: service.origin };
    const extra = {
      "/bulbs": { get: operationOf({ operationId: "listBulbs" }) },
      "/old": { get: operationOf({ operationId: "old" }) },
    };
    const first = await imported({ document: tulips(service.origin, {}, extra) }, options);
    const [, bulbs] = first.tools;
    if (!bulbs) throw new Error("unreachable");
    expect(await call(bulbs)).toEqual({ output: { called: "/v1/bulbs" } });
    const changed = { "/bulbs": { get: operationOf({ operationId: "listBulbs", summary: "All bulbs" }) } };
    const moved = tulips(service.origin, { servers: [{ url: `${service.origin}/v2` }] }, changed);
    const second = await imported({ document: moved }, options);
    const versions = (tools: Tool[]) => Object.fromEntries(tools.map(({ id, version }) => [id, version]));
    const [before, after] = [versions(first.tools), versions(second.tools)];
    expect(after["tulip-nursery.listTulips"]).toBe(before["tulip-nursery.listTulips"]);
    expect(after["tulip-nursery.listBulbs"]).not.toBe(before["tulip-nursery.listBulbs"]);
    expect(Object.keys(after)).toEqual(["tulip-nursery.listTulips", "tulip-nursery.listBulbs"]);
    expect((await listTools({ apiId: "tulip-nursery" })).map(({ id }) => id).sort()).toEqual(
      Object.keys(after).sort(),
    );
    expect(await listConnections()).toHaveLength(1);
    expect(await call(bulbs)).toEqual({ output: { called: "/v2/bulbs" } });
  });

  test("of an API that was removed leaves a clear failure", async () => {
    const service = await serve(() => {});
    const { tools } = await imported({ document: tulips(service.origin) }, { trustedOrigin: service.origin });
    const [tool] = tools;
    if (!tool) throw new Error("unreachable");
    await db().delete(apis);
    expect(await findTool(tool.id)).toBeNull();
    await expect(call(tool)).rejects.toMatchObject({ kind: "broken-tool" });
  });

  test("that needs credentials is not connected before somebody enters them", async () => {
    const security = [{ key: [] }];
    const components = { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } };
    const service = await serve(({ headers }, _incoming, outgoing) => {
      outgoing.statusCode = headers["x-key"] === "secret-4711" ? 200 : 401;
      outgoing.end("{}");
    });
    const result = await imported(
      { document: tulips(service.origin, { security, components }) },
      { trustedOrigin: service.origin },
    );
    expect(result.isConnected).toBe(false);
    expect(result.warnings).toEqual([expect.stringContaining("needs credentials")]);
    expect(await connectedKinds()).toEqual(new Set());
    const values = { address: `${service.origin}/v1`, token: "secret-4711" };
    const saved = await createConnection({ kind: "api:tulip-nursery", name: "Tulips", values });
    expect(saved).toMatchObject({ kind: "saved", connection: { origin: service.origin, config: {} } });
    const [tool] = result.tools;
    if (!tool) throw new Error("unreachable");
    expect(await call(tool)).toEqual({ output: {} });
  });

  test("is whole or not at all", async () => {
    const bad = [
      "",
      "nonsense",
      tulips("https://t.example", { paths: {} }),
      tulips("https://t.example", { paths: { "/x": { $ref: "http://127.0.0.1:1/x.json" } } }),
    ];
    for (const document of bad) expect((await importTools({ document })).kind).toBe("refused");
    expect([await listApis(), await listTools(), await listConnections()]).toEqual([[], [], []]);
  });
});

describe("names and places", () => {
  test("P8: another API of the same name never takes the first one's place or connection", async () => {
    const first = await imported({ document: tulips("https://a.example") });
    const second = await imported({ document: tulips("https://evil.example") });
    expect([first.apiId, second.apiId]).toEqual(["tulip-nursery", "tulip-nursery-2"]);
    const origins = (await listConnections()).map(({ kind, origin }) => [kind, origin]);
    expect(origins).toEqual([
      ["api:tulip-nursery", "https://a.example"],
      ["api:tulip-nursery-2", "https://evil.example"],
    ]);
    const results = await Promise.all(
      ["b", "c", "d"].map((name) => imported({ document: tulips(`https://${name}.example`) })),
    );
    expect(new Set(results.map(({ apiId }) => apiId)).size).toBe(3);
  });

  test.each(["Email", "Database", "Slack", "File", "HTTP request", "Human"])(
    "M3: an API called %s does not shadow the built-in tools",
    async (title) => {
      const { apiId } = await imported({
        document: tulips("https://a.example", { info: { title, version: "1" } }),
      });
      expect(["email", "database", "slack", "file", "http", "human"]).not.toContain(apiId);
    },
  );

  test("N1: an API on a private network is connected only by a person", async () => {
    const service = await serve((_request, _incoming, outgoing) => outgoing.end("{}"));
    for (const origin of [
      service.origin,
      `http://localhost:${service.port}`,
      "http://169.254.169.254",
      "http://[::1]:1",
    ]) {
      const result = await imported({ document: tulips(origin) });
      expect(result.isConnected).toBe(false);
      expect(result.warnings.join(" ")).toContain("private network");
    }
    expect(await listConnections()).toEqual([]);
    // A public name that turns out to be private is refused when it is called.
    const { tools } = await imported({ document: tulips(`http://127.0.0.1.nip.example:${service.port}`) });
    const [tool] = tools;
    if (!tool) throw new Error("unreachable");
    await expect(call(tool)).rejects.toBeInstanceOf(ToolError);
    expect(service.connections()).toBe(0);
  });
});

describe("an address", () => {
  test("is read as JSON or YAML, with servers relative to it, when it is the sandbox's", async () => {
    const service = await serve(({ url }, _incoming, outgoing) => {
      const document = JSON.parse(tulips("https://unused.example", { servers: [{ url: "/v7" }] }));
      if (url === "/moved") outgoing.writeHead(302, { location: "/openapi.yaml" }).end();
      else outgoing.end(url.endsWith(".yaml") ? stringify(document) : JSON.stringify(document));
    });
    for (const path of ["/openapi.json", "/openapi.yaml", "/moved"]) {
      const result = await imported(
        { address: `${service.origin}${path}` },
        { trustedOrigin: service.origin },
      );
      expect(result.tools).toHaveLength(1);
    }
    const api = await findApi("tulip-nursery");
    expect(api?.document.servers).toEqual([{ url: `${service.origin}/v7` }]);
  });

  test("N1: of this machine is refused otherwise, and not even connected to", async () => {
    const service = await serve((_request, _incoming, outgoing) => outgoing.end(tulips("https://a.example")));
    for (const host of ["127.0.0.1", "localhost", "[::1]", "127.1", "0"]) {
      const result = await importTools({ address: `http://${host}:${service.port}/openapi.json` });
      expect(result).toMatchObject({
        kind: "refused",
        message: expect.stringContaining("could not be fetched"),
      });
    }
    for (const address of ["file:///etc/passwd", "ftp://a.example/x", "nonsense", ""]) {
      expect((await importTools({ address })).kind).toBe("refused");
    }
    expect(service.connections()).toBe(0);
  });

  test("that answers with an error, a web page or too much is refused with a sentence", async () => {
    const service = await serve(({ url }, _incoming, outgoing) => {
      if (url === "/404") outgoing.writeHead(404).end();
      else if (url === "/page") outgoing.end("<!doctype html><p>Docs");
      else outgoing.end(Buffer.alloc(11 * 1024 * 1024, "x"));
    });
    const messageOf = async (path: string) => {
      const result = await importTools({ address: service.origin + path }, { trustedOrigin: service.origin });
      return result.kind === "refused" ? result.message : "";
    };
    expect(await messageOf("/404")).toContain("HTTP 404");
    expect(await messageOf("/page")).toContain("web page");
    expect(await messageOf("/big")).toContain("larger than 10 MB");
  });
});
