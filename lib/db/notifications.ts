// What is to be told by message: queued in the transaction of what it is about, claimed for one message, gone when told.
import { sql } from "drizzle-orm";
import type { RecipientId, RunId, StepId } from "@/lib/domain/ids";
import type { NotificationBody, NotificationSubject } from "@/lib/domain/notification";
import { db, type Querier } from "./client";
import { clientTransaction } from "./client-transaction";
import {
  approvals,
  notificationRecipients,
  notifications,
  planRevisions,
  plans,
  questions,
  runEvents,
  runs,
} from "./schema";

/** Queues something for everybody who wants to be told of it; in the transaction of what it is about. */
export async function queueNotifications(bodies: readonly NotificationBody[], tx: Querier): Promise<void> {
  if (bodies.length === 0) return;
  await tx.execute(sql`
    insert into ${notifications} (recipient_id, subject, at)
    select recipient.id, told.subject, clock_timestamp()
    from jsonb_to_recordset(${JSON.stringify(bodies)}::jsonb) as told(topic text, subject jsonb)
    join ${notificationRecipients} recipient on recipient.is_on and recipient.topics ? told.topic`);
}

/** Something to tell, with what there is to say of it. */
export interface ToTell {
  subject: NotificationSubject;
  /** Of the run or the plan. */
  goal: string;
  runId: RunId | null;
  stepId: StepId | null;
  stepTitle: string | null;
  /** Of a step in trouble: the type of the event. */
  trouble: string | null;
}

/** A message that nobody else sends. */
export interface ClaimedMessage {
  id: string;
  recipientId: RecipientId;
  connectionId: (typeof notificationRecipients.$inferSelect)["connectionId"];
  address: string;
  toTell: ToTell[];
}

/**
 * Claims all that one recipient is to be told by now, for one message; null when nobody is to be told anything. What
 * is no longer so (decided, withdrawn, tried again) is told to nobody. `but`: recipients whom this process is writing to.
 */
export async function claimMessage(id: string, but: readonly RecipientId[]): Promise<ClaimedMessage | null> {
  for (;;) {
    const claimed = await clientTransaction(async (tx) => {
      // Not `for update`: whoever queues something must not wait.
      const { rows } = await tx.execute<{
        id: RecipientId;
        connection_id: ClaimedMessage["connectionId"];
        address: string;
      }>(sql`
        select id, connection_id, address from ${notificationRecipients} recipient
        where is_on and coalesce(retry_at <= clock_timestamp(), true) and not id = any(${sql.param([...but])})
          and exists (select 1 from ${notifications} waiting where waiting.recipient_id = recipient.id
            and waiting.message_id is null
            and waiting.at <= clock_timestamp() - make_interval(secs => recipient.gather_seconds))
        limit 1 for no key update skip locked`);
      const [recipient] = rows;
      if (!recipient) return "none";
      const waiting = await waitingFor(recipient.id, tx);
      const ids = (isSo: boolean) =>
        sql.param(waiting.filter(({ isCurrent }) => isCurrent === isSo).map((one) => one.id));
      await tx.execute(sql`delete from ${notifications} where id = any(${ids(false)}::bigint[])`);
      await tx.execute(sql`update ${notifications} set message_id = ${id}, claimed_at = clock_timestamp()
        where id = any(${ids(true)}::bigint[])`);
      const toTell = waiting.filter(({ isCurrent }) => isCurrent);
      if (toTell.length === 0) return "settled";
      return {
        id,
        recipientId: recipient.id,
        connectionId: recipient.connection_id,
        address: recipient.address,
        toTell,
      };
    });
    if (claimed === "none") return null;
    if (claimed !== "settled") return claimed;
  }
}

async function waitingFor(
  recipientId: RecipientId,
  tx: Querier,
): Promise<(ToTell & { id: number; isCurrent: boolean })[]> {
  const { rows } = await tx.execute<{
    id: string;
    subject: NotificationSubject;
    goal: string | null;
    run_id: RunId | null;
    step_id: StepId | null;
    title: string | null;
    trouble: string | null;
    is_current: boolean | null;
  }>(sql`
    select waiting.id, waiting.subject, coalesce(run.goal, plan.goal) as goal, run.id as run_id,
      place.step_id, event.body->>'type' as trouble,
      (select planned->>'title' from jsonb_array_elements(revision.plan->'steps') planned
        where planned->>'id' = place.step_id) as title,
      case waiting.subject->>'kind'
        when 'approval' then approval.status = 'pending'
        when 'question' then question.status = 'pending'
        when 'trouble' then run.status in ('running', 'waiting', 'paused') and not exists (
          select 1 from ${runEvents} later where later.run_id = event.run_id and later.seq > event.seq
            and later.body->>'stepId' = event.body->>'stepId'
            and later.body->>'item' is not distinct from event.body->>'item')
        else true end as is_current
    from ${notifications} waiting
    left join ${approvals} approval on approval.id = waiting.subject->>'approvalId'
    left join ${questions} question on question.id = waiting.subject->>'questionId'
    left join lateral (select
      coalesce(approval.run_id, question.run_id, waiting.subject->>'runId') as run_id,
      coalesce(approval.step_id, question.step_id, waiting.subject->>'stepId') as step_id) place on true
    left join ${runs} run on run.id = place.run_id
    left join ${runEvents} event on event.run_id = run.id and event.seq = (waiting.subject->>'seq')::int
    left join ${planRevisions} revision on revision.plan_id = run.plan_id and revision.revision = run.plan_revision
    left join ${plans} plan on plan.id = waiting.subject->>'planId'
    where waiting.recipient_id = ${recipientId} and waiting.message_id is null
    order by waiting.id limit 5000`);
  return rows.map((row) => ({
    id: Number(row.id),
    subject: row.subject,
    goal: row.goal ?? "",
    runId: row.run_id,
    stepId: row.step_id,
    stepTitle: row.title,
    trouble: row.trouble,
    // What it was about is there no more: nothing to tell.
    isCurrent: row.goal !== null && row.is_current === true,
  }));
}

/** What came of a message: a failure is one after which it surely has not gone out. */
export type MessageOutcome =
  | { kind: "sent" }
  | { kind: "failed"; problem: string }
  | { kind: "uncertain"; problem: string };

/** Keeps what came of a claimed message. What surely did not go out waits for its next try, each later than the one before. */
export async function settleMessage(
  { id, recipientId }: Pick<ClaimedMessage, "id" | "recipientId">,
  outcome: MessageOutcome,
): Promise<void> {
  const problem = outcome.kind === "sent" ? null : outcome.problem;
  await db().execute(
    outcome.kind === "failed"
      ? sql`with again as (
          update ${notifications} set message_id = null, claimed_at = null where message_id = ${id})
        update ${notificationRecipients} set failures = failures + 1, last_problem = ${problem},
          retry_at = clock_timestamp() + least(interval '1 hour', interval '30 seconds' * power(2, least(failures, 10)))
        where id = ${recipientId}`
      : sql`with told as (delete from ${notifications} where message_id = ${id})
        update ${notificationRecipients} set failures = 0, retry_at = null, last_problem = ${problem},
          last_sent_at = case when ${outcome.kind} = 'sent' then clock_timestamp() else last_sent_at end
        where id = ${recipientId}`,
  );
}

/**
 * Gives up on messages of workers that are gone: whether they went out nobody knows, so they are not sent again (R2).
 * What could not be told for a day is told no more; it is in the Inbox all the same.
 */
export async function forgetLostMessages(): Promise<void> {
  const lost = "A worker stopped while it was sending the last message, which may not have arrived.";
  await db().execute(sql`
    with lost as (delete from ${notifications} where claimed_at < clock_timestamp() - interval '5 minutes'
      returning recipient_id)
    update ${notificationRecipients} set last_problem = ${lost} where id in (select recipient_id from lost)`);
  await db().execute(sql`delete from ${notifications}
    where message_id is null and at < clock_timestamp() - interval '1 day'`);
}
