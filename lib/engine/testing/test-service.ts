// The outside world of the engine's tests: an HTTP service that counts calls and does with each what the test says.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { QuestionForm } from "@/lib/domain/elicitation";
import type { Json, JsonObject } from "@/lib/domain/json";
import type { Receipt } from "@/lib/domain/receipt";
import type { Progress } from "@/lib/domain/run-event";
import type { ToolErrorKind } from "@/lib/domain/tool-error";

export interface ServiceCall {
  name: string;
  input: JsonObject;
  key: string;
  origin: string | null;
  secret: string | null;
  pid: number;
  /** Monotonic milliseconds. */
  at: number;
  /** Milliseconds since 1970, comparable with the events' times. */
  time: number;
}

export type ServiceAnswer =
  | { output: Json; receipt?: Receipt }
  | { error: { kind: ToolErrorKind; message: string; evidence?: Json; effectUncertain?: boolean } }
  /** The tool asks the person, and gives what they answered. */
  | { ask: { question: string; form: QuestionForm } }
  /** The tool says how far it is, as often as this, and asks the service again. */
  | { progress: Progress[] }
  /** The tool has a model write a text of this. */
  | { write: string }
  /** The tool throws what no tool should. */
  | { fault: string }
  /** The tool keeps the worker's main thread for so long, and ends. */
  | { busyMs: number }
  /** The worker dies as soon as it hears. */
  | { crash: true };

type Handler = (call: ServiceCall, count: number) => ServiceAnswer | Promise<ServiceAnswer>;

export class TestService {
  readonly calls: ServiceCall[] = [];
  /** Calls whose connection was closed by the caller before they were answered. */
  readonly aborted: string[] = [];
  /** Calls being answered now, and the most there were at once. */
  underWay = 0;
  mostAtOnce = 0;
  private readonly handlers = new Map<string, Handler>();
  private readonly counts = new Map<string, number>();
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  /** @param pause before a call is answered that nothing was said about */
  static async start(pause?: () => Promise<void>): Promise<TestService> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const service = new TestService(server, `http://127.0.0.1:${port}/`);
    server.on("request", (request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        const call: ServiceCall = { ...JSON.parse(body), at: performance.now(), time: Date.now() };
        service.calls.push(call);
        service.counts.set(call.name, service.count(call.name) + 1);
        service.underWay += 1;
        service.mostAtOnce = Math.max(service.mostAtOnce, service.underWay);
        response.on("close", () => {
          service.underWay -= 1;
          if (!response.writableEnded) service.aborted.push(call.name);
        });
        const handler =
          service.handlers.get(call.name) ??
          (async () => {
            await pause?.();
            return { output: { value: call.name } };
          });
        void Promise.resolve(handler(call, service.count(call.name))).then((answer) =>
          response.end(JSON.stringify(answer)),
        );
      });
    });
    return service;
  }

  /** What happens to calls with this name, from now on. By default they complete with their name. */
  on(name: string, handler: Handler): void {
    this.handlers.set(name, handler);
  }

  /** How often this name was called. */
  count(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  /** Resolves once this name has been called. */
  async called(name: string): Promise<void> {
    while (this.count(name) === 0) await delay(10);
  }

  /** Resolves once a call with this name was closed unanswered. */
  async abortedCall(name: string): Promise<void> {
    while (!this.aborted.includes(name)) await delay(10);
  }

  /** Forgets all calls, and what was to happen to them. */
  reset(): void {
    this.calls.length = 0;
    this.counts.clear();
    this.aborted.length = 0;
    this.mostAtOnce = this.underWay;
    this.handlers.clear();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }
}
