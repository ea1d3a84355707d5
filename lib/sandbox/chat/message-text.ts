// What a message says to a reader who sees no blocks.
import { isJsonObject, type Json } from "@/lib/domain/json";

/** The message's own text, else what its blocks and attachments say; without Slack's escapes. */
export function messageText(message: { text: string; blocks: Json; attachments: Json }): string {
  const own = message.text.trim();
  const parts = own === "" ? [textOf(message.blocks)] : [message.text];
  return withoutEscapes([...parts, textOf(message.attachments)].filter((part) => part !== "").join("\n"));
}

/** The texts inside blocks or attachments, a line each, in order. */
function textOf(value: Json | undefined): string {
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join("\n");
  if (!isJsonObject(value)) return "";
  const { type, text, fallback, pretext, title, fields, elements, blocks, value: fieldValue } = value;
  if (type === "image") return typeof value.alt_text === "string" ? value.alt_text : "";
  const inside = [pretext, title, text, fieldValue].map((part) =>
    typeof part === "string" ? part : textOf(part),
  );
  const nested = [fields, elements, blocks].map(textOf);
  const separator = type === "rich_text_section" ? "" : "\n";
  const all = [...inside, ...nested].filter(Boolean).join(separator);
  return all === "" && typeof fallback === "string" ? fallback : all;
}

/** Slack's senders escape three characters; its clients show them. */
function withoutEscapes(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
