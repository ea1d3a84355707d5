// The protocol's reference servers as tests use them: as programs, and over HTTP.
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";

export type ReferenceServer = "everything" | "filesystem" | "memory";

/** The program of a reference server, for Node. */
export function programOf(server: ReferenceServer): string {
  const require = createRequire(path.join(process.cwd(), "package.json"));
  const manifest = require.resolve(`@modelcontextprotocol/server-${server}/package.json`);
  return path.join(path.dirname(manifest), "dist/index.js");
}

export interface RunningServer {
  url: string;
  stop(): Promise<void>;
}

/** The server "everything" with its own HTTP transport. */
export async function startEverythingOverHttp(): Promise<RunningServer> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  const child = spawn(process.execPath, [programOf("everything"), "streamableHttp"], {
    env: { ...process.env, PORT: String(port) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  await new Promise<void>((resolve, reject) => {
    let text = "";
    child.stderr?.on("data", (chunk) => {
      text += chunk;
      if (/listening on port/i.test(text)) resolve();
    });
    child.on("exit", () => reject(new Error(`the server did not start: ${text}`)));
  });
  return { url: `http://127.0.0.1:${port}/mcp`, stop: () => endOf(child) };
}

async function endOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/**
 * A reference server that only speaks over standard input and output, put behind the SDK's HTTP transport: a process of
 * its own for each session, and messages passed on as they are.
 */
export async function startOverHttp(server: ReferenceServer, args: string[]): Promise<RunningServer> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const programs = new Set<StdioClientTransport>();
  const open = async () => {
    const program = new StdioClientTransport({
      command: process.execPath,
      args: [programOf(server), ...args],
      env: { ...(process.env as Record<string, string>) },
      stderr: "ignore",
    });
    programs.add(program);
    const http = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => void sessions.set(id, http),
    });
    http.onmessage = (message: JSONRPCMessage) => void program.send(message);
    program.onmessage = (message) => void http.send(message).catch(() => {});
    http.onclose = () => void program.close();
    await program.start();
    await http.start();
    return http;
  };
  const listener: Server = createServer((request, response) => {
    void (async () => {
      const id = request.headers["mcp-session-id"];
      const known = typeof id === "string" ? sessions.get(id) : undefined;
      if (typeof id === "string" && !known) {
        response.writeHead(404).end();
        return;
      }
      await (known ?? (await open())).handleRequest(request, response);
    })();
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    stop: async () => {
      await Promise.all([...programs].map((program) => program.close()));
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
