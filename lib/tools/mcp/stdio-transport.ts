// Talks to an MCP server that is a program of this machine, over its standard input and output. The SDK's own
// transport passes on a part of Lamplight's environment and ends one process; this one does neither: the environment is
// given whole (S4), and the process and all it started end as a group.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import {
  deserializeMessage,
  type JSONRPCMessage,
  serializeMessage,
  type Transport,
} from "@modelcontextprotocol/client";
import { FloodGuard } from "@/lib/connections/flood-guard";
import { unwatchGroup, watchGroup } from "./reaper";

export interface StdioOptions {
  command: string;
  args: readonly string[];
  env: Record<string, string>;
  folder: string;
  /** A longer message ends the connection (M6). */
  maxMessageBytes: number;
}

/** Kept of what the server writes to standard error. */
const keptErrorText = 4000;
/** Lines that are no messages, after which it is taken for something that is not an MCP server. */
const maxForeignLines = 200;
const endGraceMs = 1500;

export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;

  private child: ChildProcessWithoutNullStreams | null = null;
  private readonly chunks: Buffer[] = [];
  private buffered = 0;
  private readonly flood = new FloodGuard();
  private foreignLines = 0;
  private errorText = "";
  private ended: string | null = null;
  private readonly gone = Promise.withResolvers<void>();

  constructor(private readonly options: StdioOptions) {}

  /** The last of what the server wrote to standard error. */
  get stderr(): string {
    return this.errorText;
  }

  /** Why the process ended; null while it runs. */
  get endedBecause(): string | null {
    return this.ended;
  }

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  /** Starts the process. Throws when there is no such program. */
  start(): Promise<void> {
    const { command, args, env, folder } = this.options;
    return new Promise((resolve, reject) => {
      // An argument vector and no shell: nothing in it is interpreted (M1).
      const child = spawn(command, [...args], {
        env: env as NodeJS.ProcessEnv,
        cwd: folder,
        stdio: ["pipe", "pipe", "pipe"],
        shell: false,
        detached: true,
        windowsHide: true,
      });
      this.child = child;
      child.on("spawn", () => {
        if (child.pid !== undefined) watchGroup(child.pid);
        resolve();
      });
      child.on("error", (error) => {
        this.ended ??= error.message;
        reject(error);
        this.onerror?.(error);
      });
      child.on("exit", (code, signal) => {
        this.ended ??= signal ? `it was ended by ${signal}` : `it ended with exit code ${code}`;
        // What it started in turn goes with it.
        if (child.pid !== undefined) this.killGroup(child.pid);
        this.gone.resolve();
      });
      child.on("close", () => this.onclose?.());
      child.stdin.on("error", (error) => this.onerror?.(error));
      child.stdout.on("data", (chunk: Buffer) => this.read(chunk));
      child.stdout.on("error", (error) => this.onerror?.(error));
      child.stderr.on("data", (chunk: Buffer) => {
        this.errorText = (this.errorText + chunk.toString("utf8")).slice(-keptErrorText);
      });
      child.stderr.on("error", () => {});
    });
  }

  send(message: JSONRPCMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      const stdin = this.child?.stdin;
      if (!stdin || this.ended !== null || stdin.destroyed) {
        reject(new Error(`The server's process is gone: ${this.ended ?? "it was not started"}.`));
        return;
      }
      stdin.write(serializeMessage(message), (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Closes its input, which asks it to end; kills the group when it has not soon after. */
  async close(): Promise<void> {
    const { child } = this;
    if (!child || child.pid === undefined) {
      this.onclose?.();
      return;
    }
    if (this.ended === null) {
      child.stdin.end();
      await Promise.race([this.gone.promise, delay(endGraceMs, undefined, { ref: false })]);
    }
    this.kill();
  }

  /** Ends the process and all it started, at once. */
  kill(): void {
    const { child } = this;
    if (!child || child.pid === undefined) return;
    this.killGroup(child.pid);
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    this.drop();
  }

  private killGroup(pid: number): void {
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // The group is gone already.
    }
    unwatchGroup(pid);
  }

  private read(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.keep(chunk.subarray(start, end));
      if (this.ended !== null && this.buffered === 0) return;
      const line = Buffer.concat(this.chunks, this.buffered).toString("utf8").replace(/\r$/, "");
      this.drop();
      start = end + 1;
      this.receive(line);
    }
    this.keep(chunk.subarray(start));
  }

  private keep(part: Buffer): void {
    if (part.length === 0) return;
    this.chunks.push(part);
    this.buffered += part.length;
    if (this.buffered <= this.options.maxMessageBytes) return;
    const megabytes = Math.round(this.options.maxMessageBytes / 1024 / 1024);
    this.giveUp(`it sent a message of more than ${megabytes} MB`);
  }

  private receive(line: string): void {
    if (line.trim() === "") return;
    let message: JSONRPCMessage;
    try {
      message = deserializeMessage(line);
    } catch (error) {
      this.foreignLines += 1;
      this.onerror?.(error instanceof Error ? error : new Error(String(error)));
      if (this.foreignLines > maxForeignLines) this.giveUp("it writes what is not the protocol");
      return;
    }
    if (!this.flood.allows(Date.now())) this.giveUp("it sends more messages than anybody can read");
    else this.onmessage?.(message);
  }

  private drop(): void {
    this.chunks.length = 0;
    this.buffered = 0;
  }

  private giveUp(why: string): void {
    this.ended ??= why;
    this.onerror?.(new Error(`The connection was ended: ${why}.`));
    this.kill();
  }
}
