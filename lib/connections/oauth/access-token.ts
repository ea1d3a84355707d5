// The access token of a connection, good for a call: kept sealed, renewed before it ends, by one process at a time.
import type { Connection } from "@/lib/domain/connection";
import type { OAuthSettings } from "@/lib/domain/oauth-settings";
import { Slots } from "@/lib/engine/slots";
import { type GuardedFetch, ToolError } from "@/lib/tools/tool-contract";
import { type Grant, type GrantState, readGrant, renewGrant } from "./grant-store";
import { requestToken, type Token, type TokenAnswer } from "./token-endpoint";

/** The name of a connection's one grant. */
export const grantName = "oauth";

export interface TokenWanted {
  connection: Connection;
  settings: OAuthSettings;
  clientSecret: string;
  fetch: GuardedFetch;
  /** A token the service no longer takes, whatever its age. */
  rejected?: string;
}

/** A token is renewed this long before it ends, or a quarter of its life for one that lives short. */
const marginMs = 60_000;
/** A token this young that is refused is refused for another reason; renewing it again would help nothing. */
const freshMs = 5000;

/** Each renewal holds a database connection while the service answers. */
const slots = new Slots(3);
const underWay = new Map<string, Promise<string>>();

/**
 * A token for a call. Throws a ToolError: `credentials` when a person has to sign in (again) or the client is
 * refused, `transient` when the service can't be reached.
 */
export async function accessToken(wanted: TokenWanted): Promise<string> {
  const grant = await readGrant(wanted.connection, grantName);
  const good = goodToken(grant, wanted.rejected);
  if (good !== null) return good;
  // Of many steps that notice at the same time, one in this process waits for the lock.
  const key = `${wanted.connection.id} ${wanted.rejected ?? ""}`;
  const running = underWay.get(key) ?? renew(wanted).finally(() => underWay.delete(key));
  underWay.set(key, running);
  return running;
}

async function renew(wanted: TokenWanted): Promise<string> {
  const giveBack = await slots.take(wanted.connection.id);
  try {
    const outcome = await renewGrant(wanted.connection, grantName, async (grant) => decide(grant, wanted));
    if (outcome instanceof ToolError) throw outcome;
    return outcome;
  } finally {
    giveBack();
  }
}

interface Decision {
  next: Grant | "keep" | "lost";
  answer: string | ToolError;
}

/** Under the lock: another process may have renewed it meanwhile. */
async function decide(grant: GrantState, wanted: TokenWanted): Promise<Decision> {
  const good = goodToken(grant, wanted.rejected);
  if (good !== null) return { next: "keep", answer: good };
  const { settings, clientSecret, connection, fetch, rejected } = wanted;
  if (settings.flow === "clientCredentials") {
    if (rejected !== undefined && isFresh(grant)) return { next: "keep", answer: refusedAgain(connection) };
    const answer = await requestToken(settings, clientSecret, { kind: "client-credentials" }, fetch);
    return answer.kind === "token" ? kept(answer.token, null) : { next: "keep", answer: notGiven(answer) };
  }
  if (grant === "none") return { next: "keep", answer: signInError(connection, "Nobody has signed in yet") };
  if (grant === "lost") return { next: "keep", answer: signInError(connection, "The sign-in has ended") };
  if (rejected !== undefined && isFresh(grant)) return { next: "keep", answer: refusedAgain(connection) };
  const { refreshToken } = grant.secrets;
  if (!refreshToken) return { next: "lost", answer: signInError(connection, "The sign-in has ended") };
  return renewed(grant, refreshToken, wanted);
}

async function renewed(grant: Grant, refreshToken: string, wanted: TokenWanted): Promise<Decision> {
  const { settings, clientSecret, connection, fetch, rejected } = wanted;
  let answer: TokenAnswer;
  try {
    answer = await requestToken(settings, clientSecret, { kind: "refresh", refreshToken }, fetch);
  } catch (error) {
    // The service is out of reach: a token that has not ended yet is still good for a call.
    const isAlive = grant.expiresAt === null || grant.expiresAt.getTime() > Date.now();
    const isOut = error instanceof ToolError && (error.kind === "transient" || error.kind === "timeout");
    if (isOut && isAlive && rejected === undefined) {
      return { next: "keep", answer: grant.secrets.accessToken ?? "" };
    }
    throw error;
  }
  if (answer.kind === "token") return kept(answer.token, refreshToken);
  return { next: "lost", answer: signInError(connection, `The sign-in has ended (${answer.message})`) };
}

function kept(token: Token, refreshToken: string | null): Decision {
  return { next: grantOf(token, refreshToken), answer: token.accessToken };
}

/** A token as it is stored. @param refreshToken the one before, which goes on being good when no other came */
export function grantOf(token: Token, refreshToken: string | null = null): Grant {
  const renewing = token.refreshToken ?? refreshToken;
  return {
    secrets: {
      accessToken: token.accessToken,
      ...(renewing === null ? {} : { refreshToken: renewing }),
      obtainedAt: new Date().toISOString(),
    },
    expiresAt: token.expiresAt,
  };
}

/** The token of a grant when it is good for a call; null when it has to be renewed. */
function goodToken(grant: GrantState, rejected: string | undefined): string | null {
  if (typeof grant === "string") return null;
  const { accessToken: token = "" } = grant.secrets;
  if (token === "" || token === rejected) return null;
  if (grant.expiresAt === null) return token;
  const life = grant.expiresAt.getTime() - obtainedAt(grant);
  return grant.expiresAt.getTime() - Date.now() > Math.min(marginMs, life / 4) ? token : null;
}

function isFresh(grant: GrantState): boolean {
  return typeof grant !== "string" && Date.now() - obtainedAt(grant) < freshMs;
}

function obtainedAt({ secrets }: Grant): number {
  return Date.parse(secrets.obtainedAt ?? "") || 0;
}

function signInError({ name }: Connection, what: string): ToolError {
  return new ToolError("credentials", `Connection “${name}”: ${what}. Sign in again under Connections.`);
}

function refusedAgain({ name }: Connection): ToolError {
  return new ToolError("credentials", `Connection “${name}”: the service refuses even a new token.`);
}

function notGiven({ message }: { message: string }): ToolError {
  return new ToolError("credentials", `The service gives no token: ${message}.`);
}
