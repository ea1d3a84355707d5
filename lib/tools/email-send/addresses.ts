// Addresses are parsed here, strictly, so that what the approval card shows is what the envelope has (N6).
import { domainToASCII } from "node:url";
import addressparser from "nodemailer/lib/addressparser";
import { ToolError } from "@/lib/tools/tool-contract";

const local = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domain =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * One bare address. No display name, no list, no group, no comment, no quoted part, no line break: what a mail
 * library would read as more than one address is refused. Throws a `bad-input` ToolError that names the field.
 */
export function parseAddress(text: string, field: string): string {
  const refuse = (why: string) =>
    new ToolError(
      "bad-input",
      `“${visible(text)}” in “${field}” is not an e-mail address: ${why}. Give one address per entry.`,
    );
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text))
    throw refuse("it has a line break or another control character in it");
  const trimmed = text.trim();
  const at = trimmed.lastIndexOf("@");
  if (at < 1) throw refuse("it has no @ between a name and a domain");
  if (trimmed.length > 254) throw refuse("it is longer than 254 characters");
  const [name, host] = [trimmed.slice(0, at), trimmed.slice(at + 1)];
  if (!local.test(name) || name.length > 64)
    throw refuse("the part before the @ has characters that don't belong there");
  const ascii = domainToASCII(host.toLowerCase());
  if (!/^[\p{L}\p{N}.-]+$/u.test(host) || !domain.test(ascii))
    throw refuse("the part after the @ is no domain");
  return `${name}@${ascii}`;
}

/** Addresses without repeats, in their order. */
export function parseAddresses(texts: readonly string[], field: string): string[] {
  return [...new Set(texts.map((text) => parseAddress(text, field)))];
}

export interface Sender {
  name: string;
  address: string;
}

/** The sender as the connection has it: `Lamplight <mail@example.com>` or a bare address. */
export function parseSender(text: string): Sender {
  const [only, second] = addressparser(text, { flatten: true });
  if (!only || second || /[\r\n]/.test(text)) {
    throw new ToolError(
      "credentials",
      "The mail connection's sender is not one address. Correct it on the Connections page.",
    );
  }
  return { name: only.name, address: parseAddress(only.address, "sender") };
}

/** Control characters written out, so that the message shows them. */
function visible(text: string): string {
  return JSON.stringify(text.slice(0, 120)).slice(1, -1);
}
