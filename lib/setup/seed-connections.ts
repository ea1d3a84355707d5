import { db } from "@/lib/db/client";
import { setSandboxAccount } from "@/lib/db/sandbox-accounts";
import { recordSeed } from "@/lib/db/sandbox-seeds";
import { addConnection } from "@/lib/flow/manage-connections";
import type { SandboxConnection } from "./sandbox-connections";
import type { SeedReport } from "./seed-report";
import { findSeeded, moveSeeded, newSecret, parseSeed, seededConnectionSchema } from "./seeded-connection";

/** A stand-in's account and the connection that holds its secret, both or none. */
export async function seedConnection(
  wanted: SandboxConnection,
  seeds: ReadonlyMap<string, string>,
): Promise<SeedReport> {
  const name = `connection:${wanted.service}`;
  const seeded = parseSeed(seededConnectionSchema, seeds.get(name));
  if (!seeded) {
    await makeConnection(name, wanted);
    return { kind: "seeded" };
  }
  const found = await findSeeded(seeded);
  if (found.kind === "left-alone") return { kind: "unchanged" };
  const { connection, secret } = found;
  if (secret && connection.origin === wanted.origin) return { kind: "unchanged" };
  await db().transaction(async (tx) => {
    const renewed = secret ?? { [wanted.secretName]: newSecret() };
    const moved = await moveSeeded(connection, { origin: wanted.origin, secret: renewed }, tx);
    if (!moved) return;
    if (!secret)
      await setSandboxAccount({ ...accountOf(wanted), secret: renewed[wanted.secretName] ?? "" }, tx);
    await recordSeed(name, JSON.stringify({ id: connection.id, origin: wanted.origin }), tx);
  });
  return { kind: "seeded" };
}

async function makeConnection(name: string, wanted: SandboxConnection): Promise<void> {
  const { kind, origin, config, secretName } = wanted;
  const secret = newSecret();
  await db().transaction(async (tx) => {
    await setSandboxAccount({ ...accountOf(wanted), secret }, tx);
    const secrets = { [secretName]: secret };
    // The first of its kind becomes the default by itself; one that is there already stays it.
    const connection = await addConnection(
      { kind, name: wanted.name, origin, config, secrets, isSandbox: true },
      tx,
    );
    await recordSeed(name, JSON.stringify({ id: connection.id, origin }), tx);
  });
}

function accountOf({ service, userName }: SandboxConnection): { service: string; userName: string } {
  return { service, userName };
}
