// Security schemes of a document: which credentials its operations need, and where they go in a request.
import type { JsonObject } from "@/lib/domain/json";
import { listAt, memberOf, objectAt, textAt } from "./json-access";
import type { References } from "./references";

/** A credential of an API: how it is sent, and under which names a connection keeps it. */
export interface ApiCredential {
  /** The scheme's name in the document. */
  scheme: string;
  description: string;
  send:
    | { kind: "bearer" }
    /** The user's name is in the connection's config under `userName`. */
    | { kind: "basic"; userName: string }
    | { kind: "key"; in: "header" | "query" | "cookie"; name: string };
  /** The connection's secret of this name is the token, key or password. */
  secretName: string;
}

/** Schemes that together let a call through; empty: none is needed. */
export type SecurityRequirement = readonly string[];

/** The credentials a document knows, in its order. Kinds that can't be sent from here are left out. */
export function credentialsOf(document: JsonObject, references: References): ApiCredential[] {
  const schemes = objectAt(objectAt(document, "components"), "securitySchemes");
  const found = Object.entries(schemes).flatMap(([scheme, value]) => {
    const followed = references.follow(value)?.value;
    const send = followed && sendOf(followed);
    if (!followed || !send || scheme.length > 60) return [];
    return [{ scheme, send, description: (textAt(followed, "description") ?? "").slice(0, 300) }];
  });
  // Simple names as long as they are not ambiguous: `token`, `password`, `user`.
  const tokens = found.filter(({ send }) => send !== "basic").length;
  const passwords = found.length - tokens;
  return found.map(({ scheme, send, description }) => {
    if (send !== "basic") {
      return { scheme, description, send, secretName: tokens === 1 ? "token" : `${scheme}.token` };
    }
    const name = (field: string) => (passwords === 1 ? field : `${scheme}.${field}`);
    return {
      scheme,
      description,
      send: { kind: "basic", userName: name("user") },
      secretName: name("password"),
    };
  });
}

type Send = Exclude<ApiCredential["send"], { kind: "basic" }> | "basic";

function sendOf(scheme: JsonObject): Send | null {
  switch (textAt(scheme, "type")) {
    case "http": {
      const kind = textAt(scheme, "scheme")?.toLowerCase();
      if (kind === "basic") return "basic";
      return kind === "bearer" ? { kind: "bearer" } : null;
    }
    case "oauth2":
    case "openIdConnect":
      // A person brings the access token; both kinds send it as a bearer token.
      return { kind: "bearer" };
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

/** What an operation needs, any one of these; its own word before the document's. */
export function requirementsOf(document: JsonObject, operation: JsonObject): SecurityRequirement[] {
  const source = memberOf(operation, "security") === undefined ? document : operation;
  return listAt(source, "security").map((requirement) =>
    typeof requirement === "object" && requirement !== null ? Object.keys(requirement) : [],
  );
}

/** True when a call may be made without any credential. */
export function isOpen(requirements: readonly SecurityRequirement[]): boolean {
  return requirements.length === 0 || requirements.some((requirement) => requirement.length === 0);
}
