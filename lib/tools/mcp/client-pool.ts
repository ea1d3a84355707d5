// Sessions with MCP servers, kept for the next call. A session belongs to one server, one connection and one secret
// (M6), and serves one call at a time, so that a question, progress or an answer can only be that call's.
import { createHash } from "node:crypto";
import { canonicalJson } from "@/lib/domain/canonical-json";
import { type OpenConnection, ToolError } from "@/lib/tools/tool-contract";
import { connectServer, type ReachableServer, type ServerSession } from "./connect-server";

const idleMs = 5 * 60_000;
/** Sessions of one server and connection at once; more calls wait. */
const mostSessions = 4;

interface Kept {
  session: ServerSession;
  timer: NodeJS.Timeout;
}

interface Place {
  /** The latest last: it is used next, so that calls in a row meet the same session. */
  idle: Kept[];
  open: number;
  waiting: (() => void)[];
}

export interface Lease {
  session: ServerSession;
  /** It has served a call before. */
  isReused: boolean;
  /** Gives the session back, or ends it. */
  release(options: { isUsable: boolean }): void;
}

export interface LeaseRequest {
  server: ReachableServer;
  connection: OpenConnection | null;
  signal: AbortSignal;
  onToolsChanged: () => void;
  /** Not one that was kept: the last of those turned out to be dead. */
  isFresh?: boolean;
}

export class ClientPool {
  private readonly places = new Map<string, Place>();

  /** A session nobody else uses. Throws a ToolError when there is none to be had. */
  async lease(request: LeaseRequest): Promise<Lease> {
    const key = keyOf(request);
    const place = this.places.get(key) ?? { idle: [], open: 0, waiting: [] };
    this.places.set(key, place);
    for (;;) {
      if (request.signal.aborted) {
        throw new ToolError("timeout", `The call to “${request.server.title}” ended before it was made.`);
      }
      const kept = request.isFresh ? undefined : place.idle.pop();
      if (kept) {
        clearTimeout(kept.timer);
        if (kept.session.isOpen()) return this.leaseOf(place, key, kept.session, true);
        this.end(place, key, kept.session);
        continue;
      }
      if (place.open < mostSessions) break;
      const stale = request.isFresh ? place.idle.shift() : undefined;
      if (stale) {
        clearTimeout(stale.timer);
        this.end(place, key, stale.session);
        continue;
      }
      await new Promise<void>((resolve) => {
        place.waiting.push(resolve);
        request.signal.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    place.open += 1;
    try {
      const { server, connection, signal, onToolsChanged } = request;
      const session = await connectServer(server, connection, { signal, onToolsChanged });
      return this.leaseOf(place, key, session, false);
    } catch (error) {
      this.leave(place, key);
      throw error;
    }
  }

  /** Ends all sessions that are not in use. */
  async close(): Promise<void> {
    const kept = [...this.places.values()].flatMap((place) => place.idle.splice(0));
    for (const one of kept) clearTimeout(one.timer);
    await Promise.all(kept.map(({ session }) => session.close()));
  }

  private leaseOf(place: Place, key: string, session: ServerSession, isReused: boolean): Lease {
    let isReleased = false;
    return {
      session,
      isReused,
      release: ({ isUsable }) => {
        if (isReleased) return;
        isReleased = true;
        if (!isUsable || !session.isOpen()) {
          this.end(place, key, session);
          return;
        }
        const timer = setTimeout(() => {
          const index = place.idle.findIndex((one) => one.session === session);
          if (index === -1) return;
          place.idle.splice(index, 1);
          this.end(place, key, session);
        }, idleMs);
        timer.unref();
        place.idle.push({ session, timer });
        place.waiting.shift()?.();
      },
    };
  }

  private end(place: Place, key: string, session: ServerSession): void {
    void session.close().catch(() => {});
    this.leave(place, key);
  }

  private leave(place: Place, key: string): void {
    place.open -= 1;
    if (place.open === 0 && place.waiting.length === 0) this.places.delete(key);
    place.waiting.shift()?.();
  }
}

function keyOf({ server, connection }: LeaseRequest): string {
  const secret = createHash("sha256")
    .update(canonicalJson(connection?.secret ?? {}))
    .digest("hex");
  return [server.id, server.transportHash, connection?.id ?? "", secret].join(" ");
}
