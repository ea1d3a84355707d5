// Forms of the kinds of connections there are here: the built-in ones and those of imported APIs.
import { findApi, type ImportedApi, listApis } from "@/lib/db/apis";
import { connectableApi } from "@/lib/tools/openapi/connectable-api";
import type { ConnectionForm } from "./connection-form";
import { apiForm, builtinForm, builtinForms } from "./kinds";

const apiPrefix = "api:";

/** The id of the imported API a kind of connection belongs to; null for a built-in kind. */
export function apiIdOfKind(kind: string): string | null {
  return kind.startsWith(apiPrefix) ? kind.slice(apiPrefix.length) : null;
}

/** The form of a kind; null when there is no such kind. */
export async function findConnectionForm(kind: string): Promise<ConnectionForm | null> {
  const apiId = apiIdOfKind(kind);
  if (apiId === null) return builtinForm(kind);
  const api = await findApi(apiId);
  return api && formOfApi(api);
}

/** Every kind a connection can be made of: the built-in ones, then the imported APIs by title. */
export async function listConnectionForms(): Promise<ConnectionForm[]> {
  const forms: ConnectionForm[] = Object.values(builtinForms);
  for (const { id } of await listApis()) {
    const form = await findConnectionForm(`${apiPrefix}${id}`);
    if (form) forms.push(form);
  }
  return forms;
}

async function formOfApi(api: ImportedApi): Promise<ConnectionForm | null> {
  const connectable = await connectableApi(api);
  return connectable && apiForm(connectable);
}
