import { z } from "zod";
import type { JsonObject } from "./json";

/** How a connection gets its token from a service: part of its config, under `oauth`. The client secret is apart. */
export const oauthSettingsSchema = z.object({
  /** `authorizationCode`: a person signs in. `clientCredentials`: the program is an account of its own. */
  flow: z.enum(["authorizationCode", "clientCredentials"]),
  /** The service's sign-in page. */
  authorizationUrl: z.string().nullable().default(null),
  /** Where codes and secrets are exchanged for tokens. */
  tokenUrl: z.string(),
  /** Where tokens are renewed, when that is somewhere else. */
  refreshUrl: z.string().nullable().default(null),
  /** Who answers a sign-in (RFC 9207), when the service says so. */
  issuer: z.string().nullable().default(null),
  clientId: z.string(),
  /** How the client secret is sent; without one, neither. */
  clientAuthentication: z.enum(["header", "body"]).default("header"),
  /** Scopes, separated by spaces. */
  scope: z.string().default(""),
  audience: z.string().default(""),
  /** More parameters of the sign-in page, as a query. */
  parameters: z.string().default(""),
  /** The names of the secrets the token stands for. */
  secretNames: z.array(z.string()).min(1),
});
export type OAuthSettings = z.infer<typeof oauthSettingsSchema>;

/** The settings in a connection's config; null for a connection whose credentials were entered. */
export function oauthSettingsOf({ config }: { config: JsonObject }): OAuthSettings | null {
  return Object.hasOwn(config, "oauth") ? oauthSettingsSchema.parse(config.oauth) : null;
}

/**
 * Everything a connection's secrets may be sent to, as one text: its origin and, where a token is got by OAuth, the
 * origins of those addresses. Secrets are sealed for exactly this; another one makes them void (P8).
 */
export function boundOrigins(connection: { origin: string; config: JsonObject }): string {
  const oauth = oauthSettingsOf(connection);
  if (!oauth) return connection.origin;
  const addresses = [oauth.authorizationUrl, oauth.tokenUrl, oauth.refreshUrl];
  const origins = addresses.filter((address) => address !== null).map((address) => new URL(address).origin);
  return [...new Set([connection.origin, ...origins])].join(" ");
}
