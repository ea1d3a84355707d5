// Opens a connection for one call of a tool: the only place where a secret is decrypted for use.
import { defaultOfKind, readSealedSecret } from "@/lib/db/connections";
import type { ConnectionId } from "@/lib/domain/ids";
import { type OpenConnection, ToolError } from "@/lib/tools/tool-contract";
import { openSecrets, VaultError, vault } from "./vault";

/**
 * A connection with its secrets: the one with this id, or the default one of a kind.
 * Throws a `credentials` ToolError when there is none, or when its secrets were not sealed for exactly this
 * connection, kind and origin (S2, P8).
 */
export async function openConnection(wanted: ConnectionId | { kind: string }): Promise<OpenConnection> {
  const id = typeof wanted === "string" ? wanted : (await defaultOfKind(wanted.kind))?.id;
  const stored = id === undefined ? null : await readSealedSecret(id);
  if (!stored) {
    const what = typeof wanted === "string" ? "The connection of this step is gone" : missing(wanted.kind);
    throw new ToolError("credentials", `${what}. Add one under Connections, then try again.`);
  }
  const { connection, sealedSecret } = stored;
  try {
    const owner = { connectionId: connection.id, kind: connection.kind, origin: connection.origin };
    return { ...connection, secret: openSecrets(await vault(), owner, sealedSecret) };
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    throw new ToolError("credentials", `Connection “${connection.name}”: ${error.message}`, { cause: error });
  }
}

function missing(kind: string): string {
  return `There is no connection of the kind “${kind}”`;
}
