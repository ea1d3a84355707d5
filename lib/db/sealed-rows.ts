// Everything that is sealed, wherever it lies: for sealing it anew when the key is rotated.
import { and, eq, isNotNull } from "drizzle-orm";
import type { Connection } from "@/lib/domain/connection";
import type { HookId, SignInId } from "@/lib/domain/ids";
import { db } from "./client";
import { connections, grants, signIns, webhooks } from "./schema";

type Holder = Pick<Connection, "id" | "kind" | "origin" | "config">;

/** A sealed text, and whose it is. */
export type SealedRow =
  | { of: "connection"; connection: Holder; sealed: string }
  | { of: "grant"; connection: Holder; name: string; sealed: string }
  | { of: "sign-in"; id: SignInId; redirectUri: string; sealed: string }
  | { of: "webhook"; hookId: HookId; sealed: string };

const holder = {
  id: connections.id,
  kind: connections.kind,
  origin: connections.origin,
  config: connections.config,
};

export async function listSealedRows(): Promise<SealedRow[]> {
  const ofConnections = await db()
    .select({ connection: holder, sealed: connections.secret })
    .from(connections)
    .where(isNotNull(connections.secret));
  const ofGrants = await db()
    .select({ connection: holder, name: grants.name, sealed: grants.sealed })
    .from(grants)
    .innerJoin(connections, eq(connections.id, grants.connectionId))
    .where(isNotNull(grants.sealed));
  const ofSignIns = await db()
    .select({ id: signIns.id, redirectUri: signIns.redirectUri, sealed: signIns.sealed })
    .from(signIns)
    .where(isNotNull(signIns.sealed));
  const ofWebhooks = await db().select({ hookId: webhooks.hookId, sealed: webhooks.sealed }).from(webhooks);
  return [
    ...ofConnections.map((row): SealedRow => ({ of: "connection", ...row, sealed: row.sealed ?? "" })),
    ...ofGrants.map((row): SealedRow => ({ of: "grant", ...row, sealed: row.sealed ?? "" })),
    ...ofSignIns.map((row): SealedRow => ({ of: "sign-in", ...row, sealed: row.sealed ?? "" })),
    ...ofWebhooks.map((row): SealedRow => ({ of: "webhook", ...row })),
  ];
}

/** Puts another sealed text in a row's place; nothing happens when somebody else has meanwhile. */
export async function replaceSealed(row: SealedRow, sealed: string): Promise<void> {
  switch (row.of) {
    case "connection":
      await db()
        .update(connections)
        .set({ secret: sealed })
        .where(and(eq(connections.id, row.connection.id), eq(connections.secret, row.sealed)));
      return;
    case "grant":
      await db()
        .update(grants)
        .set({ sealed })
        .where(
          and(
            eq(grants.connectionId, row.connection.id),
            eq(grants.name, row.name),
            eq(grants.sealed, row.sealed),
          ),
        );
      return;
    case "sign-in":
      await db()
        .update(signIns)
        .set({ sealed })
        .where(and(eq(signIns.id, row.id), eq(signIns.sealed, row.sealed)));
      return;
    case "webhook":
      await db()
        .update(webhooks)
        .set({ sealed })
        .where(and(eq(webhooks.hookId, row.hookId), eq(webhooks.sealed, row.sealed)));
      return;
    default:
      row satisfies never;
  }
}
