// A real SMTP server, for tests of what is sent and to whom.
import type { AddressInfo, Server } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

export interface ReceivedMail {
  envelope: { from: string; to: string[] };
  raw: Buffer;
  mail: ParsedMail;
}

export interface MailServer {
  port: number;
  received: ReceivedMail[];
  /** Messages whose handing over has begun. */
  begun(): number;
  stop(): Promise<void>;
}

export const mailUser = { user: "lamplight", password: "right" };

/** Keeps what it is given. `refused`: recipients, and the code each is refused with; `hangs`: takes messages and never answers. */
export async function startMailServer(
  options: { refused?: Record<string, number>; hangs?: boolean } = {},
): Promise<MailServer> {
  const { refused = {}, hangs = false } = options;
  const received: ReceivedMail[] = [];
  let begun = 0;
  const server = new SMTPServer({
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    authOptional: true,
    logger: false,
    closeTimeout: 100,
    onAuth: (auth, _session, done) =>
      auth.username === mailUser.user && auth.password === mailUser.password
        ? done(null, { user: "1" })
        : done(new Error("Invalid login")),
    onRcptTo: ({ address }, _session, done) => {
      const code = refused[address];
      done(
        code === undefined ? null : Object.assign(new Error(`no mailbox ${address}`), { responseCode: code }),
      );
    },
    onData: (stream, session, done) => {
      begun += 1;
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", async () => {
        if (hangs) return;
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        const envelope = { from: mailFrom ? mailFrom.address : "", to: rcptTo.map(({ address }) => address) };
        received.push({ envelope, raw, mail: await simpleParser(raw) });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  let stopped: Promise<void> | null = null;
  return {
    port: portOf(server.server),
    received,
    begun: () => begun,
    stop: () => {
      stopped ??= new Promise((resolve) => server.close(() => resolve()));
      return stopped;
    },
  };
}

const portOf = (server: Pick<Server, "address">) => (server.address() as AddressInfo).port;
