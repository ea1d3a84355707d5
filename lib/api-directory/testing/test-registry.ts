// A small API directory: a real tarball, served by a registry that speaks npm's two routes.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { createGzip } from "node:zlib";
import { type Header, pack } from "tar-stream";

/** A member of a tarball: a plain file, or what a hostile one holds. */
export interface Member {
  header: Partial<Header> & { name: string };
  text?: string;
}

/** A gzipped tarball of members, hostile ones too. */
export async function tarballOf(members: readonly Member[]): Promise<Buffer> {
  const tar = pack();
  const zipped = buffer(tar.pipe(createGzip()));
  for (const { header, text = "" } of members) tar.entry(header, text);
  tar.finalize();
  return zipped;
}

/** The members of a directory with these documents, and what the real package has beside them. */
export function directoryMembers(documents: Readonly<Record<string, string>>): Member[] {
  return [
    { header: { name: "package/package.json" }, text: '{"scripts":{"install":"touch pwned"}}' },
    { header: { name: "package/api/_index.js" }, text: "throw new Error('run');" },
    ...Object.entries(documents).map(([id, text]) => ({ header: { name: `package/api/${id}.json` }, text })),
  ];
}

export const integrityOf = (tarball: Buffer) =>
  `sha512-${createHash("sha512").update(tarball).digest("base64")}`;

export interface TestRegistry {
  address: string;
  /** The ranges that were asked for, `null` for the whole. */
  ranges: (string | null)[];
  /** Sends only so many bytes of the tarball and then holds the connection, or breaks it. */
  hold: { afterBytes: number; next: "wait" | "break" } | null;
  close(): Promise<void>;
}

/** Serves a tarball as the newest version of a package. */
export async function startTestRegistry(options: {
  name: string;
  version: string;
  tarball: Buffer;
  port?: number;
}): Promise<TestRegistry> {
  const { name, version, tarball } = options;
  const ranges: (string | null)[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const file = `/${name}/-/${name}-${version}.tgz`;
    if (request.url === `/${name}`) {
      const versions = { [version]: { name, version, dist: { tarball: `${registry.address}${file}` } } };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ name, "dist-tags": { latest: version }, versions }));
    } else if (request.url === file) sendTarball(request, response);
    else response.writeHead(404, { "content-type": "application/json" }).end('{"error":"not found"}');
  };
  const sendTarball = (request: IncomingMessage, response: ServerResponse) => {
    const range = request.headers.range ?? null;
    ranges.push(range);
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
    if (range !== null && from >= tarball.length) {
      response.writeHead(416, { "content-range": `bytes */${tarball.length}` }).end();
      return;
    }
    const rest = tarball.subarray(from);
    response.writeHead(range === null ? 200 : 206, {
      "content-type": "application/octet-stream",
      "content-length": rest.length,
    });
    const { hold } = registry;
    if (!hold) {
      response.end(rest);
      return;
    }
    response.write(rest.subarray(0, hold.afterBytes), () => {
      if (hold.next === "break") response.destroy();
    });
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const registry: TestRegistry = {
    ...{ address: `http://127.0.0.1:${port}`, ranges, hold: null },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return registry;
}

/** Documents of a few invented vendors: one bookshop, one post office, one that can't be imported. */
export const testDocuments: Readonly<Record<string, string>> = {
  "bookshop.example": document("Bookshop", "bookshop.example", "Sells books.", {
    "/books": operation("searchBooks", "Search books by title or author"),
    "/orders": operation("listOrders", "List the orders of a reader"),
  }),
  "post.example/parcels": document("Parcel Post", "api.post.example", "Sends parcels.", {
    "/parcels/{number}": operation("trackParcel", "Track a parcel", [
      { name: "number", in: "path", required: true, schema: { type: "string" } },
    ]),
  }),
  "broken.example": JSON.stringify({
    openapi: "3.0.0",
    info: { title: "Broken <script>alert(1)</script>", version: "1" },
    paths: {},
  }),
};

function document(title: string, host: string, description: string, paths: Record<string, unknown>): string {
  return JSON.stringify({
    openapi: "3.0.0",
    info: { title, version: "2.1", description, "x-apisguru-categories": ["ecommerce"] },
    servers: [{ url: `https://${host}` }],
    paths,
  });
}

function operation(operationId: string, summary: string, parameters: unknown[] = []) {
  const content = { "application/json": { schema: { type: "object" } } };
  return { get: { operationId, summary, parameters, responses: { 200: { description: "Done.", content } } } };
}
