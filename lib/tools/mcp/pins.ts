// The hashes that confirming a command and allowing a tool are bound to (M1, M2).
import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/domain/canonical-json";
import type { ListedTool, ServerTransport } from "@/lib/domain/mcp-server";

const sha256 = (value: unknown) => createHash("sha256").update(canonicalJson(value)).digest("hex");

/** SHA-256 over everything that says what is started or reached. */
export function transportHash(transport: ServerTransport): string {
  return sha256(["lamplight mcp transport", transport]);
}

/** SHA-256 over all a server says of a tool, and how the server is reached: any byte changed is another pin. */
export function toolPin(listed: ListedTool, serverTransportHash: string): string {
  return sha256(["lamplight mcp tool", serverTransportHash, listed]);
}
