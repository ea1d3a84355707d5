// What all workers together do at once: so many calls of one service, of one tool, and in all; and none of a service
// while it asks for patience.
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { everything, findCallLimits, type StoredCallLimits } from "@/lib/db/call-limits";
import { giveCallSlotBack, takeCallSlot } from "@/lib/db/call-slots";
import { listServicePauses } from "@/lib/db/service-pauses";
import { mostAtOnce } from "@/lib/domain/call-limits";
import { importedFrom, type Tool } from "@/lib/domain/tool";
import { persistently } from "./persistently";
import { type Places, Slots } from "./slots";

/** How often is looked for a place that another worker had. */
const lookEveryMs = 100;

/** Whom a call burdens: a connection's account, else the API or MCP server the tool came from, else the tool itself. */
export function serviceOf(tool: Tool, connection: { id: string } | null): string {
  return connection?.id ?? importedFrom(tool)?.id ?? tool.id;
}

/** What the calls that share places have in common. */
type Counted = "tool" | "service" | "all";

export class ServiceLimits {
  private readonly shared = new Map<string, SharedSlots>();
  private said: StoredCallLimits = { all: null, each: null, of: new Map() };
  /** Monotonic milliseconds until which a service is left alone. */
  private readonly pauses = new Map<string, number>();

  constructor(
    private readonly executorId: string,
    /** Calls of one service under way at once where a person has said nothing else. */
    private readonly atOnce: number,
  ) {}

  /** The places a call takes, in this order; none for a tool that is this process's own work and has no limit. */
  placesOf(tool: Tool, connection: { id: string } | null): Places[] {
    const isOutside = connection !== null || importedFrom(tool) !== null;
    return [
      ...this.placesAt("tool", tool.id),
      ...(isOutside ? this.placesAt("service", serviceOf(tool, connection)) : []),
      ...this.placesAt("all", everything),
    ];
  }

  private placesAt(counted: Counted, subject: string): Places[] {
    const count = this.countOf(counted, subject);
    if (count === null) return [];
    const places = this.shared.get(subject) ?? new SharedSlots(subject, counted, this.executorId);
    this.shared.set(subject, places);
    places.resize(count);
    return [places];
  }

  /** How many calls may be under way; null: nobody counts them. */
  private countOf(counted: Counted, subject: string): number | null {
    const { all, each, of } = this.said;
    if (counted === "all") return all;
    return of.get(subject) ?? (counted === "service" ? (each ?? this.atOnce) : null);
  }

  /** Milliseconds for which a service is to be left alone; 0 when it is not. */
  pauseMs(service: string): number {
    return Math.max(0, (this.pauses.get(service) ?? 0) - performance.now());
  }

  /** Learns what other workers were told, and what people have said. */
  async look(): Promise<void> {
    const [pauses, said] = await Promise.all([listServicePauses(), findCallLimits()]);
    this.said = said;
    // It holds for who waits already, too; where nobody counts any more all of them go on.
    for (const [subject, places] of this.shared)
      places.resize(this.countOf(places.counted, subject) ?? mostAtOnce);
    for (const [service, leftMs] of pauses) this.pause(service, leftMs);
    for (const service of this.pauses.keys()) if (this.pauseMs(service) === 0) this.pauses.delete(service);
  }

  /** Counts at once, also before it is looked again. */
  pause(service: string, forMs: number): void {
    this.pauses.set(service, performance.now() + Math.max(this.pauseMs(service), forMs));
  }
}

/** Places of all workers together; within this one they are given as `Slots` gives them. */
class SharedSlots implements Places {
  private count = 0;
  private readonly own = new Slots(0);

  constructor(
    private readonly service: string,
    readonly counted: Counted,
    private readonly executorId: string,
  ) {}

  resize(count: number): void {
    this.count = count;
    this.own.resize(count);
  }

  async take(runId: string): Promise<() => void> {
    const leave = await this.own.take(runId);
    const wanted = { service: this.service, executorId: this.executorId, token: randomUUID() };
    const look = () =>
      persistently("take a place among all calls", () => takeCallSlot({ ...wanted, count: this.count }));
    let slot = await look();
    while (slot === null) {
      await delay(lookEveryMs * (0.5 + Math.random()));
      slot = await look();
    }
    const taken = slot;
    let isBack = false;
    return () => {
      if (isBack) return;
      isBack = true;
      leave();
      void persistently("give a place back", () => giveCallSlotBack(taken));
    };
  }
}
