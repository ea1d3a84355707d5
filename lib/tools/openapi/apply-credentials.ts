// Puts a connection's credentials into a request, as the document's security schemes say.
import { type OpenConnection, ToolError } from "@/lib/tools/tool-contract";
import type { RequestDraft } from "./build-request";
import type { ApiCredential, SecurityRequirement } from "./security";
import { encodeStrictly } from "./serialize-parameter";

/**
 * Fulfils the first requirement the connection has all credentials for. Throws a `credentials` ToolError when it
 * has them for none, and the operation is not open to everybody.
 */
export function applyCredentials(
  draft: RequestDraft,
  connection: OpenConnection,
  credentials: readonly ApiCredential[],
  requirements: readonly SecurityRequirement[],
): void {
  const byScheme = new Map(credentials.map((credential) => [credential.scheme, credential]));
  const fulfilled = requirements
    // Open alternatives last: a known caller usually may see more.
    .toSorted((a, b) => Number(a.length === 0) - Number(b.length === 0))
    .find((requirement) =>
      requirement.every(({ scheme }) => hasCredential(connection, byScheme.get(scheme))),
    );
  if (!fulfilled) {
    if (requirements.length === 0) return;
    throw new ToolError(
      "credentials",
      `The connection “${connection.name}” has no credentials for this operation. Enter them under Connections.`,
    );
  }
  for (const { scheme } of fulfilled) {
    const credential = byScheme.get(scheme);
    if (credential) apply(draft, connection, credential);
  }
}

function hasCredential(connection: OpenConnection, credential: ApiCredential | undefined): boolean {
  return credential !== undefined && secretOf(connection, credential) !== "";
}

function secretOf(connection: OpenConnection, { secretName }: ApiCredential): string {
  return Object.hasOwn(connection.secret, secretName) ? (connection.secret[secretName] ?? "") : "";
}

function apply(draft: RequestDraft, connection: OpenConnection, credential: ApiCredential): void {
  const secret = secretOf(connection, credential);
  const { send } = credential;
  switch (send.kind) {
    case "bearer":
      draft.headers.authorization = `${send.word} ${secret}`;
      return;
    case "basic": {
      const user = Object.hasOwn(connection.config, send.userName) ? connection.config[send.userName] : "";
      draft.headers.authorization = `Basic ${Buffer.from(`${String(user ?? "")}:${secret}`).toString("base64")}`;
      return;
    }
    case "key": {
      const pair = `${encodeStrictly(send.name)}=${encodeStrictly(secret)}`;
      // In place of whatever an input of the same name has put there.
      if (send.in === "header") draft.headers[send.name.toLowerCase()] = secret;
      else if (send.in === "query") draft.query = [...withoutName(draft.query, send.name), pair];
      else draft.cookies = [...withoutName(draft.cookies, send.name), pair];
      return;
    }
    default:
      send satisfies never;
  }
}

/** The pairs that are not of this name. */
function withoutName(pairs: readonly string[], name: string): string[] {
  const start = `${encodeStrictly(name)}=`;
  return pairs.filter((pair) => !pair.startsWith(start));
}
