import { createHash } from "node:crypto";
import MailComposer from "nodemailer/lib/mail-composer";
import type { Sender } from "./addresses";

export interface Attachment {
  name: string;
  mediaType: string;
  bytes: Buffer;
}

export interface Message {
  sender: Sender;
  to: string[];
  cc: string[];
  replyTo: string | null;
  subject: string;
  text: string;
  html: string | null;
  attachments: Attachment[];
  messageId: string;
  date: Date;
  /** Nobody wrote it: answering machines leave it alone. */
  isAutomatic?: true;
}

/** The same id for every attempt of the same call, so that a mailbox may know a repeat. */
export function messageIdOf(idempotencyKey: string, { address }: Sender): string {
  const digest = createHash("sha256").update(idempotencyKey).digest("hex").slice(0, 32);
  return `<${digest}@${address.slice(address.lastIndexOf("@") + 1)}>`;
}

/** The message as it goes over the wire. Nothing is read from files or addresses while it is built (N6). */
export async function buildMessage(message: Message): Promise<Buffer> {
  const { sender, attachments, html, replyTo } = message;
  // Addresses as objects, never as text to be parsed again.
  const mailboxes = (addresses: readonly string[]) => addresses.map((address) => ({ name: "", address }));
  const composer = new MailComposer({
    from: sender,
    to: mailboxes(message.to),
    cc: mailboxes(message.cc),
    ...(replyTo === null ? {} : { replyTo: { name: "", address: replyTo } }),
    subject: message.subject,
    text: message.text,
    ...(html === null ? {} : { html }),
    attachments: attachments.map(({ name, mediaType, bytes }) => ({
      filename: name,
      contentType: mediaType,
      content: bytes,
      contentDisposition: "attachment" as const,
    })),
    messageId: message.messageId,
    date: message.date,
    ...(message.isAutomatic ? { headers: { "Auto-Submitted": "auto-generated" } } : {}),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
