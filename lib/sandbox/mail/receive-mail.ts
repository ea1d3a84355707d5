// From the bytes of a message to a delivery in the Outbox.
import { createHash, randomBytes } from "node:crypto";
import { type Attachment, type ParsedMail, simpleParser } from "mailparser";
import { findDeliveryByKey, insertDelivery, type StoredDelivery } from "@/lib/db/deliveries";
import type { Delivery } from "@/lib/domain/delivery";
import { storeFile } from "@/lib/files/store";
import { askDatabase } from "@/lib/sandbox/database-away";
import { sanitizeMailHtml } from "./sanitize-mail-html";

/** Larger images of a message are listed as attachments instead of being part of its text. */
const maxInlineBytes = 512 * 1024;
const inlineTypes = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

export interface Envelope {
  /** Addresses as the SMTP client gave them, which is what decides who gets the message. */
  from: string;
  to: string[];
}

/**
 * Records a message. The same one again (by Message-ID and recipients) changes nothing.
 * Throws `DatabaseAway`, and FileStoreError when an attachment can't be stored.
 */
export async function receiveMail(bytes: Buffer, envelope: Envelope): Promise<StoredDelivery> {
  const mail = await simpleParser(bytes, { keepCidLinks: true, maxHtmlLengthToParse: 5_000_000 });
  const idempotencyKey = keyOf(mail.messageId, envelope.to);
  const first = idempotencyKey ? await askDatabase(() => findDeliveryByKey("email", idempotencyKey)) : null;
  if (first) return first;

  const { html, attachments } = inlineImages(mail);
  const delivery = {
    channel: "email" as const,
    from: mail.from?.text || envelope.from,
    to: envelope.to,
    subject: mail.subject ?? null,
    text: mail.text ?? "",
    html,
    attachments: await storeAttachments(attachments),
  };
  const serviceId = randomBytes(8).toString("hex");
  return askDatabase(() => insertDelivery({ ...delivery, serviceId, idempotencyKey }));
}

function keyOf(messageId: string | undefined, to: readonly string[]): string | null {
  if (!messageId) return null;
  return createHash("sha256")
    .update(JSON.stringify([messageId, [...to].sort()]))
    .digest("hex");
}

/** The message's HTML with the images that came along put in, and the attachments that are left. */
function inlineImages(mail: ParsedMail): { html: string | null; attachments: Attachment[] } {
  if (typeof mail.html !== "string") return { html: null, attachments: mail.attachments };
  let html = mail.html;
  const attachments = mail.attachments.filter((attachment) => {
    const { cid, contentType, content } = attachment;
    const link = `cid:${cid}`;
    if (!cid || !inlineTypes.has(contentType) || content.length > maxInlineBytes || !html.includes(link))
      return true;
    html = html.replaceAll(link, `data:${contentType};base64,${content.toString("base64")}`);
    return false;
  });
  return { html: sanitizeMailHtml(html), attachments };
}

async function storeAttachments(attachments: readonly Attachment[]): Promise<Delivery["attachments"]> {
  const stored: Delivery["attachments"] = [];
  for (const { filename, contentType, content } of attachments) {
    const name = filename || "attachment";
    const file = await askDatabase(() => storeFile({ name, mediaType: contentType, content }), 30_000);
    const { id: fileId, mediaType, sizeBytes } = file;
    stored.push({ fileId, name: file.name, mediaType, sizeBytes });
  }
  return stored;
}
