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
    | { kind: "key"; in: "header" | "query" | "cookie"; name: string };
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
  const tokens = found.filter(({ send }) => send !== "basic").length;
  const passwords = found.length - tokens;
  return found.map(({ send, ...rest }) => {
    const { scheme } = rest;
    if (send !== "basic") return { ...rest, send, secretName: tokens === 1 ? "token" : `${scheme}.token` };
    const name = (field: string) => (passwords === 1 ? field : `${scheme}.${field}`);
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

type Send = Exclude<ApiCredential["send"], { kind: "basic" }> | "basic";

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
      return { kind: "key", in: place, name };
    }
    default:
      return null;
  }
}

/** Of these the client proves itself by more than a text that it holds. */
const provingSchemes = /^(digest|dpop|hoba|mutual|negotiate|ntlm|scram-.*|.*hmac.*|.*sig(nature)?.*|vapid)$/i;

function sendOverHttp(word: string): Send | null {
  if (/^basic$/i.test(word)) return "basic";
  if (/^(bearer|oauth)$/i.test(word)) return { kind: "bearer", word: "Bearer" };
  const isWord = /^[A-Za-z][A-Za-z0-9._-]{0,40}$/.test(word) && !provingSchemes.test(word);
  return isWord ? { kind: "bearer", word } : null;
}

/** What an operation needs, any one of these; its own word before the document's. */
export function requirementsOf(document: JsonObject, operation: JsonObject): SecurityRequirement[] {
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
