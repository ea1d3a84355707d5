import { deleteApi, findApiSummary, lockApis } from "@/lib/db/apis";
import { db } from "@/lib/db/client";
import { deleteConnection, listConnections } from "@/lib/db/connections";
import { plansUsing } from "@/lib/db/plans-using";
import { apiToolIds } from "@/lib/db/tools";
import type { Connection } from "@/lib/domain/connection";
import type { ApiUse } from "@/lib/domain/imported-api";
import { followInIndex } from "./follow-in-index";

/** What removing an API would take from plans and connections; null when there is none. */
export async function findApiUse(apiId: string): Promise<ApiUse | null> {
  const api = await findApiSummary(apiId);
  if (!api) return null;
  const tools = await apiToolIds(apiId);
  const using = await plansUsing(tools);
  const plans = new Map([...using.values()].flat().map((plan) => [plan.id, plan]));
  const connections = await connectionsOf(apiId);
  return {
    title: api.title,
    tools: tools.length,
    plans: [...plans.values()],
    connections: connections.map(({ id, name, origin }) => ({ id, name, origin })),
  };
}

/**
 * Removes an API with its tools. Plans that use them keep their steps, which say what is missing; importing it again
 * brings them back. @param request.withConnections removes the accounts it was called with, too.
 */
export async function removeApi(request: {
  apiId: string;
  withConnections: boolean;
}): Promise<{ kind: "removed"; title: string } | { kind: "not-found" }> {
  const { apiId, withConnections } = request;
  const removed = await db().transaction(async (tx) => {
    await lockApis(tx);
    const api = await findApiSummary(apiId, tx);
    if (!api) return null;
    const toolIds = await apiToolIds(apiId, tx);
    if (!(await deleteApi(apiId, tx))) return null;
    if (withConnections) {
      for (const connection of await connectionsOf(apiId)) await deleteConnection(connection.id, tx);
    }
    return { title: api.title, toolIds };
  });
  if (!removed) return { kind: "not-found" };
  await followInIndex({ removed: removed.toolIds });
  return { kind: "removed", title: removed.title };
}

/** Those of the API's own kind, and of its operations on other origins. */
async function connectionsOf(apiId: string): Promise<Connection[]> {
  const all = await listConnections();
  return all.filter(({ kind }) => kind === `api:${apiId}` || kind.startsWith(`api:${apiId}@`));
}
