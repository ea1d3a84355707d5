import { createServer } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type GuardedRequest, ToolError } from "@/lib/tools/tool-contract";
import { createGuardedFetch, guardedFetch } from "./guarded-fetch";
import { startServer, type TestServer } from "./testing/http-server";

const open: TestServer[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function serve(...parameters: Parameters<typeof startServer>): Promise<TestServer> {
  const server = await startServer(...parameters);
  open.push(server);
  return server;
}

/** The ToolError a call ends with. */
async function failureOf(request: GuardedRequest, fetch = guardedFetch): Promise<ToolError> {
  try {
    const { status } = await fetch(request);
    throw new Error(`It was answered with ${status}.`);
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
}

const bound = (server: TestServer, path = "/", more: Partial<GuardedRequest> = {}): GuardedRequest => ({
  url: `${server.origin}${path}`,
  boundOrigin: server.origin,
  ...more,
});

describe("a call that may not be made any more", () => {
  test("R4: sends nothing, though the connection is there, and leaves nothing uncertain", async () => {
    const server = await serve((_request, _incoming, outgoing) => outgoing.end("done"));
    let asked = 0;
    const maySend = () => {
      asked += 1;
      return false;
    };
    const failure = await failureOf(bound(server, "/", { method: "POST", body: "x", maySend }));
    expect({ kind: failure.kind, uncertain: failure.effectUncertain }).toEqual({
      kind: "transient",
      uncertain: false,
    });
    expect(failure.message).toContain("nothing was sent");
    expect([asked, server.requests.length]).toEqual([1, 0]);
    await guardedFetch(bound(server, "/", { method: "POST", body: "x", maySend: () => true }));
    expect(server.requests).toHaveLength(1);
  });
});

describe("addresses", () => {
  /** On every interface of this machine, so that every way to it would be seen. */
  let trap: TestServer;
  beforeAll(async () => {
    trap = await startServer((_request, _incoming, outgoing) => outgoing.end("trapped"), { host: "::" });
  });
  afterAll(() => trap.close());

  const spellings = [
    ...["127.0.0.1", "127.1", "127.0.1", "127.255.255.254", "2130706433", "017700000001", "0x7f000001"],
    ...["0x7f.0.0.1", "0177.0.0.1", "0x7f.1", "①②⑦.⓪.⓪.①", "127。0。0。1", "127.0.0.1.", "%31%32%37.0.0.1"],
    ...["0", "0.0.0.0", "0x0", "localhost", "LOCALHOST", "localhost.", "foo.localhost", "ⓛocalhost"],
    ...["[::1]", "[0:0:0:0:0:0:0:1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]"],
    ...["[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:0:0:0:0:80ff:fffe]"],
    ...["[::ffff:0:127.0.0.1]", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[fec0::1]", "10.0.0.1"],
    ...["172.16.0.1", "192.168.0.1", "100.64.0.1", "100.100.100.200", "169.254.169.254", "2852039166"],
    ...["0xa9fea9fe", "[::ffff:169.254.169.254]", "168.63.129.16", "192.0.0.192", "198.18.0.1", "224.0.0.1"],
    ...["255.255.255.255", "240.0.0.1"],
  ];

  test(`N1: none of ${spellings.length} spellings of private addresses is reached`, async () => {
    expect(new Set(spellings).size).toBeGreaterThanOrEqual(50);
    for (const host of spellings) {
      const { kind, message } = await failureOf({ url: `http://${host}:${trap.port}/` });
      expect(["refused", "bad-input"], `${host}: ${kind}: ${message}`).toContain(kind);
    }
    expect(trap.connections()).toBe(0);
  });

  test("the trap of these tests is reached without the guard", async () => {
    const before = trap.connections();
    for (const host of ["127.1", "[::1]", "localhost", "0", "①②⑦.⓪.⓪.①", "[::ffff:7f00:1]"]) {
      expect(await (await fetch(`http://${host}:${trap.port}/`)).text()).toBe("trapped");
    }
    expect(trap.connections()).toBeGreaterThan(before);
  });

  test("N1: a name that resolves to a private address is not reached", async () => {
    const before = trap.connections();
    for (const address of ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "::ffff:127.0.0.1"]) {
      const fetch = createGuardedFetch({
        resolve: async () => [{ address, family: address.includes(":") ? 6 : 4 }],
      });
      const failure = await failureOf({ url: `http://metadata.example:${trap.port}/` }, fetch);
      expect(failure).toMatchObject({ kind: "refused", effectUncertain: false });
      expect(failure.message).toContain("metadata.example");
    }
    expect(trap.connections()).toBe(before);
  });

  test("N1: a name with one public and one private address is not reached", async () => {
    const before = trap.connections();
    const resolve = async () => [
      { address: "2a00:1450::1", family: 6 },
      { address: "127.0.0.1", family: 4 },
    ];
    const failure = await failureOf(
      { url: `http://mixed.example:${trap.port}/` },
      createGuardedFetch({ resolve }),
    );
    expect(failure.kind).toBe("refused");
    expect(trap.connections()).toBe(before);
  });

  test("N1: 100 answers that flip between a public and a private address reach it 0 times", async () => {
    const before = trap.connections();
    let flips = 0;
    const resolve = async () => {
      flips += 1;
      // Public in form, but assigned to nobody: no packet finds a way there.
      return flips % 2 === 1
        ? [{ address: "2a10:ffff:ffff::1", family: 6 }]
        : [{ address: "127.0.0.1", family: 4 }];
    };
    const fetch = createGuardedFetch({ resolve, totalTimeoutMs: 20 });
    for (let attempt = 0; attempt < 100; attempt += 1) {
      await failureOf({ url: `http://rebind.example:${trap.port}/` }, fetch);
    }
    expect(flips).toBe(100);
    expect(trap.connections()).toBe(before);
  });

  test("N1: a bound origin may be on this machine, and only that one", async () => {
    const service = await serve((_request, _incoming, outgoing) => outgoing.end("ok"));
    const before = trap.connections();
    expect((await guardedFetch(bound(service))).body.toString()).toBe("ok");
    const other = await failureOf({ url: `http://127.0.0.1:${trap.port}/`, boundOrigin: service.origin });
    expect(other.kind).toBe("refused");
    const unseen = await failureOf(bound(service, "/", { privateNetwork: false }));
    expect(unseen.kind).toBe("refused");
    const metadata = "http://169.254.169.254:80";
    expect((await failureOf({ url: metadata, boundOrigin: metadata })).kind).toBe("refused");
    expect(trap.connections()).toBe(before);
    expect(service.requests).toHaveLength(1);
  });

  test.each([
    ["ftp://example.com/", "refused"],
    ["file:///etc/passwd", "refused"],
    ["data:text/plain,hi", "refused"],
    ["javascript:alert(1)", "refused"],
    ["http://user:word@example.com/", "refused"],
    ["http://word@example.com/", "refused"],
    ["//example.com", "bad-input"],
    ["not an address", "bad-input"],
    ["http://", "bad-input"],
  ])("refuses the address %s", async (url, kind) => {
    expect((await failureOf({ url })).kind).toBe(kind);
  });
});

describe("redirects", () => {
  test("P8: a redirect off the bound origin takes no header and no request along", async () => {
    const trap = await serve((_request, _incoming, outgoing) => outgoing.end());
    for (const status of [301, 302, 303, 307, 308]) {
      const service = await serve((_request, _incoming, outgoing) =>
        outgoing.writeHead(status, { location: `${trap.origin}/steal` }).end(),
      );
      const headers = { authorization: "Bearer canary", "x-api-key": "canary", cookie: "session=canary" };
      for (const method of ["GET", "POST"]) {
        const failure = await failureOf(
          bound(service, "/", { method, headers, body: method === "POST" ? "{}" : undefined }),
        );
        expect(failure).toMatchObject({ kind: "refused", effectUncertain: method === "POST" });
        expect(failure.message).toContain(trap.origin);
        expect(failure.message).not.toContain("canary");
      }
      expect(service.requests).toHaveLength(2);
    }
    expect(trap.connections()).toBe(0);
  });

  test("N1: neither localhost nor another port of the same host counts as the bound origin", async () => {
    const trap = await serve((_request, _incoming, outgoing) => outgoing.end(), { host: "::" });
    const targets = [
      `http://localhost:${trap.port}/`,
      `//127.0.0.1:${trap.port}/`,
      `http://[::1]:${trap.port}/`,
    ];
    for (const location of targets) {
      const service = await serve((_request, _incoming, outgoing) =>
        outgoing.writeHead(302, { location }).end(),
      );
      expect((await failureOf(bound(service))).kind).toBe("refused");
    }
    expect(trap.connections()).toBe(0);
  });

  test("follows redirects on the same origin, with credentials, at most five times", async () => {
    const service = await serve((request, _incoming, outgoing) => {
      const left = Number(request.url.slice(1));
      if (left > 0) outgoing.writeHead(302, { location: `/${left - 1}` }).end();
      else outgoing.end(`${request.method} ${request.headers.authorization}`);
    });
    const headers = { Authorization: "Bearer t" };
    const answer = await guardedFetch(bound(service, "/5", { headers }));
    expect(answer.body.toString()).toBe("GET Bearer t");
    expect(answer.url).toBe(`${service.origin}/0`);
    expect((await failureOf(bound(service, "/6"))).message).toContain("more than 5 times");
  });

  test("turns a POST into a GET where HTTP says so, and says what is uncertain when that fails", async () => {
    const service = await serve((request, _incoming, outgoing) => {
      if (request.url === "/create") outgoing.writeHead(303, { location: "/made" }).end();
      else if (request.url === "/keep") outgoing.writeHead(307, { location: "/kept" }).end();
      else if (request.url === "/lose") outgoing.writeHead(303, { location: "/lost" }).end();
      else if (request.url === "/lost") outgoing.destroy();
      else outgoing.end(`${request.method} ${request.headers["content-type"] ?? "-"} ${request.body}`);
    });
    const post = { method: "POST", body: "x", headers: { "content-type": "text/plain" } };
    expect((await guardedFetch(bound(service, "/create", post))).body.toString()).toBe("GET - ");
    expect((await guardedFetch(bound(service, "/keep", post))).body.toString()).toBe("POST text/plain x");
    expect(await failureOf(bound(service, "/lose", post))).toMatchObject({ effectUncertain: true });
  });
});

describe("answers", () => {
  const page = Buffer.from("light ".repeat(1000));

  test.each([
    ["gzip", gzipSync(page)],
    ["x-gzip", gzipSync(page)],
    ["deflate", deflateSync(page)],
    ["br", brotliCompressSync(page)],
    ["gzip, br", brotliCompressSync(gzipSync(page))],
    ["identity", page],
  ])("reads an answer coded as %s", async (coding, body) => {
    const service = await serve((_request, _incoming, outgoing) =>
      outgoing.writeHead(200, { "content-encoding": coding, "x-two": ["a", "b"] }).end(body),
    );
    const answer = await guardedFetch(bound(service));
    expect(answer.body.equals(page)).toBe(true);
    expect(answer.headers).toMatchObject({ "x-two": "a, b" });
    expect(answer.headers["content-encoding"]).toBeUndefined();
  });

  test.each(["HEAD", "GET"])(
    "reads the empty answer to a %s that claims to be compressed",
    async (method) => {
      const service = await serve((_request, _incoming, outgoing) =>
        outgoing.writeHead(method === "GET" ? 204 : 200, { "content-encoding": "gzip" }).end(),
      );
      expect((await guardedFetch(bound(service, "/", { method }))).body).toHaveLength(0);
    },
  );

  test("N4: stops reading a decompression bomb at the limit", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(300 * 1024);
    const service = await serve((_request, _incoming, outgoing) =>
      outgoing.writeHead(200, { "content-encoding": "gzip" }).end(bomb),
    );
    const before = process.memoryUsage().rss;
    const failure = await failureOf(bound(service, "/", { maxResponseBytes: 1024 * 1024 }));
    expect(failure).toMatchObject({ kind: "refused", message: expect.stringContaining("larger than 1 MB") });
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
  });

  test("stops reading an endless answer at the limit", async () => {
    const service = await serve((_request, _incoming, outgoing) => {
      const chunk = Buffer.alloc(64 * 1024);
      const pump = () => {
        while (!outgoing.destroyed && outgoing.write(chunk));
        if (!outgoing.destroyed) outgoing.once("drain", pump);
      };
      pump();
    });
    const failure = await failureOf(bound(service, "/", { method: "POST", maxResponseBytes: 500_000 }));
    expect(failure).toMatchObject({ kind: "refused", effectUncertain: true });
  });

  test("N4: refuses codings piled up, and ones it did not ask for", async () => {
    for (const coding of ["gzip, gzip, gzip", "compress"]) {
      const service = await serve((_request, _incoming, outgoing) =>
        outgoing.writeHead(200, { "content-encoding": coding }).end("x"),
      );
      expect(["refused", "broken-tool"]).toContain((await failureOf(bound(service))).kind);
    }
  });
});

describe("failures", () => {
  test("R2: a lost answer leaves a write uncertain and a read certain", async () => {
    const service = await serve((_request, incoming) => incoming.socket.destroy());
    expect(await failureOf(bound(service))).toMatchObject({ kind: "transient", effectUncertain: false });
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      expect(await failureOf(bound(service, "/", { method }))).toMatchObject({
        kind: "transient",
        effectUncertain: true,
      });
    }
  });

  test("R2: a write that never left is certain", async () => {
    const service = await startServer(() => {});
    await service.close();
    const failure = await failureOf(bound(service, "/", { method: "POST" }));
    expect(failure).toMatchObject({ kind: "transient", effectUncertain: false });
    expect(failure.message).toContain("connection was refused");
    const unknown = await failureOf({ url: "https://nowhere.invalid/", method: "POST" });
    expect(unknown).toMatchObject({ kind: "transient", effectUncertain: false });
  });

  test("R8: gives up on a silent service, and on one that drips", async () => {
    const fetch = createGuardedFetch({ totalTimeoutMs: 300 });
    const silent = await serve(() => {});
    expect(await failureOf(bound(silent, "/", { method: "POST" }), fetch)).toMatchObject({
      kind: "timeout",
      effectUncertain: true,
    });
    const dripping = await serve((_request, _incoming, outgoing) => {
      const timer = setInterval(() => outgoing.write("."), 20);
      outgoing.on("close", () => clearInterval(timer));
    });
    expect(await failureOf(bound(dripping), fetch)).toMatchObject({ kind: "timeout" });
  });

  test("stops when the caller does", async () => {
    const silent = await serve(() => {});
    const controller = new AbortController();
    const failed = failureOf(bound(silent, "/", { signal: controller.signal }));
    setTimeout(() => controller.abort(), 50);
    expect(await failed).toMatchObject({ kind: "timeout", message: expect.stringContaining("stopped") });
    expect((await failureOf(bound(silent, "/", { signal: AbortSignal.abort() }))).kind).toBe("timeout");
  });

  test("R8: says that garbage is not HTTP", async () => {
    const garbage = createServer((socket) =>
      socket.on("data", () => socket.end("\x00\x01 garbage \r\n\r\n")),
    );
    await new Promise<void>((resolve) => garbage.listen(0, "127.0.0.1", resolve));
    const address = garbage.address();
    const origin = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
    const failure = await failureOf({ url: origin, boundOrigin: origin });
    expect(failure).toMatchObject({ kind: "transient", message: expect.stringContaining("not proper HTTP") });
    garbage.close();
  });

  test("refuses headers that forge a message, and methods that tunnel", async () => {
    const service = await serve((_request, _incoming, outgoing) => outgoing.end());
    const forged: Record<string, string>[] = [
      { host: "evil.example" },
      { "Content-Length": "3" },
      { "transfer-encoding": "chunked" },
      { "x-note": "a\r\nx-evil: 1" },
      { "x-note\r\nx-evil": "1" },
      { "x-note": "snow ☃" },
      { "x note": "1" },
    ];
    for (const headers of forged) {
      expect((await failureOf(bound(service, "/", { headers }))).kind, JSON.stringify(headers)).toBe(
        "bad-input",
      );
    }
    for (const method of ["CONNECT", "TRACE", "GET / HTTP/1.1\r\n"]) {
      expect((await failureOf(bound(service, "/", { method }))).kind).toBe("bad-input");
    }
    expect(service.requests).toHaveLength(0);
  });

  test("S1: keeps the query out of messages and evidence", async () => {
    const service = await serve((_request, incoming) => incoming.socket.destroy());
    const failure = await failureOf(bound(service, "/path?key=canary-1234"));
    expect(JSON.stringify([failure.message, failure.evidence])).not.toContain("canary");
  });
});
