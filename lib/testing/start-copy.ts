// Starts Lamplight as a person does (`scripts/start.mjs`) in a data folder of its own: for tests of the whole.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "@/scripts/lib/environment.mjs";
import { findFreePort } from "@/scripts/lib/ports.mjs";

const startScript = fileURLToPath(new URL("../../scripts/start.mjs", import.meta.url));
const readyTimeoutMs = 90_000;

export interface Copy {
  readonly child: ChildProcess;
  readonly home: string;
  readonly port: number;
  readonly address: string;
  /** All it has printed so far. */
  output(): string;
  /** Resolves with the exit code once it ended. */
  ended(): Promise<number | null>;
  /** Resolves once `text` was printed; rejects when it ends or `timeoutMs` pass before. */
  printed(text: string | RegExp, timeoutMs?: number): Promise<void>;
  /** Asks it to stop (SIGTERM) and waits for its end. */
  stop(): Promise<number | null>;
}

/** Starts a copy without waiting for it. `environment` is added to what a shell would give. */
export async function spawnCopy(options: {
  home: string;
  port?: number;
  environment?: Record<string, string>;
}): Promise<Copy> {
  const port = options.port ?? (await findFreePort());
  const child = spawn(process.execPath, [startScript], {
    env: childEnvironment({
      values: { LAMPLIGHT_HOME: options.home, PORT: String(port), ...options.environment },
    }),
    // IPC: the copy ends when the tests are killed.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let text = "";
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      for (const listener of listeners) listener();
    });
  }
  const closed = once(child, "close");
  const ended = async () => {
    await closed;
    return child.exitCode;
  };
  return {
    child,
    home: options.home,
    port,
    address: `http://127.0.0.1:${port}`,
    output: () => text,
    ended,
    printed(wanted, timeoutMs = readyTimeoutMs) {
      return new Promise((resolve, reject) => {
        const finish = (problem?: string) => {
          clearTimeout(timer);
          listeners.delete(look);
          if (problem === undefined) resolve();
          else reject(new Error(`${problem} before it printed ${wanted}:\n${text}`));
        };
        const look = () => {
          if (typeof wanted === "string" ? text.includes(wanted) : wanted.test(text)) finish();
        };
        const timer = setTimeout(() => finish(`${timeoutMs} ms passed`), timeoutMs);
        listeners.add(look);
        void closed.then(() => finish("The copy ended"));
        look();
      });
    },
    async stop() {
      child.kill("SIGTERM");
      return ended();
    },
  };
}

/** Starts a copy and waits until it is ready. */
export async function startCopy(options: Parameters<typeof spawnCopy>[0]): Promise<Copy> {
  const copy = await spawnCopy(options);
  await copy.printed("Lamplight is ready at ");
  return copy;
}

/** The API token of a started copy. */
export function apiTokenOf(home: string): string {
  return readFileSync(path.join(home, "api-token"), "utf8").trim();
}
