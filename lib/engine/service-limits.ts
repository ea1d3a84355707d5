// What all workers together do to one service: so many calls at once, and none while it asks for patience.
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { giveCallSlotBack, takeCallSlot } from "@/lib/db/call-slots";
import { listServicePauses } from "@/lib/db/service-pauses";
import { importedFrom, type Tool } from "@/lib/domain/tool";
import { persistently } from "./persistently";
import { type Places, Slots } from "./slots";

/** How often is looked for a place that another worker had. */
const lookEveryMs = 100;

/** Whom a call burdens: a connection's account, else the API or MCP server the tool came from, else the tool itself. */
export function serviceOf(tool: Tool, connection: { id: string } | null): string {
  return connection?.id ?? importedFrom(tool)?.id ?? tool.id;
}

export class ServiceLimits {
  private readonly services = new Map<string, Places>();
  /** Monotonic milliseconds until which a service is left alone. */
  private readonly pauses = new Map<string, number>();

  constructor(
    private readonly executorId: string,
    /** Calls of one service under way at once, of all workers together. */
    private readonly atOnce: number,
  ) {}

  /** The places of a call's service; none for a tool that is this process's own work. */
  placesOf(tool: Tool, connection: { id: string } | null): Places[] {
    if (!connection && !importedFrom(tool)) return [];
    const service = serviceOf(tool, connection);
    const places = this.services.get(service) ?? new SharedSlots(service, this.atOnce, this.executorId);
    this.services.set(service, places);
    return [places];
  }

  /** Milliseconds for which a service is to be left alone; 0 when it is not. */
  pauseMs(service: string): number {
    return Math.max(0, (this.pauses.get(service) ?? 0) - performance.now());
  }

  /** Learns what other workers were told. */
  async look(): Promise<void> {
    for (const [service, leftMs] of await listServicePauses()) this.pause(service, leftMs);
    for (const service of this.pauses.keys()) if (this.pauseMs(service) === 0) this.pauses.delete(service);
  }

  /** Counts at once, also before it is looked again. */
  pause(service: string, forMs: number): void {
    this.pauses.set(service, performance.now() + Math.max(this.pauseMs(service), forMs));
  }
}

/** Places of all workers together; within this one they are given as `Slots` gives them. */
class SharedSlots implements Places {
  private readonly own: Slots;

  constructor(
    private readonly service: string,
    private readonly count: number,
    private readonly executorId: string,
  ) {
    this.own = new Slots(count);
  }

  async take(runId: string): Promise<() => void> {
    const leave = await this.own.take(runId);
    const wanted = { service: this.service, count: this.count, executorId: this.executorId };
    const token = randomUUID();
    const look = () => takeCallSlot({ ...wanted, token });
    let slot = await persistently("take a place among a service's calls", look);
    while (slot === null) {
      await delay(lookEveryMs * (0.5 + Math.random()));
      slot = await persistently("take a place among a service's calls", look);
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
