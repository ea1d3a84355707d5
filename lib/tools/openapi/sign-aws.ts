// Signs a request the way Amazon's services want it (Signature Version 4): the secret stays here, what is sent proves
// that the caller has it.
import aws4, { type Request as AwsRequest } from "aws4";

export interface AwsKeys {
  accessKeyId: string;
  secretAccessKey: string;
  /** Of keys that were lent for a while; empty for others. */
  sessionToken: string;
}

export interface SignableRequest {
  method: string;
  url: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string | Buffer | null;
}

/** What a signature is good for. */
export interface AwsScope {
  service: string;
  region: string;
}

/** Headers that are on their way changed or left out: a signature over them would not hold. */
const unsigned = { accept: true, "accept-encoding": true, "content-length": true, cookie: true };

/**
 * Whose signature a request to a host needs, by its name: `email.eu-west-1.amazonaws.com`.
 * @param documented the host in the API's document, for a connection to another one
 * @param region where neither name says it; empty for the usual one
 */
export function awsScope(host: string, documented: string, region: string): AwsScope | null {
  for (const name of [host, documented.replace(/\{[^{}]*\}/, region || "us-east-1")]) {
    const signer = new aws4.RequestSigner({ host: name, path: "/" }, {});
    if (/\.amazonaws\.com(\.cn)?$/.test(name) && signer.service !== "") {
      return { service: signer.service, region: region || signer.region };
    }
  }
  return null;
}

/** The request's headers with its signature among them. */
export function signAws(
  { method, url, headers, body }: SignableRequest,
  { keys, scope, now }: { keys: AwsKeys; scope: AwsScope; now: Date },
): Record<string, string> {
  const { host, pathname, search } = new URL(url);
  const request: AwsRequest & { extraHeadersToIgnore: Record<string, boolean> } = {
    ...{ host, method, path: `${pathname}${search}`, ...scope, ...(body === null ? {} : { body }) },
    headers: { ...headers, host, "X-Amz-Date": now.toISOString().replace(/[:-]|\.\d{3}/g, "") },
    extraHeadersToIgnore: unsigned,
  };
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken === "" ? {} : { sessionToken }) };
  const signed = new aws4.RequestSigner(request, credentials).sign().headers ?? {};
  return Object.fromEntries(
    Object.entries(signed)
      .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
      // The client writes these itself.
      .filter(([name]) => name !== "host" && name !== "content-length"),
  );
}
