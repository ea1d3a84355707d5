// How many calls may be under way at once. What a limit was said of may be gone: nothing is left that it would hold for.
import { asc, eq } from "drizzle-orm";
import type { Limitable, Limited } from "@/lib/domain/call-limits";
import { toolIdSchema } from "@/lib/domain/ids";
import { db } from "./client";
import { apis, callLimits, connections, mcpServers } from "./schema";
import { findTools } from "./tools";

/** Under which what holds for all calls is kept: the id of nothing. */
export const everything = ":all";
const keys = { all: everything, each: ":each" };
const keyOf = (of: Limited) => ("id" in of ? of.id : keys[of.kind]);

/** Calls at once, by the id of a service or tool; for all together, and for each service. */
export interface StoredCallLimits {
  all: number | null;
  /** Null: nobody has said. */
  each: number | null;
  of: ReadonlyMap<string, number>;
}

export async function findCallLimits(): Promise<StoredCallLimits> {
  const of = new Map((await db().select().from(callLimits)).map(({ subject, atOnce }) => [subject, atOnce]));
  return { all: of.get(keys.all) ?? null, each: of.get(keys.each) ?? null, of };
}

/** Limits what `of` names; null takes the limit back. */
export async function storeCallLimit(of: Limited, atOnce: number | null): Promise<void> {
  const subject = keyOf(of);
  if (atOnce === null) {
    await db().delete(callLimits).where(eq(callLimits.subject, subject));
    return;
  }
  await db()
    .insert(callLimits)
    .values({ subject, atOnce })
    .onConflictDoUpdate({ target: callLimits.subject, set: { atOnce } });
}

/** The limit of one tool; null when it has none of its own. */
export async function findToolLimit(toolId: string): Promise<number | null> {
  const [row] = await db().select().from(callLimits).where(eq(callLimits.subject, toolId));
  return row?.atOnce ?? null;
}

/** All services by title, and of the tools those that have one of these ids. */
export async function listLimitable(ids: readonly string[]): Promise<Limitable[]> {
  const of = (kind: Limitable["kind"], rows: { id: string; title: string }[]) =>
    rows.map(({ id, title }): Limitable => ({ kind, id, title }));
  const found = await Promise.all([
    db()
      .select({ id: connections.id, title: connections.name })
      .from(connections)
      .orderBy(asc(connections.name))
      .then((rows) => of("connection", rows)),
    db()
      .select({ id: apis.id, title: apis.title })
      .from(apis)
      .orderBy(asc(apis.title))
      .then((rows) => of("api", rows)),
    db()
      .select({ id: mcpServers.id, title: mcpServers.title })
      .from(mcpServers)
      .orderBy(asc(mcpServers.title))
      .then((rows) => of("mcp-server", rows)),
    findTools(ids.flatMap((id) => toolIdSchema.safeParse(id).data ?? [])).then((tools) =>
      of("tool", [...tools.values()]),
    ),
  ]);
  return found.flat();
}
