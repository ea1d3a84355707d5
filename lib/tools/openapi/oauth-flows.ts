// OAuth 2 and OpenID Connect as a document describes them. Addresses are data here: nothing is fetched.
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import { memberOf, objectAt, textAt } from "./json-access";

export interface OAuthScope {
  name: string;
  /** Of the service, for the person who is asked to allow it. */
  description: string;
}

/** A way to a token. Addresses are whole and http(s); they need not be on the API's origin. */
export type OAuthFlow =
  | {
      kind: "authorizationCode";
      authorizationUrl: string;
      tokenUrl: string;
      refreshUrl: string | null;
      scopes: OAuthScope[];
    }
  | { kind: "clientCredentials"; tokenUrl: string; refreshUrl: string | null; scopes: OAuthScope[] }
  | {
      kind: "deviceAuthorization";
      deviceAuthorizationUrl: string;
      tokenUrl: string;
      refreshUrl: string | null;
      scopes: OAuthScope[];
    };

export interface OAuthAccess {
  /** None where the document has only flows that are no longer to be used (implicit, password): a person pastes a token. */
  flows: OAuthFlow[];
  /** Of OpenID Connect or of a server's metadata (RFC 8414): where the addresses can be read when somebody signs in. */
  metadataUrl: string | null;
  /** Every scope the document knows. */
  scopes: OAuthScope[];
}

const maxScopes = 500;

/** How a token of this security scheme is got; null for a scheme of another kind. */
export function oauthOf(scheme: JsonObject): OAuthAccess | null {
  const type = textAt(scheme, "type");
  if (type === "openIdConnect") {
    return { flows: [], metadataUrl: addressAt(scheme, "openIdConnectUrl"), scopes: [] };
  }
  if (type !== "oauth2") return null;
  const written = objectAt(scheme, "flows");
  const flows = flowKinds.flatMap((kind) => readFlow(kind, objectAt(written, kind)) ?? []);
  const all = Object.values(written).flatMap(scopesOf);
  return {
    flows,
    metadataUrl: addressAt(scheme, "oauth2MetadataUrl"),
    scopes: [...new Map(all.map((scope) => [scope.name, scope])).values()].slice(0, maxScopes),
  };
}

const flowKinds = ["authorizationCode", "clientCredentials", "deviceAuthorization"] as const;

function readFlow(kind: OAuthFlow["kind"], flow: JsonObject): OAuthFlow | null {
  const tokenUrl = addressAt(flow, "tokenUrl");
  if (tokenUrl === null) return null;
  const rest = { tokenUrl, refreshUrl: addressAt(flow, "refreshUrl"), scopes: scopesOf(flow) };
  switch (kind) {
    case "clientCredentials":
      return { kind, ...rest };
    case "authorizationCode": {
      const authorizationUrl = addressAt(flow, "authorizationUrl");
      return authorizationUrl === null ? null : { kind, authorizationUrl, ...rest };
    }
    case "deviceAuthorization": {
      const deviceAuthorizationUrl = addressAt(flow, "deviceAuthorizationUrl");
      return deviceAuthorizationUrl === null ? null : { kind, deviceAuthorizationUrl, ...rest };
    }
    default:
      return kind satisfies never;
  }
}

function addressAt(holder: JsonObject, key: string): string | null {
  const written = textAt(holder, key);
  if (written === null || written.length > 2000 || !URL.canParse(written)) return null;
  const { protocol, username, password, href } = new URL(written);
  const isPlain = (protocol === "https:" || protocol === "http:") && username === "" && password === "";
  return isPlain ? href : null;
}

function scopesOf(flow: unknown): OAuthScope[] {
  const scopes = memberOf(flow, "scopes");
  if (!isJsonObject(scopes)) return [];
  return Object.entries(scopes)
    .filter(([name]) => /^[\x21\x23-\x5b\x5d-\x7e]{1,300}$/.test(name))
    .slice(0, maxScopes)
    .map(([name, description]) => ({
      name,
      description: typeof description === "string" ? description.slice(0, 300) : "",
    }));
}
