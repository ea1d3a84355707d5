// One message over SMTP. The library's connection is used directly, because it alone knows whether the message's
// bytes had begun to go out when something failed: before that a retry is safe, after that it may be a repeat (R2).
import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Json } from "@/lib/domain/json";
import type { ToolErrorKind } from "@/lib/domain/tool-error";
import { type OpenConnection, ToolError } from "@/lib/tools/tool-contract";

export interface Delivery {
  accepted: string[];
  rejected: string[];
  /** The server's last word: often with its own id of the message. */
  response: string;
}

export interface Envelope {
  from: string;
  to: string[];
}

/** Where a delivery has got to. */
interface Progress {
  /** The server asked for the message, and bytes of it were handed out. */
  messageBegun: boolean;
}

/** Delivers a message. Throws a ToolError; `effectUncertain` when the message had begun to go out. */
export async function deliver(
  connection: OpenConnection,
  message: { envelope: Envelope; bytes: Buffer; signal: AbortSignal },
): Promise<Delivery> {
  const progress: Progress = { messageBegun: false };
  const smtp = new SMTPConnection(connectionOptions(connection));
  try {
    return await talk(smtp, connection, { ...message, progress });
  } catch (error) {
    throw asToolError(error, connection, progress);
  } finally {
    smtp.close();
  }
}

function connectionOptions({ origin, config, secret }: OpenConnection) {
  const url = new URL(origin);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isLocal = host === "localhost" || host === "::1" || host.startsWith("127.");
  const secure = url.protocol === "smtps:";
  return {
    host,
    port: Number(url.port || (secure ? 465 : 587)),
    secure,
    // A password never crosses a network in the clear; on this machine there is no network to cross.
    requireTLS: !secure && !isLocal && (config.startTls === "required" || secret.password !== undefined),
    ignoreTLS: !secure && isLocal && config.startTls !== "required",
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    dnsTimeout: 10_000,
  };
}

function talk(
  smtp: SMTPConnection,
  { config, secret }: OpenConnection,
  message: { envelope: Envelope; bytes: Buffer; signal: AbortSignal; progress: Progress },
): Promise<Delivery> {
  const { envelope, bytes, signal, progress } = message;
  return new Promise((resolve, reject) => {
    const stop = () => reject(new ToolError("timeout", "The mail was not sent in time."));
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    smtp.once("error", reject);
    smtp.once("end", () => reject(new Error("the mail server closed the connection")));
    const send = () =>
      smtp.send({ ...envelope, size: bytes.length }, messageStream(bytes, progress), (error, info) => {
        signal.removeEventListener("abort", stop);
        if (error) return reject(error);
        resolve({ accepted: plain(info.accepted), rejected: plain(info.rejected), response: info.response });
        smtp.quit();
      });
    smtp.connect((error) => {
      if (error) return reject(error);
      const { user } = config;
      if (typeof user !== "string" || user === "") return send();
      smtp.login({ user, pass: secret.password ?? "" }, (failure) => (failure ? reject(failure) : send()));
    });
  });
}

/** The message as a stream that is first read when the server has asked for it. */
function messageStream(bytes: Buffer, progress: Progress): Readable {
  return new Readable({
    read() {
      progress.messageBegun = true;
      this.push(bytes);
      this.push(null);
    },
  });
}

const plain = (addresses: readonly unknown[]) => addresses.map(String);

interface SmtpFailure extends Error {
  code?: unknown;
  responseCode?: unknown;
  response?: unknown;
  command?: unknown;
}

function asToolError(error: unknown, { name, origin }: OpenConnection, progress: Progress): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof ToolError) {
    return new ToolError(error.kind, error.message, { effectUncertain: progress.messageBegun, cause: error });
  }
  const failure: SmtpFailure = error;
  const status = typeof failure.responseCode === "number" ? failure.responseCode : null;
  const response = typeof failure.response === "string" ? failure.response.slice(0, 500) : null;
  const evidence: Json = { code: String(failure.code ?? ""), status, response, message: error.message };
  // An answer of the server is certain, whatever it says; silence after the message had begun is not.
  const effectUncertain = progress.messageBegun && status === null;
  const kind = kindOf(failure, status);
  return new ToolError(
    kind,
    messageOf(kind, { response, reason: error.message, name, origin, effectUncertain }),
    {
      evidence,
      effectUncertain,
      cause: error,
    },
  );
}

function kindOf(failure: SmtpFailure, status: number | null): ToolErrorKind {
  const code = String(failure.code ?? "");
  if (["EAUTH", "ENOAUTH"].includes(code) || status === 530 || status === 535) return "credentials";
  if (code === "ETIMEDOUT") return "timeout";
  if (code === "ETLS") return "refused";
  if (status === 452 || status === 552) return "quota";
  if (status !== null && status >= 500) return code === "EENVELOPE" ? "bad-input" : "refused";
  return "transient";
}

function messageOf(
  kind: ToolErrorKind,
  {
    response,
    reason,
    name,
    origin,
    effectUncertain,
  }: {
    response: string | null;
    reason: string;
    name: string;
    origin: string;
    effectUncertain: boolean;
  },
): string {
  if (effectUncertain) {
    return `The connection to the mail server of “${name}” broke while the message was being handed over. It may have been sent.`;
  }
  const said = response === null ? "" : ` It said: ${response}`;
  switch (kind) {
    case "credentials":
      return `The mail server of “${name}” refused the user or password. Check them on the Connections page.${said}`;
    case "bad-input":
      return `The mail server takes no mail for these addresses.${said}`;
    case "quota":
      return `The mail server has no room for the message, or takes no more for now.${said}`;
    case "refused":
      return response === null
        ? `The mail server at ${origin} can't be talked to safely: ${reason}.`
        : `The mail server did not take the message.${said}`;
    default:
      return response === null
        ? `The mail server at ${origin} can't be reached: ${reason}.`
        : `The mail server can't take the message now.${said}`;
  }
}
