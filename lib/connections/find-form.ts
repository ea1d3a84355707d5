// Forms of the kinds of connections there are here: the built-in ones, those of imported APIs and of MCP servers.
import { apiTitles, findApisByTitle } from "@/lib/db/apis";
import { findKeptApi } from "@/lib/db/kept-apis";
import { findServer, listServers } from "@/lib/db/mcp-servers";
import type { Connection } from "@/lib/domain/connection";
import { modelKind } from "@/lib/domain/language-model";
import { serverIdOfKind } from "@/lib/domain/mcp-server";
import { type ConnectableApi, connectableApis } from "@/lib/tools/openapi/connectable-api";
import { apiForm } from "./api-form";
import type { ConnectionForm, ConnectionKind } from "./connection-form";
import { builtinForm, builtinForms } from "./kinds";
import { modelForm } from "./model-form";
import { serverForm } from "./server-form";

const apiPrefix = "api:";

/** The id of the imported API a kind of connection belongs to; null for any other kind. */
export function apiIdOfKind(kind: string): string | null {
  // After the @: the host of operations that are not on the API's own origin.
  return kind.startsWith(apiPrefix) ? (kind.slice(apiPrefix.length).split("@")[0] ?? null) : null;
}

/** The form of a kind; null when there is no such kind. */
export async function findConnectionForm(kind: string): Promise<ConnectionForm | null> {
  if (kind === modelKind) return modelForm;
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

/** Kinds to make a connection of whose title has these words: built-in ones, MCP servers, then imported APIs. */
export async function listConnectionKinds(words: string, limit: number): Promise<ConnectionKind[]> {
  const wanted = words.trim().toLowerCase();
  const servers = (await listServers()).flatMap((server) => serverForm(server) ?? []);
  const forms = [...Object.values(builtinForms), ...servers];
  const named = forms.filter(({ title }) => title.toLowerCase().includes(wanted));
  const imported = await findApisByTitle(words.trim(), limit);
  return [
    ...named.map(({ kind, title, description, icon }) => ({ kind, title, description, icon })),
    ...imported.map(({ id, title, origin }) => ({
      kind: `${apiPrefix}${id}`,
      title,
      description: origin,
      icon: "plug",
    })),
  ].slice(0, limit);
}

/** What connections are connections to: their kinds' titles and icons, for a list. */
export async function describeKinds(
  connections: readonly Connection[],
): Promise<Map<string, Pick<ConnectionKind, "title" | "icon">>> {
  const titles = await apiTitles(connections.flatMap(({ kind }) => apiIdOfKind(kind) ?? []));
  return new Map(
    connections.map(({ kind, name }) => {
      const builtin = builtinForm(kind);
      const host = apiIdOfKind(kind) === null ? undefined : kind.split("@")[1];
      // An MCP server's connection has the server's name.
      const title = titles.get(apiIdOfKind(kind) ?? "") ?? name;
      return [kind, builtin ?? { title: host === undefined ? title : `${title} (${host})`, icon: "plug" }];
    }),
  );
}

async function kindsOfApi(apiId: string): Promise<ConnectableApi[]> {
  const api = await findKeptApi(apiId);
  return api ? connectableApis(api) : [];
}
