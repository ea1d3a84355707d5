// Places among the calls of one service, for all workers together. A place is held by a worker, and free again when that
// worker is gone: whoever died in the middle of a call keeps nobody out.
import { and, eq, sql } from "drizzle-orm";
import { db } from "./client";
import { isWorkerThere } from "./durable-workflows";
import { callSlots } from "./schema";

export interface CallSlot {
  service: string;
  place: number;
  /** Names this taking alone: the place may be somebody else's by the time it is given back. */
  token: string;
}

/** Takes one of `count` places at a service; null when all are taken. */
export async function takeCallSlot(wanted: {
  service: string;
  count: number;
  executorId: string;
  token: string;
}): Promise<CallSlot | null> {
  const { service, count, executorId, token } = wanted;
  const { rows } = await db().execute<{ place: number }>(sql`
    with free as (
      select place from generate_series(1, ${count}::int) place
      where not exists (
        select 1 from ${callSlots} slot where slot.service = ${service} and slot.place = place.place
          and ${isWorkerThere("slot.executor_id")}
      )
      -- There were more places a moment ago: whoever has one of those counts, too.
      and not exists (
        select 1 from ${callSlots} slot where slot.service = ${service} and slot.place > ${count}::int
          and ${isWorkerThere("slot.executor_id")}
      )
      order by place limit 1
    )
    insert into ${callSlots} as slot (service, place, executor_id, token)
    select ${service}, place, ${executorId}, ${token} from free
    on conflict (service, place) do update set executor_id = excluded.executor_id, token = excluded.token
      -- Somebody else was quicker.
      where not ${isWorkerThere("slot.executor_id")}
    returning place`);
  const place = rows[0]?.place;
  return place === undefined ? null : { service, place, token };
}

export async function giveCallSlotBack({ service, place, token }: CallSlot): Promise<void> {
  await db()
    .delete(callSlots)
    .where(and(eq(callSlots.service, service), eq(callSlots.place, place), eq(callSlots.token, token)));
}
