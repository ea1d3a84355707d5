// The mail server: SMTP with a password, on this machine only. Whatever it takes lands in the Outbox.
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { isDatabaseAway } from "@/lib/db/database-away";
import { isSandboxAccount } from "@/lib/db/sandbox-accounts";
import { FileStoreError } from "@/lib/files/file-store-error";
import { askDatabase } from "@/lib/sandbox/database-away";
import { sandboxLog } from "@/lib/sandbox/sandbox-log";
import { receiveMail } from "./receive-mail";

export const maxMailBytes = 25 * 1024 * 1024;
const maxRecipients = 500;

/** An answer of SMTP: its code decides whether the client tries again (4…) or gives up (5…). */
class SmtpError extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.name = "SmtpError";
    this.responseCode = responseCode;
  }
}

export function createMailServer(): SMTPServer {
  const server = new SMTPServer({
    name: "sandbox.lamplight.example",
    banner: "Lamplight sandbox: what arrives here is shown in the Outbox",
    size: maxMailBytes,
    authMethods: ["PLAIN", "LOGIN"],
    // It listens on loopback only; there is no certificate a client could check.
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    socketTimeout: 60_000,
    closeTimeout: 1000,
    maxClients: 50,
    onAuth({ username, password }, _session, callback) {
      const account = { service: "smtp", userName: username ?? "", secret: password ?? "" };
      askDatabase(() => isSandboxAccount(account)).then(
        (allowed) => {
          if (allowed) callback(null, { user: account.userName });
          else callback(new SmtpError(535, "The user name or the password is wrong"));
        },
        (error: unknown) => callback(smtpErrorOf(error)),
      );
    },
    onRcptTo(_address, session, callback) {
      const full = session.envelope.rcptTo.length >= maxRecipients;
      callback(full ? new SmtpError(452, `At most ${maxRecipients} recipients`) : null);
    },
    onData(stream, session, callback) {
      takeMessage(stream, session).then(
        (queueId) => callback(null, `Accepted as ${queueId}`),
        (error: unknown) => callback(smtpErrorOf(error)),
      );
    },
  });
  // A client that breaks off is no matter of the server's.
  server.on("error", (error) => sandboxLog().debug({ err: error }, "a mail client went wrong"));
  return server;
}

async function takeMessage(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    // The rest is read and dropped: the protocol has no way to say stop.
    if (size <= maxMailBytes) chunks.push(chunk);
  }
  if (size > maxMailBytes || stream.sizeExceeded) {
    throw new SmtpError(552, `The message is larger than ${maxMailBytes / 1024 / 1024} MB`);
  }
  const { mailFrom, rcptTo } = session.envelope;
  const envelope = {
    from: mailFrom ? mailFrom.address : "",
    to: rcptTo.map((recipient) => recipient.address),
  };
  return (await receiveMail(Buffer.concat(chunks), envelope)).serviceId;
}

function smtpErrorOf(error: unknown): SmtpError {
  if (error instanceof SmtpError) return error;
  if (isDatabaseAway(error)) return new SmtpError(451, "The mailbox can't be reached. Try again in a moment");
  if (error instanceof FileStoreError) {
    return error.problem === "too-large"
      ? new SmtpError(552, "An attachment is too large")
      : new SmtpError(452, "There is no room for the message's attachments");
  }
  sandboxLog().error({ err: error }, "a message could not be taken");
  return new SmtpError(451, "The message could not be taken. Try again later");
}
