// Puts a connection's credentials into a request, as the document's security schemes say.
import { type OpenConnection, ToolError } from "@/lib/tools/tool-contract";
import type { RequestDraft } from "./build-request";
import type { ApiCredential, SecurityRequirement } from "./security";
import { encodeStrictly } from "./serialize-parameter";
import type { ApiServer } from "./server";
import { awsScope, signAws } from "./sign-aws";

interface Secured {
  credentials: readonly ApiCredential[];
  requirements: readonly SecurityRequirement[];
  /** Where the document has the operation; null when it doesn't say. */
  server: ApiServer | null;
}

/**
 * Fulfils the first requirement the connection has all credentials for. Throws a `credentials` ToolError when it
 * has them for none, and the operation is not open to everybody.
 */
export function applyCredentials(
  draft: RequestDraft,
  connection: OpenConnection,
  { credentials, requirements, server }: Secured,
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
    if (credential) apply(draft, connection, { ...credential, server });
  }
}

function hasCredential(connection: OpenConnection, credential: ApiCredential | undefined): boolean {
  return credential !== undefined && secretOf(connection, credential) !== "";
}

function secretOf(connection: OpenConnection, { secretName }: ApiCredential): string {
  return Object.hasOwn(connection.secret, secretName) ? (connection.secret[secretName] ?? "") : "";
}

function apply(
  draft: RequestDraft,
  connection: OpenConnection,
  credential: ApiCredential & { server: ApiServer | null },
): void {
  const secret = secretOf(connection, credential);
  const { send } = credential;
  switch (send.kind) {
    case "bearer":
      draft.headers.authorization = `${send.word} ${secret}`;
      return;
    case "basic": {
      const user = configured(connection, send.userName);
      draft.headers.authorization = `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}`;
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
    case "aws": {
      const scope = awsScope(
        new URL(connection.origin).host,
        (credential.server?.origin ?? "").replace(/^https?:\/\//, ""),
        configured(connection, send.region),
      );
      if (scope === null) {
        const message = `Which of Amazon's services “${connection.name}” is can't be told from its address, and calls are signed for one.`;
        throw new ToolError("credentials", message);
      }
      const sessionToken = Object.hasOwn(connection.secret, send.sessionToken)
        ? (connection.secret[send.sessionToken] ?? "")
        : "";
      const accessKeyId = configured(connection, send.accessKeyId);
      const keys = { accessKeyId, secretAccessKey: secret, sessionToken };
      // Signed when it is sent: a signature is good for some minutes.
      draft.sign = (request) => signAws(request, { keys, scope, now: new Date() });
      return;
    }
    default:
      send satisfies never;
  }
}

function configured({ config }: OpenConnection, name: string): string {
  return Object.hasOwn(config, name) ? String(config[name] ?? "") : "";
}

/** The pairs that are not of this name. */
function withoutName(pairs: readonly string[], name: string): string[] {
  const start = `${encodeStrictly(name)}=`;
  return pairs.filter((pair) => !pair.startsWith(start));
}
