// Starts Lamplight for a measurement as a person does, `npm start`, in a data folder of its own, and stops it again.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { childEnvironment, network } from "@/scripts/lib/environment.mjs";
import { lastLines } from "@/scripts/lib/log-files.mjs";
import { findFreePort } from "@/scripts/lib/ports.mjs";
import { makeTemporaryFolder } from "@/scripts/lib/temporary-postgres.mjs";
import { say } from "./machine";

export interface Product {
  readonly home: string;
  readonly address: string;
  /** From the command to the ready line. */
  readonly readySeconds: number;
  /** Seconds of each phase as the start printed them: `Dependencies`, `Build`, `Database`, … */
  readonly phases: Record<string, number>;
  stop(): Promise<void>;
}

const ready = "Lamplight is ready at ";
const phaseLine = /^ {2}(\w+) .* (\d+\.\d) s$/gm;

/**
 * Starts the copy in `folder` (a clone) and waits for its ready line. A build that is missing is made first.
 * @param options.npmCache a folder for npm to keep downloads in; default: the person's own.
 */
export async function startProduct(options: {
  folder: string;
  home: string;
  npmCache?: string;
}): Promise<Product> {
  const port = await findFreePort();
  const began = performance.now();
  const child = spawn("npm", ["start"], {
    cwd: options.folder,
    env: childEnvironment({
      names: [...network, "npm_config_registry", "npm_config_userconfig"],
      values: {
        PATH: shellPath(),
        LAMPLIGHT_HOME: options.home,
        LAMPLIGHT_TIME_ZONE: "UTC",
        PORT: String(port),
        npm_config_cache: options.npmCache,
      },
    }),
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: one signal reaches npm and what it started.
    detached: true,
  });
  let text = "";
  const closed = once(child, "close");
  const end = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
    } catch {
      // It has ended.
    }
  };
  const isReady = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        if (text.includes(ready)) resolve();
      });
    }
  });
  const stop = undoOnInterrupt(async () => {
    end();
    // Its parts hold the pipes until the last of them is gone.
    await closed;
  });
  const outcome = await Promise.race([isReady.then(() => "ready"), closed.then(() => "ended")]);
  if (outcome === "ended") throw new Error(`npm start ended before it was ready:\n${text}`);
  return {
    home: options.home,
    address: `http://127.0.0.1:${port}`,
    readySeconds: (performance.now() - began) / 1000,
    phases: Object.fromEntries([...text.matchAll(phaseLine)].map(([, name, took]) => [name, Number(took)])),
    stop,
  };
}

const undoing: (() => Promise<void>)[] = [];
let isInterrupted = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, async () => {
    // npm and tsx pass on what the terminal has sent already.
    if (isInterrupted) return;
    isInterrupted = true;
    for (const undo of undoing.toReversed()) await undo();
    process.exit(1);
  });
}

/** Has `undo` done when somebody ends the measurement, last noted first; the result does it now instead. */
function undoOnInterrupt(undo: () => Promise<void>): () => Promise<void> {
  undoing.push(undo);
  return async () => {
    undoing.splice(undoing.indexOf(undo), 1);
    await undo();
  };
}

/** The search path without what npm adds to run this script: a person's shell hasn't got it. */
function shellPath(): string {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders
    .filter((folder) => !folder.endsWith("node_modules/.bin") && !folder.endsWith("node-gyp-bin"))
    .join(path.delimiter);
}

/** Does `work` with a temporary folder, which is removed afterwards. */
export async function withTemporaryFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = makeTemporaryFolder("lamplight-bench-");
  const remove = undoOnInterrupt(async () => rmSync(folder, { recursive: true, force: true }));
  try {
    await work(folder);
  } finally {
    await remove();
  }
}

/** Does `work` with a copy of this clone in a fresh data folder; stops it and removes the folder. */
export async function withProduct(root: string, work: (product: Product) => Promise<void>): Promise<void> {
  await withTemporaryFolder(async (folder) => {
    const product = await startProduct({ folder: root, home: path.join(folder, "home") });
    try {
      await work(product);
    } catch (error) {
      // The folder goes with the product, and what was wrong with it would.
      sayLogs(product.home);
      throw error;
    } finally {
      await product.stop();
    }
  });
}

function sayLogs(home: string): void {
  const logs = path.join(home, "logs");
  for (const name of readdirSync(logs)) say(`--- ${name}\n${lastLines(path.join(logs, name), 20)}`);
}
