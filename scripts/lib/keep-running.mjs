// Starts a part again whenever it ends, more slowly each time, and gives up on one that keeps ending.
import { setTimeout as delay } from "node:timers/promises";
import { lastWords } from "./parts.mjs";
import { Problem } from "./problem.mjs";

/** @typedef {import("./parts.mjs").Running} Running */

const windowMs = 60_000;
const mostEnds = 5;
const pausesMs = [0, 500, 1000, 2000];

/**
 * What to do about a part that ended just now.
 * @param {readonly number[]} ends when it ended before and now, in ms, oldest first
 * @param {number} now
 * @returns {{ kind: "restart", afterMs: number, recent: number[] } | { kind: "give-up" }}
 */
export function decideRestart(ends, now) {
  const recent = ends.filter((at) => now - at < windowMs);
  if (recent.length >= mostEnds) return { kind: "give-up" };
  return { kind: "restart", afterMs: pausesMs[recent.length - 1] ?? pausesMs.at(-1) ?? 0, recent };
}

/**
 * @template {Running} Part
 * @param {object} options
 * @param {string} options.name as in "the worker"
 * @param {string} options.logFile
 * @param {() => Promise<Part>} options.start
 * @param {(part: Part) => Promise<void> | void} [options.onBack] after a restart
 * @param {() => Promise<unknown>} [options.waitFor] what it needs before it can start again
 * @param {(line: string) => void} options.say
 * @param {(problem: Problem) => void} options.giveUp
 */
export function keepRunning({ name, logFile, start, onBack, waitFor, say, giveUp }) {
  /** @type {Part | undefined} */
  let current;
  let stopping = false;
  /** @type {number[]} */
  let ends = [];
  /** @type {Promise<void>} */
  let restarting = Promise.resolve();

  /** @param {Part} part */
  const watch = (part) => {
    current = part;
    void part.ended.then((how) => {
      if (current !== part || stopping) return;
      current = undefined;
      restarting = restart(how);
    });
  };

  /** @param {string} how */
  const restart = async (how) => {
    let reason = how;
    while (!stopping) {
      const now = performance.now();
      ends.push(now);
      const decision = decideRestart(ends, now);
      if (decision.kind === "give-up") {
        giveUp(
          new Problem({
            what: `The ${name} ended ${mostEnds} times within a minute. Lamplight stops.`,
            why: lastWords(logFile),
            remedy: `Its log is ${logFile}.`,
          }),
        );
        return;
      }
      ends = decision.recent;
      say(`The ${name} ${reason}. Starting it again.`);
      await delay(decision.afterMs);
      await waitFor?.();
      if (stopping) return;
      try {
        const part = await start();
        if (stopping) return await part.stop();
        watch(part);
        say(`The ${name} is back after ${((performance.now() - now) / 1000).toFixed(1)} s.`);
        await onBack?.(part);
        return;
      } catch (error) {
        reason = "did not start";
        if (!(error instanceof Problem)) throw error;
      }
    }
  };

  return {
    name,
    /** The first start. Throws a Problem when it fails. */
    async begin() {
      const part = await start();
      watch(part);
      return part;
    },
    /** Ends when the part runs (or this keeper is stopped or has given up). */
    running: () => restarting,
    /** Replaces it by a new one, in order: its settings changed. */
    async renew() {
      const part = current;
      current = undefined;
      await part?.stop();
      if (stopping) return;
      watch(await start());
    },
    async stop() {
      stopping = true;
      await current?.stop();
    },
  };
}
