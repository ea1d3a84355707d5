// By what a message is known that a call has posted: the same for every attempt of it.
import { createHash } from "node:crypto";

/** What Slack keeps with a message as the kind of its metadata. */
export const metadataEvent = "lamplight_call";

/** The key as a UUID, the form Slack's own clients use. */
export function messageIdOf(key: string): string {
  const hex = createHash("sha256").update(key).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
