// Runs plans while their processes are killed and frozen, and says what it cost.
import { setTimeout as delay } from "node:timers/promises";
import { closeDatabase, db } from "@/lib/db/client";
import { isDatabaseAway } from "@/lib/db/database-away";
import { runEvents } from "@/lib/db/schema";
import type { RunEvent } from "@/lib/domain/run-event";
import { storePlan } from "@/lib/engine/testing/harness";
import { TestService } from "@/lib/engine/testing/test-service";
import { say } from "@/scripts/bench/machine";
import { type Rig, startRig } from "@/scripts/bench/rig";
import { Attack, type AttackKind } from "./attack";
import { chaosPolicy, chaosSteps } from "./chaos-plan";
import { judge, type Verdict } from "./judge";
import { Person, type Seen } from "./person";
import { Random } from "./random";

export interface ChaosOptions {
  /** Attacks end after so many milliseconds, or so many attacks, whichever comes first. */
  forMs: number;
  most: number;
  workers: number;
  /** Runs under way at once. */
  atOnce: number;
  seed: number;
}

export interface Chaos extends Verdict, Seen {
  /** Kills and freezes. */
  kills: number;
  attacks: Partial<Record<AttackKind, number>>;
  seed: number;
}

/** After the last attack everything ends by itself within this time, or is lost. */
const settleMs = 90_000;
const serviceMs = 60;
/** Soon, so that runs are laid to rest in the middle of it all. */
const restAfterMs = 700;

export async function runChaos(options: ChaosOptions): Promise<Chaos> {
  const { forMs, most, workers, atOnce, seed } = options;
  const service = await TestService.start(() => delay(Math.random() * serviceMs));
  say("Starting a database, the web server and workers.");
  const rig = await startRig({
    workers,
    worker: {
      program: "lib/engine/testing/test-worker.ts",
      args: [service.url, JSON.stringify({ restAfterMs })],
    },
  });
  try {
    const plan = await storePlan(chaosSteps, chaosPolicy);
    const person = new Person(rig, service);
    const attack = new Attack(rig, new Random(seed));
    const endAt = performance.now() + forMs;
    let isOver = false;
    const isEnough = () => performance.now() > endAt || attack.done.length >= most;
    const telling = setInterval(() => say(`${attack.done.length} attacks so far.`), 60_000);
    say(`Attacking with seed ${seed}.`);
    const attacking = attack.run(isEnough).finally(() => {
      clearInterval(telling);
      isOver = true;
    });
    const accompanied = new Set<string>();
    const oneAfterTheOther = async () => {
      while (!isOver) {
        const runId = await person.begin(plan.id);
        accompanied.add(runId);
        await person.accompany(runId);
      }
    };
    const running = Promise.all(Array.from({ length: atOnce }, oneAfterTheOther));
    await attacking;
    say(`${attack.done.length} attacks; what is under way ends now.`);
    await Promise.race([
      Promise.all([running, accompanyOthers(rig, person, accompanied)]),
      delay(settleMs, undefined, { ref: false }),
    ]);
    const attacks: Chaos["attacks"] = {};
    for (const { kind } of attack.done) attacks[kind] = (attacks[kind] ?? 0) + 1;
    return {
      kills: attack.done.length,
      ...judge(await eventsByRun(), service.calls, attack.done),
      ...person.seen,
      attacks,
      seed,
    };
  } finally {
    await rig.stop();
    await closeDatabase();
    await service.stop();
  }
}

/** Runs that were started although the answer to that was lost: whoever else is stuck, they have somebody, too. */
async function accompanyOthers(rig: Rig, person: Person, known: ReadonlySet<string>): Promise<void> {
  await rig.database.up();
  const others = [...(await eventsByRun()).keys()].filter((runId) => !known.has(runId));
  await Promise.all(others.map((runId) => person.accompany(runId)));
}

async function eventsByRun(): Promise<Map<string, RunEvent[]>> {
  const rows = await onceBack(() => db().select().from(runEvents).orderBy(runEvents.runId, runEvents.seq));
  const runs = new Map<string, RunEvent[]>();
  for (const { at, ...row } of rows) {
    const events = runs.get(row.runId) ?? [];
    events.push({ ...row, at: at.toISOString() });
    runs.set(row.runId, events);
  }
  return runs;
}

/** What the database answers: it may have been attacked last, and be on its way back. */
async function onceBack<T>(ask: () => Promise<T>): Promise<T> {
  const patience = performance.now() + settleMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isDatabaseAway(error) || performance.now() > patience) throw error;
      await delay(200);
    }
  }
}

/** What must not be, whatever breaks; null when all is well. */
export function broken(chaos: Chaos): string | null {
  const wrong = (
    ["lost", "failed", "repeatedRecorded", "repeatedEffects", "eventGaps", "decidedTwice"] as const
  )
    .filter((what) => chaos[what] > 0)
    .map((what) => `${what}: ${chaos[what]}`);
  return wrong.length > 0 ? wrong.join(", ") : null;
}
