// The person of a run: follows it, approves what it asks for, and looks at the service where nobody knows what became
// of a call. All of it over HTTP, again and again until there is an answer.
import { setTimeout as delay } from "node:timers/promises";
import type { RunEvent } from "@/lib/domain/run-event";
import type { ToolFailure } from "@/lib/domain/tool-error";
import type { TestService } from "@/lib/engine/testing/test-service";
import { beginRun, type Caller, followRun, post } from "@/scripts/bench/watch-runs";

const retryMs = 150;
/**
 * So long a call may be on its way before a person looks for it: longer than the longest freeze, as a sender that was
 * frozen right before its first byte sends when it wakes, and who tries again before that gets two (docs/durability.md).
 */
const lookAfterMs = 7000;
/** How long a person takes to approve, at most. */
const mostPatienceMs = 2000;

export interface Seen {
  /** Events that were received twice, or not at all. */
  eventGaps: number;
  /** Approvals that two decisions were taken for. */
  decidedTwice: number;
  /** Unknown outcomes of which the service knew nothing: tried again. */
  triedAgain: number;
  /** Steps that had failed, and were tried again. */
  failedSteps: number;
}

export class Person {
  readonly seen: Seen = { eventGaps: 0, decidedTwice: 0, triedAgain: 0, failedSteps: 0 };

  constructor(
    private readonly caller: Caller,
    private readonly service: TestService,
  ) {}

  /** Starts a run, however long there is nobody to start it; its id. */
  async begin(planId: string): Promise<string> {
    for (;;) {
      try {
        return await beginRun(this.caller, planId);
      } catch {
        await delay(retryMs);
      }
    }
  }

  /** Sees a run to its end. */
  async accompany(runId: string): Promise<void> {
    let seq = 0;
    const doing: Promise<void>[] = [];
    for await (const event of followRun(this.caller, runId)) {
      if (event.seq !== seq + 1) this.seen.eventGaps += 1;
      seq = event.seq;
      doing.push(this.react(event));
    }
    await Promise.all(doing);
  }

  private async react({ runId, body }: RunEvent): Promise<void> {
    switch (body.type) {
      case "approval-requested":
        // Some before the run is laid to rest, some after.
        await delay(Math.random() * mostPatienceMs);
        return this.approve(body.approvalId, body.contentHash);
      case "outcome-unknown": {
        await delay(lookAfterMs);
        const happened = this.service.calls.some((call) => isOf(call.key, runId, body.stepId, body.item));
        if (!happened) this.seen.triedAgain += 1;
        return this.recover(runId, body, happened ? "confirm-completed" : "retry");
      }
      case "attempt-failed":
        if (body.retryAt !== null) return;
        return this.tryAgain(runId, body);
      case "step-failed":
        return this.tryAgain(runId, body);
      default:
    }
  }

  private async tryAgain(
    runId: string,
    failed: { stepId: string; item?: number | undefined; failure: ToolFailure },
  ): Promise<void> {
    this.seen.failedSteps += 1;
    console.error(`Failed: ${runId} ${failed.stepId}: ${failed.failure.message}`);
    await delay(lookAfterMs);
    return this.recover(runId, failed, "retry");
  }

  /** From two windows at once: one of them counts (R5). */
  private async approve(approvalId: string, contentHash: string): Promise<void> {
    const decide = () =>
      this.persist(`/api/approvals/${approvalId}`, { decision: "approve", contentHash }, [200, 409]);
    const decided = await Promise.all([decide(), decide()]);
    if (decided.every((status) => status === 200)) this.seen.decidedTwice += 1;
  }

  private async recover(
    runId: string,
    { stepId, item }: { stepId: string; item?: number | undefined },
    kind: "retry" | "confirm-completed",
  ): Promise<void> {
    const query = item === undefined ? "" : `?item=${item}`;
    await this.persist(`/api/runs/${runId}/steps/${stepId}/recover${query}`, { kind }, [200, 409]);
  }

  /** The status of the answer, once it is one of these. */
  private async persist(path: string, body: unknown, wanted: readonly number[]): Promise<number> {
    for (;;) {
      try {
        const { status, text } = await post(this.caller, path, body);
        if (wanted.includes(status)) return status;
        if (status >= 400 && status < 500) throw new Error(`${path}: ${status} ${text}`);
      } catch (error) {
        if (error instanceof Error && error.message.startsWith(path)) throw error;
      }
      await delay(retryMs);
    }
  }
}

/** Whether a call's key, `run:step:generation` or `run:step:item:generation`, is that of a step or item. */
export function isOf(key: string, runId: string, stepId: string, item?: number): boolean {
  const place = item === undefined ? [runId, stepId] : [runId, stepId, item];
  return key.startsWith(`${place.join(":")}:`) && key.split(":").length === place.length + 1;
}
