// Outside services for the scene, on this machine: an MCP server that changes a tool, one that is as it should be, an
// API that answers, and a registry with a small API directory.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  directoryMembers,
  integrityOf,
  startTestRegistry,
  type TestRegistry,
  tarballOf,
  testDocuments,
} from "@/lib/api-directory/testing/test-registry";
import { startServer } from "@/lib/connections/testing/http-server";
import { startEverythingOverHttp } from "@/lib/tools/mcp/testing/reference-servers";

const directoryPackage = { name: "small-directory", version: "1.0.0" };

/** A registry that has a small API directory, and the environment that makes a copy install that. */
export async function startDirectory(): Promise<{
  registry: TestRegistry;
  environment: Record<string, string>;
}> {
  const tarball = await tarballOf(directoryMembers(testDocuments));
  const registry = await startTestRegistry({ ...directoryPackage, tarball });
  const { name, version } = directoryPackage;
  return {
    registry,
    environment: {
      LAMPLIGHT_API_DIRECTORY: `${name}@${version}#${integrityOf(tarball)}`,
      npm_config_registry: registry.address,
    },
  };
}

export interface Services {
  /** Of the MCP server over HTTP. */
  everything: string;
  /** The arguments for Node of an MCP server whose one tool changes with `changeTool`. */
  changing: string[];
  changeTool(): void;
  /** An API: `/books` answers, `/orders` fails. */
  bookshop: string;
  stop(): Promise<void>;
}

export async function startServices(): Promise<Services> {
  const folder = mkdtempSync(path.join(tmpdir(), "lamplight-scene-"));
  const state = path.join(folder, "state");
  const everything = await startEverythingOverHttp();
  const bookshop = await startServer(({ url }, _request, response) => {
    response.setHeader("content-type", "application/json");
    if (url.startsWith("/books")) response.end(JSON.stringify({ value: "Flatland, by Edwin A. Abbott" }));
    else response.writeHead(422).end(JSON.stringify({ detail: "There is no reader of that number." }));
  });
  return {
    everything: everything.url,
    changing: [path.resolve("lib/tools/mcp/testing/scripted-server.mjs"), "plain", state],
    changeTool: () => writeFileSync(state, "changed"),
    bookshop: bookshop.origin,
    stop: async () => {
      await Promise.all([everything.stop(), bookshop.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
