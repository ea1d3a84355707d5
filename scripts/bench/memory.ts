// Resident memory of the processes of a running copy, from Linux's /proc.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { homeFiles } from "@/scripts/lib/home.mjs";
import { lockHolder } from "@/scripts/lib/lock.mjs";
import { findServer } from "@/scripts/lib/postgres-server.mjs";
import { round } from "./machine";

/** PSS counts a page shared by n processes as 1/n for each, so sums are true; RSS counts it in full for each. */
export interface Memory {
  pssMb: number;
  rssMb: number;
  processes: number;
}

/**
 * Memory of each part and, in `together`, of web, worker and database. The supervisor's includes the npm and the Node
 * that were typed.
 */
export function memoryOfParts(home: string): Record<string, Memory> {
  const parts = partsOf(home);
  const { web = [], worker = [], database = [] } = parts;
  return {
    together: memoryOf([...web, ...worker, ...database]),
    ...Object.fromEntries(Object.entries(parts).map(([name, pids]) => [name, memoryOf(pids)])),
  };
}

/** The processes of each part of a running copy: what a part has started is its own, too. */
export function partsOf(home: string): Record<string, number[]> {
  const files = homeFiles(home);
  const parts: Record<string, { pid: number }> = JSON.parse(readFileSync(files.parts, "utf8"));
  const server = findServer(path.join(home, "postgres"));
  const supervisor = lockHolder(files.lock);
  if (!parts.web || !parts.worker || !parts.sandbox || !server || !supervisor) {
    throw new Error(`Not every part runs in ${home}.`);
  }
  const table = processTable();
  const trees = {
    web: treeOf(parts.web.pid, table),
    worker: treeOf(parts.worker.pid, table),
    database: treeOf(server.identity.pid, table),
    sandbox: treeOf(parts.sandbox.pid, table),
  };
  const counted = new Set(Object.values(trees).flat());
  const typed = topOfGroup(supervisor.pid, table);
  return { ...trees, supervisor: treeOf(typed, table).filter((pid) => !counted.has(pid)) };
}

function memoryOf(pids: readonly number[]): Memory {
  const rollups = pids.map((pid) => readFileSync(`/proc/${pid}/smaps_rollup`, "latin1"));
  const sum = (field: string) =>
    rollups.reduce(
      (total, text) => total + Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)?.[1]),
      0,
    );
  return { pssMb: round(sum("Pss") / 1024, 0), rssMb: round(sum("Rss") / 1024, 0), processes: pids.length };
}

interface ProcessRow {
  parent: number;
  group: number;
}

function processTable(): Map<number, ProcessRow> {
  const table = new Map<number, ProcessRow>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "latin1");
      const [state, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (state !== "Z") table.set(Number(name), { parent: Number(parent), group: Number(group) });
    } catch {
      // It ended meanwhile.
    }
  }
  return table;
}

/** A process and all it started that still runs. */
export function processTree(pid: number): number[] {
  return treeOf(pid, processTable());
}

function treeOf(pid: number, table: ReadonlyMap<number, ProcessRow>): number[] {
  const children = [...table].filter(([, { parent }]) => parent === pid).map(([child]) => child);
  return [pid, ...children.flatMap((child) => treeOf(child, table))];
}

/** The oldest ancestor in the same process group: the command that was typed. */
function topOfGroup(pid: number, table: ReadonlyMap<number, ProcessRow>): number {
  const row = table.get(pid);
  const above = row && table.get(row.parent);
  return row && above && above.group === row.group ? topOfGroup(row.parent, table) : pid;
}
