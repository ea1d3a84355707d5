// Who is told by message: entered, tried, turned on and off, removed.
import { randomUUID } from "node:crypto";
import type { FieldProblem } from "@/lib/connections/connection-form";
import { findConnection } from "@/lib/db/connections";
import {
  deleteRecipient,
  findRecipient,
  storeRecipient,
  switchRecipient as turn,
} from "@/lib/db/notification-recipients";
import type { MessageOutcome } from "@/lib/db/notifications";
import { settleMessage } from "@/lib/db/notifications";
import { newId, type RecipientId } from "@/lib/domain/ids";
import { type RecipientEntry, recipientKinds } from "@/lib/domain/notification";
import { ownAddress } from "@/lib/env";
import { sendMessage } from "@/lib/notifications/send-message";
import { parseAddress } from "@/lib/tools/email-send/addresses";
import { ToolError } from "@/lib/tools/tool-contract";

export type SavedRecipient =
  | { kind: "saved"; id: RecipientId }
  | { kind: "refused"; problems: FieldProblem[] }
  | { kind: "not-found" };

/** Enters somebody to be told, or changes what they are told; what is wrong comes back field by field. */
export async function saveRecipient(
  id: RecipientId | null,
  entered: RecipientEntry,
): Promise<SavedRecipient> {
  const connection = await findConnection(entered.connectionId);
  const kind = recipientKinds.find((one) => one === connection?.kind);
  if (!kind) {
    const message = "This connection is not there any more. Choose another.";
    return { kind: "refused", problems: [{ field: "connectionId", message }] };
  }
  const address = kind === "smtp" ? mailAddress(entered.address) : slackAddress(entered.address);
  const problems: FieldProblem[] = [];
  if (address.kind === "problem") problems.push({ field: "address", message: address.message });
  if (entered.topics.length === 0) {
    problems.push({ field: "topics", message: "Choose at least one thing to be told of." });
  }
  if (problems.length > 0 || address.kind === "problem") return { kind: "refused", problems };
  const entry = { ...entered, topics: [...new Set(entered.topics)], address: address.address };
  const storedId = id ?? newId("recipient");
  const isStored = await storeRecipient(storedId, entry, id === null);
  return isStored ? { kind: "saved", id: storedId } : { kind: "not-found" };
}

type Address = { kind: "address"; address: string } | { kind: "problem"; message: string };

function mailAddress(text: string): Address {
  try {
    return { kind: "address", address: parseAddress(text, "Address") };
  } catch (error) {
    if (error instanceof ToolError) return { kind: "problem", message: error.message };
    throw error;
  }
}

function slackAddress(text: string): Address {
  const address = text.trim();
  if (/^[#@]?[\p{L}\p{N}._-]{1,80}$/u.test(address)) return { kind: "address", address };
  return { kind: "problem", message: "Write a channel as #operations, a person as @ada." };
}

/** Turns messages to somebody on or off. */
export const switchRecipient = (id: RecipientId, isOn: boolean): Promise<void> => turn(id, isOn);

/** Tells somebody no more, and forgets them. */
export const removeRecipient = (id: RecipientId): Promise<void> => deleteRecipient(id);

/** Sends somebody a message that says no more than that it is a test, and remembers what came of it. */
export async function testRecipient(id: RecipientId): Promise<MessageOutcome | { kind: "not-found" }> {
  const recipient = await findRecipient(id);
  if (!recipient) return { kind: "not-found" };
  const key = randomUUID();
  const text = `This is a test: Lamplight can reach you here.\nWho is told what: ${ownAddress()}/notifications\n`;
  const message = { subject: "Lamplight: a test", text };
  const outcome = await sendMessage({ ...recipient, message, key });
  await settleMessage({ id: key, recipientId: id }, outcome);
  return outcome;
}
