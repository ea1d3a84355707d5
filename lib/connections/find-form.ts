// Forms of the kinds of connections there are here: the built-in ones, those of imported APIs and of MCP servers.
import { findApi, listApis } from "@/lib/db/apis";
import { findServer, listServers } from "@/lib/db/mcp-servers";
import { serverIdOfKind } from "@/lib/domain/mcp-server";
import { type ConnectableApi, connectableApis } from "@/lib/tools/openapi/connectable-api";
import type { ConnectionForm } from "./connection-form";
import { apiForm, builtinForm, builtinForms } from "./kinds";
import { serverForm } from "./server-form";

const apiPrefix = "api:";

/** The id of the imported API a kind of connection belongs to; null for a built-in kind. */
export function apiIdOfKind(kind: string): string | null {
  // After the @: the host of operations that are not on the API's own origin.
  return kind.startsWith(apiPrefix) ? (kind.slice(apiPrefix.length).split("@")[0] ?? null) : null;
}

/** The form of a kind; null when there is no such kind. */
export async function findConnectionForm(kind: string): Promise<ConnectionForm | null> {
  const serverId = serverIdOfKind(kind);
  if (serverId !== null) {
    const server = await findServer(serverId);
    return server && serverForm(server);
  }
  const apiId = apiIdOfKind(kind);
  if (apiId === null) return builtinForm(kind);
  const connectable = (await kindsOfApi(apiId)).find((one) => one.kind === kind);
  return connectable ? apiForm(connectable) : null;
}

/** Every kind a connection can be made of: the built-in ones, then the imported APIs and the MCP servers by title. */
export async function listConnectionForms(): Promise<ConnectionForm[]> {
  const forms: ConnectionForm[] = Object.values(builtinForms);
  for (const { id } of await listApis()) forms.push(...(await kindsOfApi(id)).map(apiForm));
  for (const server of await listServers()) {
    const form = serverForm(server);
    if (form) forms.push(form);
  }
  return forms;
}

async function kindsOfApi(apiId: string): Promise<ConnectableApi[]> {
  const api = await findApi(apiId);
  return api ? connectableApis(api) : [];
}
