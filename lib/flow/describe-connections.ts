// Connections with what a person wants to know of them: what they are to, whether they work, what uses them.
import type { DescribedConnection, ListedConnection } from "@/lib/connections/described-connection";
import { describeKinds, findConnectionForm } from "@/lib/connections/find-form";
import { formValuesOf } from "@/lib/connections/form-values";
import { connectionUsage, plansUsing } from "@/lib/db/connection-usage";
import { listConnectionStates } from "@/lib/db/connections";
import type { ConnectionId } from "@/lib/domain/ids";
import { modelKind } from "@/lib/domain/language-model";

/** All but those of language models, which have a page of their own. */
export async function listDescribedConnections(): Promise<ListedConnection[]> {
  const connections = (await listConnectionStates()).filter(({ kind }) => kind !== modelKind);
  const [kinds, usage] = await Promise.all([describeKinds(connections), connectionUsage()]);
  return connections.map((connection) => ({
    ...connection,
    title: kinds.get(connection.kind)?.title ?? connection.name,
    icon: kinds.get(connection.kind)?.icon ?? "plug",
    usage: usage.get(connection.kind) ?? { tools: 0, plans: 0 },
  }));
}

/** One connection with its form and the plans that use it; null when there is none with this id. */
export async function describeConnection(id: ConnectionId): Promise<DescribedConnection | null> {
  const connection = (await listDescribedConnections()).find((one) => one.id === id);
  if (!connection) return null;
  const [form, plans] = await Promise.all([
    findConnectionForm(connection.kind),
    plansUsing(connection.kind, 20),
  ]);
  return { ...connection, form, values: form ? formValuesOf(connection, form) : {}, plans };
}
