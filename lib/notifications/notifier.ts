import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type ClaimedMessage, claimMessage, forgetLostMessages, settleMessage } from "@/lib/db/notifications";
import type { RecipientId } from "@/lib/domain/ids";
import { ownAddress } from "@/lib/env";
import { composeMessage } from "./compose-message";
import { sendMessage } from "./send-message";

const lookEveryMs = 2000;
const restartAfterMs = 5000;
const forgetEveryLooks = 30;
const maxSending = 10;

/**
 * Tells people by message what they are to be told, until it is told to end. A message is claimed before it is sent:
 * what a crash leaves claimed is not sent again. Each recipient waits for nobody but its own server.
 */
export class Notifier {
  private readonly sending = new Map<RecipientId, Promise<void>>();

  constructor(private readonly onError: (error: unknown) => void) {}

  /** Begins to send all that is due. Any number of workers may. */
  async look(): Promise<void> {
    while (this.sending.size < maxSending) {
      const claimed = await claimMessage(randomUUID(), [...this.sending.keys()]);
      if (!claimed) return;
      const { recipientId } = claimed;
      const sent = this.send(claimed)
        .catch(this.onError)
        .finally(() => this.sending.delete(recipientId));
      this.sending.set(recipientId, sent);
    }
  }

  /** When everything begun has come to its end. */
  async settled(): Promise<void> {
    await Promise.all(this.sending.values());
  }

  private async send({ id, recipientId, connectionId, address, toTell }: ClaimedMessage): Promise<void> {
    const message = composeMessage(toTell, ownAddress());
    const outcome = await sendMessage({ connectionId, address, message, key: id });
    await settleMessage({ id, recipientId }, outcome);
  }
}

/** Keeps telling, until stopped; what is being sent then comes to its end. */
export async function keepNotifying(signal: AbortSignal, onError: (error: unknown) => void): Promise<void> {
  const notifier = new Notifier(onError);
  const pause = (ms: number) => delay(ms, undefined, { signal }).catch(() => {});
  for (let count = 0; !signal.aborted; count += 1) {
    try {
      if (count % forgetEveryLooks === 0) await forgetLostMessages();
      await notifier.look();
      await pause(lookEveryMs);
    } catch (error) {
      // The database is away: what is to be told waits there.
      if (!signal.aborted) onError(error);
      await pause(restartAfterMs);
    }
  }
  await notifier.settled();
}
