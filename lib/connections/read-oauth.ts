// What was entered for a method that gets its token by OAuth → the settings a connection keeps.
import { type OAuthSettings, oauthSettingsSchema } from "@/lib/domain/oauth-settings";
import type { ConnectionMethod, FieldProblem } from "./connection-form";

/** Parameters of the sign-in page that are this program's own. */
const ownParameters = new Set([
  "client_id",
  "client_secret",
  "code_challenge",
  "code_challenge_method",
  "redirect_uri",
  "request",
  "request_uri",
  "response_mode",
  "response_type",
  "scope",
  "state",
]);

/** What a scope may consist of (RFC 6749). */
const scopePattern = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/;

/** Why secrets can't be sent to an address; null when they can: https, or http on this machine. */
export function addressProblem(label: string, address: string): string | null {
  if (!URL.canParse(address)) return `${label} must be a whole address, beginning with https://.`;
  const { protocol, hostname, username, password, hash } = new URL(address);
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback(hostname))) {
    return `${label} must begin with https://: secrets don't cross a network in the clear.`;
  }
  if (username !== "" || password !== "") return `${label} must not hold a user name or password.`;
  return hash === "" ? null : `${label} must not hold a “#”.`;
}

/** True for this machine, by a name or number that can't be another one. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

export function readOAuth(
  { flow, tokenNames }: ConnectionMethod,
  texts: Readonly<Record<string, string>>,
): { settings: OAuthSettings } | { problem: FieldProblem } {
  const text = (name: string) => texts[`oauth.${name}`] ?? "";
  const scopes = `${text("scopes")} ${text("otherScopes")}`.split(/\s+/).filter((scope) => scope !== "");
  const scope = [...new Set(scopes)].join(" ");
  const refused = (field: string, message: string) => ({ problem: { field: `oauth.${field}`, message } });
  if (scope !== "" && !scopePattern.test(scope)) {
    return refused("otherScopes", "A scope holds a character that none may have.");
  }
  const parameters = new URLSearchParams(text("parameters"));
  const own = [...parameters.keys()].find((name) => ownParameters.has(name));
  if (own !== undefined) return refused("parameters", `“${own}” is set by Lamplight itself.`);
  return {
    settings: oauthSettingsSchema.parse({
      flow,
      authorizationUrl: text("authorizationUrl") || null,
      tokenUrl: text("tokenUrl"),
      refreshUrl: text("refreshUrl") || null,
      issuer: text("issuer") || null,
      clientId: text("clientId"),
      clientAuthentication: text("clientAuthentication") || "header",
      scope,
      audience: text("audience"),
      parameters: parameters.toString(),
      secretNames: tokenNames,
    }),
  };
}
