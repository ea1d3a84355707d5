// Language models: connections of a kind of their own, and which of them is in use for what.
import { and, asc, eq } from "drizzle-orm";
import type { Connection } from "@/lib/domain/connection";
import type { ConnectionTest } from "@/lib/domain/connection-state";
import type { ConnectionId } from "@/lib/domain/ids";
import { type ModelRole, modelKind } from "@/lib/domain/language-model";
import { db } from "./client";
import { connections, modelSettings } from "./schema";

const settingsId = "models";

export interface StoredModel extends Pick<Connection, "id" | "origin" | "config" | "hasSecret"> {
  lastTest: (ConnectionTest & { at: string }) | null;
}

/** The models a person configured, by age. */
export async function listStoredModels(): Promise<StoredModel[]> {
  const rows = await db()
    .select({
      id: connections.id,
      origin: connections.origin,
      config: connections.config,
      secret: connections.secret,
      lastTest: connections.lastTest,
    })
    .from(connections)
    .where(eq(connections.kind, modelKind))
    .orderBy(asc(connections.createdAt), asc(connections.id));
  return rows.map(({ secret, ...row }) => ({ ...row, hasSecret: secret !== null }));
}

export interface ModelSettings {
  /** Null: none. */
  inUse: ConnectionId | null;
  role: ModelRole;
}

export async function readModelSettings(): Promise<ModelSettings> {
  const [row] = await db()
    .select({ inUse: modelSettings.inUse, role: modelSettings.role })
    .from(modelSettings)
    .where(eq(modelSettings.id, settingsId));
  return row ?? { inUse: null, role: "plans" };
}

export async function changeModelSettings(change: Partial<ModelSettings>): Promise<void> {
  await db()
    .insert(modelSettings)
    .values({ id: settingsId, inUse: null, role: "plans", ...change })
    .onConflictDoUpdate({ target: modelSettings.id, set: change });
}

/** True when there is a configured model with this id. */
export async function isStoredModel(id: ConnectionId): Promise<boolean> {
  const [row] = await db()
    .select({ id: connections.id })
    .from(connections)
    .where(and(eq(connections.id, id), eq(connections.kind, modelKind)));
  return row !== undefined;
}
