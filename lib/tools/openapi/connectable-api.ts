// What a connection to an imported API needs: derived from its stored document, so that it is never out of date.
import type { JsonObject } from "@/lib/domain/json";
import { operationsOf } from "./operations";
import { createReferences, type References } from "./references";
import { type ApiCredential, credentialsOf, isOpen, requirementsOf } from "./security";
import { serverOf } from "./server";

export interface ConnectableApi {
  id: string;
  title: string;
  origin: string;
  basePath: string;
  credentials: ApiCredential[];
  /** How many of its operations can't be called without credentials. */
  needsCredentials: "none" | "some" | "all";
}

/** Null when the stored document can't be understood, which only an edited row can be. */
export async function connectableApi(api: {
  id: string;
  title: string;
  document: JsonObject;
}): Promise<ConnectableApi | null> {
  const server = serverOf(api.document, null);
  if (!server || "refused" in server) return null;
  const references = await createReferences(api.document);
  return {
    id: api.id,
    title: api.title,
    ...server,
    credentials: credentialsOf(api.document, references),
    needsCredentials: credentialNeed(api.document, references),
  };
}

/** Whether none, some or all of a document's operations are closed to callers without credentials. */
export function credentialNeed(
  document: JsonObject,
  references: References,
): ConnectableApi["needsCredentials"] {
  let open = 0;
  let closed = 0;
  for (const operation of operationsOf(document, references)) {
    if (isOpen(requirementsOf(document, operation.source))) open += 1;
    else closed += 1;
  }
  if (closed === 0) return "none";
  return open === 0 ? "all" : "some";
}
