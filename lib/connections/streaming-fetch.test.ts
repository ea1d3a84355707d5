import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { failureOf } from "@/lib/tools/testing/test-context";
import { createStreamingFetch } from "./streaming-fetch";
import { startServer, type TestServer } from "./testing/http-server";

const open: TestServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(answer: (response: ServerResponse, path: string) => unknown): Promise<TestServer> {
  const server = await startServer(({ url }, _incoming, outgoing) => answer(outgoing, url));
  open.push(server);
  return server;
}

const bound = (server: TestServer, maxBytes = 100_000) =>
  createStreamingFetch({ boundOrigin: server.origin, privateNetwork: true, maxBytes });

describe("createStreamingFetch", () => {
  it("N1: reaches private addresses only at the one origin the operator agreed to", async () => {
    const trap = await serve((response) => response.end("trapped"));
    const open = createStreamingFetch({ privateNetwork: true, maxBytes: 1000 });
    const closed = createStreamingFetch({
      ...{ boundOrigin: trap.origin, privateNetwork: false, maxBytes: 1000 },
    });
    const hosts = ["127.0.0.1", "2130706433", "0x7f.1", "①②⑦.⓪.⓪.①", "localhost", "[::1]", "[::ffff:7f00:1]"];
    for (const host of hosts) {
      const failure = await failureOf(open(`http://${host}:${trap.port}/`));
      expect([host, failure.kind]).toEqual([host, "refused"]);
    }
    expect((await failureOf(closed(trap.origin))).kind).toBe("refused");
    expect(trap.connections()).toBe(0);
    expect(await (await bound(trap)(`${trap.origin}/x`)).text()).toBe("trapped");
  });

  it("N1: reaches nothing when a public name turns out to be a private address", async () => {
    const trap = await serve((response) => response.end("trapped"));
    const fetch = createStreamingFetch({
      ...{ privateNetwork: false, maxBytes: 1000 },
      resolve: async () => [{ address: "127.0.0.1", family: 4 }],
    });
    expect((await failureOf(fetch(`http://innocent.example.com:${trap.port}/`))).kind).toBe("refused");
    expect(trap.connections()).toBe(0);
  });

  it("P8: follows no redirect by itself, and calls no other origin than its own", async () => {
    const trap = await serve((response) => response.end("trapped"));
    const server = await serve((response) => response.writeHead(302, { location: trap.origin }).end());
    const answer = await bound(server)(server.origin, { headers: { authorization: "Bearer secret" } });
    expect([answer.status, answer.headers.get("location")]).toEqual([302, trap.origin]);
    expect((await failureOf(bound(server)(trap.origin))).kind).toBe("refused");
    expect(trap.connections()).toBe(0);
  });

  it("gives a stream of events as it comes", async () => {
    let send: (text: string) => void = () => {};
    const server = await serve((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      send = (text) => response.write(text);
      send("data: 1\n\n");
    });
    const answer = await bound(server)(server.origin);
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe("data: 1\n\n");
    send("data: 2\r\n\r\n");
    expect((await reader?.read())?.value).toBe("data: 2\r\n\r\n");
    await reader?.cancel();
  });

  it("M6: cuts off an answer that is too large, compressed or not", async () => {
    const large = Buffer.alloc(200_000, "x");
    const server = await serve((response, path) => {
      if (path === "/zip") response.setHeader("content-encoding", "gzip");
      response.end(path === "/zip" ? gzipSync(large) : large);
    });
    for (const path of ["/", "/zip"]) {
      const answer = await bound(server)(`${server.origin}${path}`);
      const failure = await failureOf(answer.text());
      expect(failure.message).toContain("larger than");
    }
  });

  it("M6: cuts off an event without end, however its lines are, and a flood of small ones", async () => {
    const server = await serve((response, path) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const part =
        { "/line": "x".repeat(1000), "/lines": "data: x\n".repeat(100), "/flood": "data: x\n\n".repeat(100) }[
          path
        ] ?? "";
      const more = () => {
        while (!response.destroyed && response.write(part));
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    });
    for (const [path, reason] of [
      ["/line", "larger than"],
      ["/lines", "larger than"],
      ["/flood", "more messages"],
    ]) {
      const answer = await bound(server)(`${server.origin}${path}`);
      expect((await failureOf(answer.text())).message).toContain(reason);
    }
  });

  it("ends with its signal, also while the body is read", async () => {
    const server = await serve((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: 1\n\n");
    });
    const controller = new AbortController();
    const answer = await bound(server)(server.origin, { signal: controller.signal });
    const failed = failureOf(answer.text());
    controller.abort();
    expect((await failed).kind).toBe("timeout");
  });
});
