// What every figure is printed with: the machine, the revision, and how busy the machine was.
import { execFileSync } from "node:child_process";
import os from "node:os";
import { root } from "@/scripts/lib/bootstrap.mjs";

/** `load` is the number of processes that wanted a core over the last minute, this measurement's own included. */
export function machine() {
  return {
    cpu: os.cpus()[0]?.model.trim() ?? "unknown",
    cores: os.availableParallelism(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    os: `${os.type()} ${os.release()}`,
    node: process.version,
    revision: revision(),
    load: round(os.loadavg()[0] ?? 0, 1),
    date: new Date().toISOString(),
  };
}

/** The commit, with `+` when files differ from it; null outside a git clone. */
function revision(): string | null {
  try {
    const git = (...args: string[]) =>
      execFileSync("git", ["-C", root, ...args], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }).trim();
    return `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain") === "" ? "" : "+"}`;
  } catch {
    return null;
  }
}

/** One line of JSON: what was measured, the figures, the machine. */
export function report(bench: string, figures: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ bench, ...figures, machine: machine() })}\n`);
}

/** What is being done, for whoever waits; not part of the figures. */
export function say(doing: string): void {
  process.stderr.write(`${doing}\n`);
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** The smallest value that at least `share` (0 to 1) of the values don't exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** The most memory this process was resident with, so far. */
export function peakMemoryMb(): number {
  return round(process.resourceUsage().maxRSS / 1024, 0);
}
