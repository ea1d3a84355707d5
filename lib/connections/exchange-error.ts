// What went wrong on the way to a service, said as a ToolError.
import { ToolError } from "@/lib/tools/tool-contract";

/** Thrown before or while connecting: the address is not one a call may reach. */
export class AddressRefused extends Error {
  /** @param address what the host name stands for; null when the name says it all */
  constructor(hostname: string, address: string | null, problem: string) {
    const isLiteral = address === null || hostname.replace(/^\[|\]$/g, "") === address;
    super(
      `${isLiteral ? hostname : `${hostname} (${address})`} is ${problem}. ` +
        "Addresses of this machine and of private networks are reached only through a connection made for them.",
    );
    this.name = "AddressRefused";
  }
}

export class ResponseTooLarge extends Error {
  constructor(maxBytes: number) {
    super(`The answer is larger than ${formatBytes(maxBytes)}.`);
    this.name = "ResponseTooLarge";
  }
}

interface ErrorContext {
  url: URL;
  signal: AbortSignal;
  effectUncertain: boolean;
}

/** URLs in messages are cut before the query: API keys and personal data live there. */
export function placeOf(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

/** The ToolError for a failed exchange; a ToolError stays as it is, but for what is uncertain. */
export function toExchangeError(error: unknown, context: ErrorContext): ToolError {
  const { url, signal, effectUncertain } = context;
  const failed = (kind: ToolError["kind"], message: string) =>
    new ToolError(kind, message, { cause: error, effectUncertain, evidence: { place: placeOf(url) } });

  if (error instanceof ToolError) return failed(error.kind, error.message);
  if (signal.aborted) {
    const late = isNamed(signal.reason, "TimeoutError");
    return failed(
      "timeout",
      late ? `${url.host} did not answer in time.` : `The call to ${url.host} was stopped.`,
    );
  }
  const causes = causesOf(error);
  const known = causes.find((cause) => cause instanceof AddressRefused || cause instanceof ResponseTooLarge);
  if (known) return failed("refused", known.message);

  // Some of undici's errors have a name and no code.
  const codes = causes.map((cause) => ("code" in cause && cause.code ? String(cause.code) : cause.name));
  const has = (pattern: RegExp) => codes.some((code) => pattern.test(code));
  if (has(/TIMEOUT|ETIMEDOUT/)) return failed("timeout", `${url.host} did not answer in time.`);
  if (has(/ENOTFOUND|EAI_/)) {
    return failed("transient", `The host ${url.hostname} was not found. Check the address and the network.`);
  }
  if (has(/ECONNREFUSED/)) {
    return failed(
      "transient",
      `Nothing answers at ${url.host}: the connection was refused. Is the service running?`,
    );
  }
  if (has(/ENETUNREACH|EHOSTUNREACH|EADDRNOTAVAIL/)) {
    return failed("transient", `There is no way to ${url.host} from this machine. Check the network.`);
  }
  if (has(/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/)) {
    return failed("refused", `The certificate of ${url.host} is not valid for it (${codes.find(Boolean)}).`);
  }
  if (has(/INVALID_ARG|INVALID_CHAR|INVALID_HTTP_TOKEN/)) {
    return new ToolError(
      "bad-input",
      "The request can't be sent: a header holds characters that are not allowed.",
      {
        cause: error,
      },
    );
  }
  if (
    has(/^HPE_|^HTTPParserError$|^Z_|^ERR_BROTLI|ERR__ERROR_FORMAT|HEADERS_OVERFLOW|EPROTO|CONTENT_LENGTH/)
  ) {
    return failed("transient", `${url.host} answered with something that is not proper HTTP.`);
  }
  return failed("transient", `The connection to ${url.host} broke before the answer was complete.`);
}

/** An error, what caused it, and the members of aggregates. */
function causesOf(error: unknown): Error[] {
  const found: Error[] = [];
  const open: unknown[] = [error];
  while (open.length > 0 && found.length < 50) {
    const next = open.shift();
    if (!(next instanceof Error) || found.includes(next)) continue;
    found.push(next);
    open.push(next.cause);
    if (next instanceof AggregateError) open.push(...next.errors);
  }
  return found;
}

function isNamed(value: unknown, name: string): boolean {
  return value instanceof Error ? value.name === name : false;
}

function formatBytes(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${Math.round(bytes / 1024 / 1024)} MB`;
  return bytes >= 1024 ? `${Math.round(bytes / 1024)} kB` : `${bytes} bytes`;
}
