// Lamplight's own parts for measurements that reach inside: a real PostgreSQL, the built web server, workers whose tools
// are the measurement's. Whatever ends is started again at once, however often: unlike a supervisor, a rig never gives up.
import { rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { migrateDatabase } from "@/lib/db/migrate-database";
import { upsertTools } from "@/lib/db/tools";
import { prepareEngine } from "@/lib/engine/prepare-engine";
import { testTools } from "@/lib/engine/testing/test-tools";
import { readEnvAnew } from "@/lib/env";
import { buildProgram } from "@/lib/testing/build-program";
import { apiTokenOf } from "@/lib/testing/start-copy";
import { root } from "@/scripts/lib/bootstrap.mjs";
import { buildAll, isBuilt } from "@/scripts/lib/build.mjs";
import { changeClone } from "@/scripts/lib/clone.mjs";
import { childEnvironment } from "@/scripts/lib/environment.mjs";
import { keepSecrets } from "@/scripts/lib/home.mjs";
import { type Running, startDatabase, startProgram } from "@/scripts/lib/parts.mjs";
import { findFreePort } from "@/scripts/lib/ports.mjs";
import { openCluster } from "@/scripts/lib/postgres-cluster.mjs";
import { findServer } from "@/scripts/lib/postgres-server.mjs";
import { hashSources } from "@/scripts/lib/source-hash.mjs";
import { startTemporaryPostgres } from "@/scripts/lib/temporary-postgres.mjs";
import { say } from "./machine";

export interface RigOptions {
  workers: number;
  /** The TypeScript program of a worker, and its arguments. */
  worker: { program: string; args?: string[] };
}

/** A part that is started again whenever it ends. */
export class KeptPart {
  private current: Running | null = null;
  private isStopping = false;
  private back = Promise.withResolvers<void>();

  constructor(
    readonly name: string,
    private readonly start: () => Promise<Running>,
  ) {}

  /** The process of this moment; null while there is none. */
  get pid(): number | null {
    return this.current?.identity.pid ?? null;
  }

  async begin(): Promise<void> {
    this.watch(await this.start());
  }

  /** Resolves once it runs. */
  async up(): Promise<void> {
    while (this.current === null) await this.back.promise;
  }

  /** Sends it a signal; false when it is not there at the moment. */
  signal(signal: NodeJS.Signals): boolean {
    const { pid } = this;
    if (pid === null) return false;
    try {
      return process.kill(pid, signal);
    } catch {
      return false;
    }
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    await this.current?.stop();
  }

  private watch(part: Running): void {
    this.current = part;
    this.back.resolve();
    void part.ended.then(() => {
      this.current = null;
      this.back = Promise.withResolvers<void>();
      if (!this.isStopping) void this.restart();
    });
  }

  private async restart(): Promise<void> {
    while (!this.isStopping) {
      try {
        const part = await this.start();
        if (this.isStopping) return void (await part.stop());
        this.watch(part);
        return;
      } catch {
        // What it needs is away as well; it is tried until that is back.
        await delay(100);
      }
    }
  }
}

export interface Rig {
  address: string;
  home: string;
  databaseUrl: string;
  web: KeptPart;
  database: KeptPart;
  workers: KeptPart[];
  /** Whoever calls its API. */
  headers: Record<string, string>;
  stop(): Promise<void>;
}

/** Starts the parts, with the engine's test tools in the catalogue; a build that is missing is made first. */
export async function startRig(options: RigOptions): Promise<Rig> {
  await buildWhenNeeded();
  const temporary = await startTemporaryPostgres();
  const { home } = temporary;
  const logs = path.join(home, "..");
  process.env.DATABASE_URL = temporary.url;
  process.env.LAMPLIGHT_HOME = home;
  process.env.LAMPLIGHT_LOG_LEVEL ??= "warn";
  readEnvAnew();
  await migrateDatabase();
  await prepareEngine();
  await upsertTools(testTools, null);
  keepSecrets(home, { withKey: true });
  const port = await findFreePort();
  const env = childEnvironment({
    values: {
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      LAMPLIGHT_HOME: home,
      LAMPLIGHT_SANDBOX: "off",
      LAMPLIGHT_LOG_LEVEL: process.env.LAMPLIGHT_LOG_LEVEL,
      DATABASE_URL: temporary.url,
      HOST: "127.0.0.1",
      PORT: String(port),
    },
  });
  const program = (name: string, script: string, args: string[] = []) =>
    new KeptPart(name, () =>
      startProgram({
        ...{ name, script, args, env, cwd: root, stopMs: 3000, onSpawn: () => {} },
        logFile: path.join(logs, `${name}.log`),
        nodeOptions: ["--max-semi-space-size=16"],
      }),
    );
  const bundle = await buildProgram(options.worker.program);
  const workers = Array.from({ length: options.workers }, (_, index) =>
    program(`worker-${index + 1}`, bundle, options.worker.args),
  );
  const web = program("web", path.join(root, "scripts", "lib", "web.mjs"));
  const cluster = openCluster({ home, logFile: path.join(logs, "postgres.log") });
  const database = new KeptPart("database", () => startDatabase(cluster, {}));
  const stop = async () => {
    await Promise.all([...workers, web].map((part) => part.stop()));
    await database.stop();
    rmSync(path.dirname(bundle), { recursive: true, force: true });
    if (findServer(cluster.dataFolder) === null) rmSync(cluster.dataFolder, { recursive: true, force: true });
    await temporary.stop();
  };
  try {
    await Promise.all([database, web, ...workers].map((part) => part.begin()));
  } catch (error) {
    await stop();
    throw error;
  }
  const headers = { authorization: `Bearer ${apiTokenOf(home)}`, "content-type": "application/json" };
  return {
    address: `http://127.0.0.1:${port}`,
    ...{ home, databaseUrl: temporary.url, web, database, workers, headers, stop },
  };
}

async function buildWhenNeeded(): Promise<void> {
  const hash = hashSources(root);
  await changeClone({
    root,
    what: "The build",
    say,
    isDone: () => isBuilt(root, hash),
    change: () => buildAll({ root, logFile: path.join(root, "dist", "bench-build.log"), say }),
  });
}
