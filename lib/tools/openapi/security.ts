// Security schemes of a document: which credentials its operations need, how a token is got, and where it goes in a
// request.
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import { listAt, memberOf, objectAt, textAt } from "./json-access";
import { type OAuthAccess, oauthOf } from "./oauth-flows";
import type { References } from "./references";

/** A credential of an API: how it is sent, and under which names a connection keeps it. */
export interface ApiCredential {
  /** The scheme's name in the document. */
  scheme: string;
  description: string;
  send: /** `Authorization: Bearer …`; some services want another word. */
    | { kind: "bearer"; word: string }
    /** The user's name is in the connection's config under `userName`. */
    | { kind: "basic"; userName: string }
    | { kind: "key"; in: "header" | "query" | "cookie"; name: string }
    /** Signed by Amazon's Signature Version 4; the names say where in the connection the rest is. */
    | { kind: "aws"; accessKeyId: string; region: string; sessionToken: string };
  /** The connection's secret of this name is the token, key or password. */
  secretName: string;
  /** How a token is got by signing in; null for a credential that a person has and enters. */
  oauth: OAuthAccess | null;
}

/** One of the credentials a call needs, and the scopes its token must have. */
export interface RequiredScheme {
  scheme: string;
  scopes: readonly string[];
}

/** Credentials that together let a call through; empty: none is needed. */
export type SecurityRequirement = readonly RequiredScheme[];

/** The credentials a document knows, in its order. Kinds that can't be sent from here are left out. */
export function credentialsOf(document: JsonObject, references: References): ApiCredential[] {
  const schemes = objectAt(objectAt(document, "components"), "securitySchemes");
  const found = Object.entries(schemes).flatMap(([scheme, value]) => {
    const followed = references.follow(value)?.value;
    const send = followed && sendOf(followed);
    if (!followed || !send || scheme.length > 60) return [];
    const description = (textAt(followed, "description") ?? "").slice(0, 300);
    return [{ scheme, send, description, oauth: oauthOf(followed) }];
  });
  // Simple names as long as they are not ambiguous: `token`, `password`, `user`.
  const count = (isCounted: (send: Send) => boolean) => found.filter(({ send }) => isCounted(send)).length;
  const tokens = count((send) => typeof send !== "string");
  const passwords = count((send) => send === "basic");
  const keys = count((send) => send === "aws");
  return found.map(({ send, ...rest }) => {
    const { scheme } = rest;
    if (typeof send !== "string")
      return { ...rest, send, secretName: tokens === 1 ? "token" : `${scheme}.token` };
    const name = (field: string) =>
      (send === "aws" ? keys : passwords) === 1 ? field : `${scheme}.${field}`;
    if (send === "aws") {
      const [accessKeyId, region, sessionToken] = [name("accessKeyId"), name("region"), name("sessionToken")];
      return {
        ...rest,
        send: { kind: "aws", accessKeyId, region, sessionToken },
        secretName: name("secretAccessKey"),
      };
    }
    return { ...rest, send: { kind: "basic", userName: name("user") }, secretName: name("password") };
  });
}

const keySchemes = new WeakMap<JsonObject, Map<string, string>>();

/** The schemes that are keys, by place and name in small letters: `query api_key`. */
export function keySchemesOf(document: JsonObject, references: References): ReadonlyMap<string, string> {
  const known = keySchemes.get(document);
  if (known) return known;
  const found = new Map<string, string>();
  for (const { scheme, send } of credentialsOf(document, references)) {
    if (send.kind === "key") found.set(`${send.in} ${send.name.toLowerCase()}`, scheme);
  }
  keySchemes.set(document, found);
  return found;
}

type Send = Exclude<ApiCredential["send"], { kind: "basic" | "aws" }> | "basic" | "aws";

function sendOf(scheme: JsonObject): Send | null {
  switch (textAt(scheme, "type")) {
    case "http":
      return sendOverHttp(textAt(scheme, "scheme") ?? "");
    case "oauth2":
    case "openIdConnect":
      return { kind: "bearer", word: "Bearer" };
    case "apiKey": {
      const place = textAt(scheme, "in");
      const name = textAt(scheme, "name");
      if (name === null || (place !== "header" && place !== "query" && place !== "cookie")) return null;
      if (isAwsSignature(scheme, name)) return "aws";
      return { kind: "key", in: place, name };
    }
    default:
      return null;
  }
}

/** As Amazon's API Gateway marks it, and as others describe it. */
function isAwsSignature(scheme: JsonObject, name: string): boolean {
  if (/^awsSigv4$/i.test(textAt(scheme, "x-amazon-apigateway-authtype") ?? "")) return true;
  const described = textAt(scheme, "description") ?? "";
  return (
    /^authorization$/i.test(name) &&
    /\b(aws|amazon)\b.{0,40}\bsig(nature|v4)|\bsigv4\b/i.test(described.slice(0, 1000))
  );
}

/** Of these the client proves itself by more than a text that it holds. */
const provingSchemes = /^(digest|dpop|hoba|mutual|negotiate|ntlm|scram-.*|.*hmac.*|.*sig(nature)?.*|vapid)$/i;

function sendOverHttp(word: string): Send | null {
  if (/^basic$/i.test(word)) return "basic";
  if (/^aws4-hmac-sha256$/i.test(word)) return "aws";
  if (/^(bearer|oauth)$/i.test(word)) return { kind: "bearer", word: "Bearer" };
  const isWord = /^[A-Za-z][A-Za-z0-9._-]{0,40}$/.test(word) && !provingSchemes.test(word);
  return isWord ? { kind: "bearer", word } : null;
}

const undeclared = new WeakMap<JsonObject, SecurityRequirement[]>();

/**
 * Of a document that describes credentials and says nowhere what they are for: any of them, or none, for every
 * operation. Empty for any other document.
 */
export function undeclaredRequirements(document: JsonObject): readonly SecurityRequirement[] {
  const known = undeclared.get(document);
  if (known) return known;
  const schemes = Object.keys(objectAt(objectAt(document, "components"), "securitySchemes"));
  const isDeclared =
    schemes.length === 0 || memberOf(document, "security") !== undefined || declaresAnywhere(document);
  const found = isDeclared ? [] : [...schemes.map((scheme) => [{ scheme, scopes: [] }]), []];
  undeclared.set(document, found);
  return found;
}

function declaresAnywhere(document: JsonObject): boolean {
  return Object.values(objectAt(document, "paths")).some((item) =>
    Object.values(isJsonObject(item) ? item : {}).some(
      (operation) => memberOf(operation, "security") !== undefined,
    ),
  );
}

/** What an operation needs, any one of these; its own word before the document's. */
export function requirementsOf(document: JsonObject, operation: JsonObject): SecurityRequirement[] {
  const anything = undeclaredRequirements(document);
  if (anything.length > 0) return [...anything];
  const source = memberOf(operation, "security") === undefined ? document : operation;
  return listAt(source, "security").map((requirement) =>
    isJsonObject(requirement)
      ? Object.keys(requirement).map((scheme) => ({
          scheme,
          scopes: listAt(requirement, scheme).filter((scope) => typeof scope === "string"),
        }))
      : [],
  );
}

/** True when a call may be made without any credential. */
export function isOpen(requirements: readonly SecurityRequirement[]): boolean {
  return requirements.length === 0 || requirements.some((requirement) => requirement.length === 0);
}
