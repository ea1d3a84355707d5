import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";
import { type ToolId, toolIdSchema } from "@/lib/domain/ids";
import { closeMcpSessions } from "@/lib/tools/mcp/execute-mcp";
import { addAllowed, httpReach } from "./added-servers";
import { type RunningServer, startOverHttp } from "./reference-servers";

export interface MemoryServer {
  /** What it remembers. */
  graphFile: string;
  toolOf(name: string): ToolId;
}

/** A real memory server, added with all its tools allowed, for all tests of a file. */
export function withMemoryServer(onStart: (memory: MemoryServer) => void): void {
  let folder: string;
  let server: RunningServer;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lamplight-memory-"));
    const graphFile = path.join(folder, "graph.jsonl");
    process.env.MEMORY_FILE_PATH = graphFile;
    server = await startOverHttp("memory", []);
    const { id } = await addAllowed("Memory", httpReach(server.url));
    onStart({ graphFile, toolOf: (name) => toolIdSchema.parse(`${id}.${name}`) });
  });
  afterAll(async () => {
    delete process.env.MEMORY_FILE_PATH;
    await closeMcpSessions();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
}
