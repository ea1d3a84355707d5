import { z } from "zod";
import { fileIdSchema } from "@/lib/domain/ids";
import { looksLikeMarkdown, markdownToHtml } from "@/lib/tools/markdown-html";
import { parseInput } from "@/lib/tools/parse-input";
import { requireConnection } from "@/lib/tools/require-connection";
import { type ExecuteTool, type FileAccess, ToolError } from "@/lib/tools/tool-contract";
import { parseAddress, parseAddresses } from "./addresses";
import { type Attachment, buildMessage, messageIdOf } from "./build-message";
import { emailSend } from "./definition";
import { deliver } from "./deliver";
import { senderOf } from "./sender-of";

const addresses = z.array(z.string()).max(200);
const inputSchema = z.object({
  to: addresses.min(1, "give at least one address"),
  subject: z.string().min(1).max(500),
  text: z.string().min(1),
  cc: addresses.default([]),
  bcc: addresses.default([]),
  attachments: z.array(z.string()).max(20).default([]),
  replyTo: z.string().optional(),
  markdown: z.string().optional(),
  html: z.string().optional(),
});
type Options = z.infer<typeof inputSchema>;

const maxAttachedBytes = 25 * 1024 * 1024;

/** Sends one message to everybody named, and says whom the server took it for. */
export const executeEmailSend: ExecuteTool = async (input, context) => {
  const options = parseInput(inputSchema, input);
  const connection = requireConnection(context, emailSend);
  const sender = senderOf(connection);
  const [to, cc, bcc] = [
    parseAddresses(options.to, "To"),
    parseAddresses(options.cc, "Copy to"),
    parseAddresses(options.bcc, "Blind copy to"),
  ];
  const messageId = messageIdOf(context.idempotencyKey, sender);
  const bytes = await buildMessage({
    sender,
    to,
    cc,
    replyTo: options.replyTo === undefined ? null : parseAddress(options.replyTo, "Answers go to"),
    subject: subjectOf(options),
    text: options.text,
    html: htmlOf(options),
    attachments: await loadAttachments(options.attachments, context.files),
    messageId,
    date: context.now,
  });
  const envelope = { from: sender.address, to: [...new Set([...to, ...cc, ...bcc])] };
  const { accepted, rejected, response } = await deliver(connection, {
    envelope,
    bytes,
    signal: context.signal,
  });
  return {
    output: { messageId, accepted, rejected },
    receipt: { reference: messageId, service: connection.name, detail: { accepted, rejected, response } },
  };
};

function subjectOf({ subject }: Options): string {
  // A subject made from a table or a text may have line breaks; a header must not (N6).
  return subject.replace(/\s+/g, " ").trim();
}

function htmlOf({ html, markdown, text }: Options): string | null {
  if (html !== undefined && html.trim() !== "") return html;
  if (markdown !== undefined && markdown.trim() !== "") return markdownToHtml(markdown);
  return looksLikeMarkdown(text) ? markdownToHtml(text) : null;
}

async function loadAttachments(ids: readonly string[], files: FileAccess): Promise<Attachment[]> {
  const attachments: Attachment[] = [];
  let total = 0;
  for (const text of new Set(ids)) {
    const id = fileIdSchema.safeParse(text);
    if (!id.success) {
      throw new ToolError(
        "not-found",
        `The attachment ${JSON.stringify(text.slice(0, 80))} is not a stored file.`,
      );
    }
    const { name, mediaType, sizeBytes } = await files.describe(id.data);
    total += sizeBytes;
    if (total > maxAttachedBytes) {
      throw new ToolError(
        "bad-input",
        "The attachments are larger than 25 MB together, more than most mail servers take.",
      );
    }
    attachments.push({ name, mediaType, bytes: await files.read(id.data) });
  }
  return attachments;
}
