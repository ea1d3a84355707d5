import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findFreePort, isPortFree, keepPort, refuseBusyPort } from "./ports.mjs";

let folder: string;
let file: string;
let servers: net.Server[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "lamplight-ports-"));
  file = path.join(folder, "ports.json");
});
afterEach(() => {
  for (const server of servers) server.close();
  servers = [];
  rmSync(folder, { recursive: true, force: true });
});

async function occupy(port: number): Promise<void> {
  const server = net.createServer().listen(port, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
}

test("a port is kept from start to start", async () => {
  const port = await keepPort({ file, name: "postgres" });
  expect(await keepPort({ file, name: "postgres" })).toBe(port);
});

test("another port is chosen, and kept, when a foreign program has the kept one", async () => {
  const before = await keepPort({ file, name: "sandboxHttp" });
  await occupy(before);
  const after = await keepPort({ file, name: "sandboxHttp" });
  expect(after).not.toBe(before);
  expect(await keepPort({ file, name: "sandboxHttp" })).toBe(after);
});

test("two names never share a port", async () => {
  const ports = [];
  for (const name of ["a", "b", "c", "d"]) ports.push(await keepPort({ file, name }));
  expect(new Set(ports).size).toBe(4);
});

test("a busy port is named together with what to do", async () => {
  const port = await findFreePort();
  expect(await isPortFree(port)).toBe(true);
  await occupy(port);
  await expect(refuseBusyPort({ port, host: "127.0.0.1" })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is in use by another program. End that program, or choose another port: PORT=${port + 1} npm start`,
  );
});
