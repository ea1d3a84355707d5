// Prints one line a phase with its time. On a terminal the running phase shows what it does; elsewhere it says so
// every ten seconds.
import { performance } from "node:perf_hooks";

const nameWidth = 14;
const outcomeWidth = 40;
const quietMs = 10_000;

/** @param {number} ms */
export function formatSeconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/** @param {string} name @param {string} outcome @param {string} time */
function row(name, outcome, time) {
  return `  ${name.padEnd(nameWidth)} ${outcome.padEnd(outcomeWidth)} ${time.padStart(7)}`;
}

/**
 * @typedef {object} Phase
 * @property {(doing: string) => void} say what it is doing now
 * @property {(outcome: string) => number} end prints its line; its time in ms
 * @property {() => void} drop ends it without a line
 */

/** @param {NodeJS.WriteStream} [stream] */
export function createPhases(stream = process.stdout) {
  const live = stream.isTTY === true;
  /** @type {Set<{ name: string, doing: string, began: number, said: string, saidAt: number }>} */
  const active = new Set();
  let drawn = false;

  const erase = () => {
    if (drawn) stream.write("\r\x1b[2K");
    drawn = false;
  };
  const draw = () => {
    const [phase] = active;
    if (!live || !phase) return;
    const text = row(phase.name, phase.doing, formatSeconds(performance.now() - phase.began));
    erase();
    stream.write(text.slice(0, Math.max(20, (stream.columns ?? 80) - 1)));
    drawn = true;
  };
  const tick = () => {
    if (live) return draw();
    const now = performance.now();
    for (const phase of active) {
      if (now - phase.saidAt < quietMs) continue;
      phase.saidAt = now;
      stream.write(`${row(phase.name, `${phase.doing || "working"} …`, formatSeconds(now - phase.began))}\n`);
    }
  };
  const timer = setInterval(tick, 250);
  timer.unref();

  return {
    /** @param {string} name @param {string} [doing] @returns {Phase} */
    begin(name, doing = "") {
      const began = performance.now();
      const phase = { name, doing, began, said: "", saidAt: began };
      active.add(phase);
      draw();
      return {
        say(text) {
          phase.doing = text;
          draw();
        },
        end(outcome) {
          const tookMs = performance.now() - began;
          active.delete(phase);
          erase();
          stream.write(`${row(name, outcome, formatSeconds(tookMs))}\n`);
          draw();
          return tookMs;
        },
        drop() {
          active.delete(phase);
          erase();
          draw();
        },
      };
    },
    /** Prints a line between the phases. @param {string} [text] */
    line(text = "") {
      erase();
      stream.write(`${text}\n`);
      draw();
    },
  };
}

/** @typedef {ReturnType<typeof createPhases>} Phases */
