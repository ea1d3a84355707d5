// Reads where a service has its sign-in page and token address, from the metadata its API's document points to.
import { z } from "zod";
import { findConnectionForm } from "@/lib/connections/find-form";
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { addressProblem } from "@/lib/connections/read-oauth";
import { ToolError } from "@/lib/tools/tool-contract";

/** RFC 8414 and OpenID Connect Discovery: what is of use here. */
const metadataSchema = z.object({
  issuer: z.string().max(2000),
  authorization_endpoint: z.string().max(2000).optional(),
  token_endpoint: z.string().max(2000),
  scopes_supported: z.array(z.string()).optional(),
});

export type LookUpResult =
  /** Values for the form, to be looked at before they are saved. */
  { kind: "found"; values: Record<string, string> } | { kind: "refused"; message: string };

/** Only when a person asks for it, having seen the address: importing and listing fetch nothing (M1, N3). */
export async function lookUpSignIn(request: { kind: string; method: string }): Promise<LookUpResult> {
  const form = await findConnectionForm(request.kind);
  const address = form?.methods.find(({ id }) => id === request.method)?.metadataUrl;
  if (!address) return { kind: "refused", message: "This API does not say where its addresses can be read." };
  const problem = addressProblem("The address", address);
  if (problem !== null) return { kind: "refused", message: problem };
  try {
    const { status, body } = await guardedFetch({
      url: address,
      headers: { accept: "application/json" },
      boundOrigin: new URL(address).origin,
      maxResponseBytes: 1024 * 1024,
      signal: AbortSignal.timeout(15_000),
    });
    if (status !== 200)
      return { kind: "refused", message: `${new URL(address).host} answered HTTP ${status}.` };
    return readMetadata(address, body.toString("utf8"));
  } catch (error) {
    if (error instanceof ToolError) return { kind: "refused", message: error.message };
    throw error;
  }
}

function readMetadata(address: string, text: string): LookUpResult {
  const { host, origin } = new URL(address);
  const refused = (what: string): LookUpResult => ({ kind: "refused", message: `${host} ${what}` });
  const parsed = metadataSchema.safeParse(parse(text));
  if (!parsed.success) return refused("does not answer with the addresses of a sign-in.");
  const { issuer, authorization_endpoint: page = "", token_endpoint: tokens } = parsed.data;
  // Who describes an issuer must be it: anybody else could lead a person's secrets to themselves (M5).
  if (!URL.canParse(issuer) || new URL(issuer).origin !== origin) return refused("speaks for somebody else.");
  const problem =
    addressProblem("Its token address", tokens) ?? (page ? addressProblem("Its sign-in page", page) : null);
  if (problem !== null) return { kind: "refused", message: problem };
  return {
    kind: "found",
    values: { "oauth.authorizationUrl": page, "oauth.tokenUrl": tokens, "oauth.issuer": issuer },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
