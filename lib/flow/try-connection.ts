// Trying a connection for real, as it is stored or with a new secret that takes the old one's place only when it works.
import { z } from "zod";
import type { FieldProblem } from "@/lib/connections/connection-form";
import { chosenMethod, fieldsOf } from "@/lib/connections/connection-form";
import { findConnectionForm } from "@/lib/connections/find-form";
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { grantName, grantOf } from "@/lib/connections/oauth/access-token";
import { renewGrant } from "@/lib/connections/oauth/grant-store";
import { requestToken } from "@/lib/connections/oauth/token-endpoint";
import { clientSecretName, openConnection, opened, secretsOf } from "@/lib/connections/open-connection";
import { testConnection as tryOut } from "@/lib/connections/test-connection";
import { ownerOf, sealSecrets, vault } from "@/lib/connections/vault";
import { withRenewal } from "@/lib/connections/with-renewal";
import {
  readSealedSecret,
  recordTest,
  type StoredConnection,
  updateConnection as updateRow,
} from "@/lib/db/connections";
import type { Connection } from "@/lib/domain/connection";
import type { ConnectionTest } from "@/lib/domain/connection-state";
import { type ConnectionId, connectionIdSchema } from "@/lib/domain/ids";
import { oauthSettingsOf } from "@/lib/domain/oauth-settings";
import { secretScrubber } from "@/lib/engine/scrub-secrets";
import { ToolError } from "@/lib/tools/tool-contract";

/** Tries a stored connection, and remembers what came of it. */
export async function testConnection(id: ConnectionId): Promise<ConnectionTest | { kind: "not-found" }> {
  const stored = await readSealedSecret(id);
  if (!stored) return { kind: "not-found" };
  const test = await failsGently(async () => {
    const connection = await openConnection(id);
    return withRenewal(connection, async (one) => tryOut(one ?? connection, guardedFetch));
  });
  await recordTest({ id, version: stored.version }, { ...test, at: new Date().toISOString() });
  return test;
}

async function failsGently(work: () => Promise<ConnectionTest>): Promise<ConnectionTest> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ToolError) return { kind: "fails", message: error.message };
    throw error;
  }
}

const rotateSchema = z.strictObject({
  id: connectionIdSchema,
  secrets: z.record(z.string().max(200), z.string().min(1, "The new secret is missing.").max(10_000)),
  /** Stores the new secret also when the service does not take it. */
  evenIfRefused: z.boolean().default(false),
});

export type RotateResult =
  | { kind: "rotated"; connection: Connection; test: ConnectionTest }
  /** The service does not take the new secret; the old one is still in place. */
  | { kind: "kept-old"; message: string }
  | { kind: "refused"; problems: FieldProblem[] }
  | { kind: "conflict" }
  | { kind: "not-found" };

/**
 * Replaces secrets of a connection by new ones; nothing else of it changes. The new ones are tried first, at the
 * origins the connection is bound to, and the old ones stay until that has worked.
 */
export async function rotateSecret(request: z.input<typeof rotateSchema>): Promise<RotateResult> {
  const parsed = rotateSchema.safeParse(request);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({
      field: String(path.at(-1) ?? "") || null,
      message,
    }));
    return { kind: "refused", problems };
  }
  const { id, secrets, evenIfRefused } = parsed.data;
  const stored = await readSealedSecret(id);
  if (!stored) return { kind: "not-found" };
  const problems = await problemsOf(stored.connection, secrets);
  if (problems.length > 0) return { kind: "refused", problems };
  const after = { ...(await secretsToKeep(stored, secrets)), ...secrets };
  const test = await failsGently(() => tryWith(stored.connection, after));
  if (test.kind === "fails" && !evenIfRefused) return { kind: "kept-old", message: test.message };
  const sealedSecret = sealSecrets(await vault(), ownerOf(stored.connection), after);
  const saved = await updateRow({ id, version: stored.version }, { sealedSecret });
  if (!saved) return { kind: "conflict" };
  await recordTest({ id, version: stored.version + 1 }, { ...test, at: new Date().toISOString() });
  return { kind: "rotated", connection: saved, test };
}

async function problemsOf(
  connection: Connection,
  secrets: Readonly<Record<string, string>>,
): Promise<FieldProblem[]> {
  const form = await findConnectionForm(connection.kind);
  const fields = form ? fieldsOf(form, chosenMethod(form, connection.config)) : [];
  const names = new Set(fields.filter(({ part }) => part === "secret").map(({ name }) => name));
  const entered = Object.entries(secrets);
  if (entered.length === 0) return [{ field: null, message: "Enter the new secret." }];
  return entered.flatMap(([field, secret]): FieldProblem[] => {
    if (!names.has(field))
      return [{ field: null, message: `“${field}” is not a secret of this connection.` }];
    return /\p{Cc}/u.test(secret)
      ? [{ field, message: "It holds a line break or another control character." }]
      : [];
  });
}

/** The other secrets, as they were. Ones that can't be opened any more don't keep new ones out. */
async function secretsToKeep(
  stored: StoredConnection,
  secrets: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  try {
    const all = Object.entries(await secretsOf(stored));
    return Object.fromEntries(all.filter(([name]) => !Object.hasOwn(secrets, name)));
  } catch (error) {
    if (error instanceof ToolError) return {};
    throw error;
  }
}

/** What the service says to these secrets. A client secret is tried by getting a token with it. */
async function tryWith(connection: Connection, secrets: Record<string, string>): Promise<ConnectionTest> {
  const settings = oauthSettingsOf(connection);
  if (!settings) return tryOut(await opened(connection, secrets, guardedFetch), guardedFetch);
  const clientSecret = secrets[clientSecretName] ?? "";
  const scrub = secretScrubber(Object.values(secrets));
  return renewGrant<ConnectionTest>(connection, grantName, async (grant) => {
    const refreshToken = typeof grant === "string" ? "" : (grant.secrets.refreshToken ?? "");
    const isPerson = settings.flow === "authorizationCode";
    if (isPerson && refreshToken === "") {
      const message = "It can be tried only when somebody is signed in. Sign in, then rotate.";
      return { next: "keep", answer: { kind: "fails", message } };
    }
    const wanted = isPerson
      ? { kind: "refresh" as const, refreshToken }
      : { kind: "client-credentials" as const };
    const answer = await requestToken(settings, clientSecret, wanted, guardedFetch);
    if (answer.kind === "token") {
      const detail = `${new URL(settings.tokenUrl).host} gave a token for it.`;
      return { next: grantOf(answer.token, refreshToken || null), answer: { kind: "works", detail } };
    }
    return {
      next: "keep",
      answer: { kind: "fails", message: scrub(`The service gives no token: ${answer.message}.`) },
    };
  });
}
