// Where an API's first server is. Credentials are bound to its origin; a server somewhere else is another API.
import type { JsonObject } from "@/lib/domain/json";
import { listAt, memberOf, objectAt, textAt } from "./json-access";
import type { Operation } from "./operations";

export interface ApiServer {
  /** `https://host[:port]` */
  origin: string;
  /** The path before every operation's: `/v1`, without a slash at its end; empty for none. */
  basePath: string;
}

/**
 * The first server of a document or, with `inside`, of one of its parts. Null when there is none; `refused` says
 * why one can't be used.
 * @param documentUrl where the document came from: relative servers are relative to it
 */
export function serverOf(
  holder: JsonObject,
  documentUrl: string | null,
): ApiServer | { refused: string } | null {
  const server = listAt(holder, "servers")[0];
  const written = textAt(server, "url") ?? (documentUrl === null || server !== undefined ? null : "/");
  if (written === null) return null;
  const address = fillVariables(written, objectAt(server, "variables"));
  const base = documentUrl ?? undefined;
  if (!URL.canParse(address, base)) {
    return { refused: `its server “${address.slice(0, 200)}” is not a full address` };
  }
  const url = new URL(address, base);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return { refused: `its server “${address.slice(0, 200)}” is not an http or https address` };
  }
  if (url.username !== "" || url.password !== "")
    return { refused: "its server's address holds a user name or password" };
  return { origin: url.origin, basePath: url.pathname.replace(/\/+$/, "") };
}

/** The server of one operation: the API's, or its own on the same origin; null when it is on another (P8). */
export function serverOfOperation(operation: Operation, server: ApiServer): ApiServer | null {
  for (const holder of [operation.source, operation.pathItem]) {
    if (memberOf(holder, "servers") === undefined) continue;
    const own = serverOf(holder, `${server.origin}${server.basePath}/`);
    return own !== null && !("refused" in own) && own.origin === server.origin ? own : null;
  }
  return server;
}

function fillVariables(address: string, variables: JsonObject): string {
  return address.replace(/\{([^{}]{1,100})\}/g, (whole, name: string) => {
    const preset = memberOf(objectAt(variables, name), "default");
    return typeof preset === "string" || typeof preset === "number" ? String(preset) : whole;
  });
}
