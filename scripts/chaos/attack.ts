// Kills and freezes parts of a rig at random moments. A part that was killed is started again by the rig; one that was
// frozen goes on after a while, as if nothing had happened.
import { setTimeout as delay } from "node:timers/promises";
import { processTree } from "@/scripts/bench/memory";
import type { KeptPart, Rig } from "@/scripts/bench/rig";
import type { Random } from "./random";

const kinds = [
  ["workerKilled", 40],
  ["workerFrozen", 30],
  ["webKilled", 8],
  ["webFrozen", 5],
  ["databaseKilled", 9],
  ["databaseFrozen", 8],
] as const;
export type AttackKind = (typeof kinds)[number][0];

export interface Attacked {
  kind: AttackKind;
  pid: number;
  /** Milliseconds since 1970. */
  at: number;
  until: number;
}

/** Milliseconds. */
const pauses = { least: 200, most: 2200 };
const freezes = { least: 300, most: 6000 };

export class Attack {
  readonly done: Attacked[] = [];
  private readonly frozen = new Map<number, Promise<void>>();

  constructor(
    private readonly rig: Rig,
    private readonly random: Random,
    /** Longest freeze, in milliseconds. */
    private readonly mostFrozenMs = freezes.most,
  ) {}

  /** Goes on until `isEnough`; then lets everything that is frozen go on. */
  async run(isEnough: () => boolean): Promise<void> {
    while (!isEnough()) {
      await delay(this.random.between(pauses.least, pauses.most));
      const kind = this.random.weighted(kinds);
      const place = this.random.next();
      const frozenMs = this.random.between(freezes.least, this.mostFrozenMs);
      if (kind) this.attack(kind, place, frozenMs);
    }
    await Promise.all(this.frozen.values());
  }

  private attack(kind: AttackKind, place: number, frozenMs: number): void {
    const part = this.partOf(kind, place);
    const pid = part?.pid ?? null;
    if (!part || pid === null || this.frozen.has(pid)) return;
    const at = Date.now();
    if (kind.endsWith("Killed")) {
      if (part.signal("SIGKILL")) this.done.push({ kind, pid, at, until: at });
      return;
    }
    signalAll(pid, "SIGSTOP");
    this.done.push({ kind, pid, at, until: at + frozenMs });
    const thawed = delay(frozenMs).then(() => {
      signalAll(pid, "SIGCONT");
      this.frozen.delete(pid);
    });
    this.frozen.set(pid, thawed);
  }

  private partOf(kind: AttackKind, place: number): KeptPart | undefined {
    const { web, database, workers } = this.rig;
    if (kind.startsWith("web")) return web;
    if (kind.startsWith("database")) return database;
    return workers[Math.floor(place * workers.length)];
  }
}

/** A database server is a process for each connection. */
function signalAll(pid: number, signal: NodeJS.Signals): void {
  for (const one of processTree(pid)) {
    try {
      process.kill(one, signal);
    } catch {
      // It ended meanwhile.
    }
  }
}
