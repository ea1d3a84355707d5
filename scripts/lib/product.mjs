// Brings Lamplight up, part by part, keeps it up, and takes it down in order.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import path from "node:path";
import { buildAll, bundleOf, isBuilt, programs, watchProgram } from "./build.mjs";
import { changeClone, noteUse } from "./clone.mjs";
import { checkDatabase } from "./external-database.mjs";
import { endLeftoverParts, holdHome, homeFiles, keepSecrets, noteParts, openHome } from "./home.mjs";
import { keepRunning } from "./keep-running.mjs";
import { rotateLog } from "./log-files.mjs";
import { partEnvironment } from "./part-environments.mjs";
import { lastWords, startDatabase, startProgram } from "./parts.mjs";
import { keepPort, refuseBusyPort } from "./ports.mjs";
import { initialiseCluster, openCluster } from "./postgres-cluster.mjs";
import { Problem } from "./problem.mjs";
import { isRunning, sendSignal } from "./processes.mjs";
import { hashSources } from "./source-hash.mjs";

/** @typedef {import("./settings.mjs").Settings} Settings */
/** @typedef {import("./phases.mjs").Phases} Phases */
/** @typedef {import("./processes.mjs").ProcessIdentity} ProcessIdentity */
/** @typedef {{ stop: () => Promise<void> }} Stoppable */

/**
 * Young objects die young: a small nursery keeps idle processes small. Half of this one costs a tenth of the runs a
 * second, twice of it gains nothing. Source maps stay off: they cost 30 MB in the worker, and the bundles are readable.
 */
const nodeOptions = ["--max-semi-space-size=16"];
const shutdownLimitMs = 9500;

/** Thrown out of a start that somebody ended. */
export class Stopped extends Error {}

/** @param {{ settings: Settings, phases: Phases, mode: "production" | "development" }} options */
export function createProduct({ settings, phases, mode }) {
  const { root, address } = settings;
  const development = mode === "development";
  const bundles = development ? path.join("dist", "dev") : "dist";
  const home = openHome(settings.home);
  const files = homeFiles(home);
  const logOf = (/** @type {string} */ name) => path.join(files.logs, `${name}.log`);
  const stopping = new AbortController();
  /** @type {Map<string, ProcessIdentity>} */
  const parts = new Map();
  /** @type {(() => Promise<void>)[]} */
  const watchers = [];
  /** @type {() => void} */
  let release = () => {};
  /** @type {Promise<unknown>} */
  let databaseStart = Promise.resolve();
  /** @type {Stoppable | undefined} */
  let database;
  /** @type {(problem: Problem) => void} */
  let giveUp = () => {};
  /** What the supervisor decides for the parts. @type {Record<string, string | undefined>} */
  const values = {
    NODE_ENV: mode,
    LAMPLIGHT_HOME: home,
    HOST: settings.host,
    PORT: String(settings.port),
    LAMPLIGHT_SANDBOX: settings.sandbox ? "on" : "off",
    // Node keeps what it compiled: a warm start loads the same modules again.
    NODE_COMPILE_CACHE: path.join(home, "cache", "node"),
    // LanceDB's threads share two heaps of the C library instead of up to eight for each core: the web server at work
    // holds 40 MB less. A search takes as long.
    MALLOC_ARENA_MAX: "2",
  };

  const checkpoint = () => {
    if (stopping.signal.aborted) throw new Stopped();
  };

  /** @param {string} name @returns {(identity: ProcessIdentity) => void} */
  const onSpawn = (name) => (identity) => {
    parts.set(name, identity);
    noteParts(home, parts);
    if (stopping.signal.aborted) sendSignal(identity.pid, "SIGKILL");
  };

  /** @param {import("./phases.mjs").Phase} phase @param {() => Promise<string>} work */
  const within = async (phase, work) => {
    try {
      checkpoint();
      const outcome = await work();
      checkpoint();
      phase.end(outcome);
    } catch (error) {
      if (stopping.signal.aborted) {
        phase.drop();
        throw new Stopped();
      }
      phase.end("failed");
      throw error;
    }
  };

  const build = (/** @type {import("./phases.mjs").Phase} */ phase) =>
    within(phase, async () => {
      const hash = hashSources(root);
      const built = await changeClone({
        root,
        what: "The build",
        say: phase.say,
        isDone: () => isBuilt(root, hash),
        change: () => buildAll({ root, logFile: logOf("build"), say: phase.say, signal: stopping.signal }),
      });
      return built ? "built" : "up to date";
    });

  const connectDatabase = (/** @type {import("./phases.mjs").Phase} */ phase, /** @type {string} */ url) =>
    within(phase, async () => {
      const found = await checkDatabase(url);
      values.DATABASE_URL = url;
      return `PostgreSQL ${found.version} at ${found.place}`;
    });

  const bringUpDatabase = (/** @type {import("./phases.mjs").Phase} */ phase) =>
    within(phase, async () => {
      const cluster = openCluster({ home, logFile: logOf("postgres") });
      phase.say("making the database");
      const made = initialiseCluster(cluster);
      phase.say("starting PostgreSQL");
      const keeper = keepRunning({
        name: "database",
        logFile: cluster.logFile,
        start: () => startDatabase(cluster, { say: phase.say }),
        say: phases.line,
        giveUp: (problem) => giveUp(problem),
        async onBack({ url }) {
          if (url === values.DATABASE_URL) return;
          // Its port was taken meanwhile.
          values.DATABASE_URL = url;
          await Promise.all(programKeepers.map((program) => program.renew()));
        },
      });
      database = keeper;
      waitForDatabase = () => keeper.running();
      const starting = keeper.begin();
      databaseStart = starting.catch(() => {});
      const server = await starting;
      values.DATABASE_URL = server.url;
      const inside = cluster.dataFolder.startsWith(home);
      return `${server.adopted ? "adopted" : made ? "made" : "started"}${inside ? "" : ` (in ${cluster.dataFolder})`}`;
    });

  /** @type {() => Promise<unknown>} */
  let waitForDatabase = async () => {};
  /** @type {ReturnType<typeof keepRunning>[]} */
  const programKeepers = [];

  const prepare = (/** @type {import("./phases.mjs").Phase} */ phase) =>
    within(phase, async () => {
      const logFile = logOf("prepare");
      rotateLog(logFile);
      const log = openSync(logFile, "a", 0o600);
      const child = spawn(process.execPath, [bundleOf(root, "prepare", bundles)], {
        cwd: root,
        env: partEnvironment("prepare", values),
        stdio: ["ignore", log, log, "ipc"],
        signal: stopping.signal,
      });
      closeSync(log);
      child.on("message", (message) => {
        if (message !== null && typeof message === "object" && "doing" in message)
          phase.say(String(message.doing));
      });
      const [code, signal] = await once(child, "exit");
      if (code === 0) return "ready";
      throw new Problem({
        what: `The workspace could not be prepared: the program ${signal ? `was ended by ${signal}` : `ended with code ${code}`}.`,
        why: lastWords(logFile),
        remedy: `Its log is ${logFile}.`,
      });
    });

  /**
   * @param {"worker" | "sandbox" | "web"} name
   * @param {{ script: string, stopMs: number }} options
   */
  const runProgram = async (name, { script, stopMs }) => {
    const phase = phases.begin(name === "web" ? "Web" : name === "worker" ? "Worker" : "Sandbox", "starting");
    const keeper = keepRunning({
      name: name === "web" ? "web server" : name,
      logFile: logOf(name),
      start: () =>
        startProgram({
          name: name === "web" ? "web server" : name,
          script,
          nodeOptions,
          env: partEnvironment(name, values),
          cwd: root,
          logFile: logOf(name),
          stopMs,
          echo: development,
          onSpawn: onSpawn(name),
        }),
      waitFor: () => waitForDatabase(),
      say: phases.line,
      giveUp: (problem) => giveUp(problem),
    });
    programKeepers.push(keeper);
    await within(phase, async () => {
      await keeper.begin();
      return "started";
    });
    return keeper;
  };

  /** Bundles for development: anew, and the program started again, whenever a source changes. */
  const watchPrograms = (/** @type {import("./phases.mjs").Phase} */ phase) =>
    within(phase, async () => {
      for (const program of /** @type {import("./build.mjs").Program[]} */ (Object.keys(programs))) {
        await new Promise((resolve, reject) => {
          let first = true;
          watchProgram({
            root,
            program,
            folder: bundles,
            onBundle(errors) {
              if (first) {
                first = false;
                if (errors.length === 0) return resolve(undefined);
                return reject(
                  new Problem({ what: `The ${program} could not be bundled.`, why: errors.join("\n") }),
                );
              }
              if (errors.length > 0)
                return phases.line(`The ${program} could not be bundled:\n${errors.join("\n")}`);
              const keeper = programKeepers.find(({ name }) => name === program);
              if (!keeper || stopping.signal.aborted) return;
              phases.line(`The ${program} has changed. Starting it again.`);
              keeper.renew().catch((error) => phases.line(error.message));
            },
          }).then((dispose) => watchers.push(dispose), reject);
        });
      }
      return "bundled, watching";
    });

  return {
    home,
    files,
    address,
    /** Throws a Problem, or Stopped. @param {(problem: Problem) => void} onGiveUp when a part keeps ending later */
    async start(onGiveUp) {
      giveUp = onGiveUp;
      release = await holdHome(home, address);
      const leftover = await endLeftoverParts(home);
      if (leftover.length > 0) phases.line(`  Ended what a killed copy had left: ${leftover.join(", ")}.`);
      await refuseBusyPort(settings);
      keepSecrets(home, { withKey: !process.env.LAMPLIGHT_SECRET_KEY });
      await noteUse(root, address);

      await (development
        ? watchPrograms(phases.begin("Programs", "bundling"))
        : build(phases.begin("Build", "comparing sources")));
      const databasePhase = phases.begin("Database");
      if (settings.databaseUrl) await connectDatabase(databasePhase, settings.databaseUrl);
      else await bringUpDatabase(databasePhase);
      if (settings.sandbox) {
        values.LAMPLIGHT_SANDBOX_HTTP_PORT = String(
          await keepPort({ file: files.ports, name: "sandboxHttp" }),
        );
        values.LAMPLIGHT_SANDBOX_SMTP_PORT = String(
          await keepPort({ file: files.ports, name: "sandboxSmtp" }),
        );
      }
      // Web and sandbox load while the workspace is prepared; nobody is told of them before all is ready.
      const prepared = prepare(phases.begin("Workspace", "preparing"));
      const web = runProgram("web", { script: path.join(root, "scripts", "lib", "web.mjs"), stopMs: 2000 });
      const sandbox = settings.sandbox
        ? runProgram("sandbox", { script: bundleOf(root, "sandbox", bundles), stopMs: 1000 })
        : undefined;
      const worker = prepared.then(() =>
        runProgram("worker", { script: bundleOf(root, "worker", bundles), stopMs: 3500 }),
      );
      const outcomes = await Promise.allSettled([prepared, web, sandbox, worker]);
      const failed = outcomes.find((outcome) => outcome.status === "rejected");
      if (failed) throw failed.reason;
    },

    /** Web, worker, sandbox, then the database. Ends within ten seconds. */
    async stop() {
      if (stopping.signal.aborted) return;
      stopping.abort();
      const limit = setTimeout(() => {
        for (const identity of parts.values()) if (isRunning(identity)) sendSignal(identity.pid, "SIGKILL");
        process.exit(1);
      }, shutdownLimitMs);
      await Promise.all(watchers.map((dispose) => dispose()));
      const order = ["web server", "worker", "sandbox"];
      for (const name of order) await programKeepers.find((keeper) => keeper.name === name)?.stop();
      for (const identity of parts.values()) if (isRunning(identity)) sendSignal(identity.pid, "SIGKILL");
      await databaseStart;
      await database?.stop();
      parts.clear();
      noteParts(home, parts);
      release();
      clearTimeout(limit);
    },
  };
}
