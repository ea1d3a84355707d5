// What a running copy holds at a moment, part by part, from Linux's /proc.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { partsOf } from "@/scripts/bench/memory";

export interface Sample {
  minutes: number;
  /** Of each part by name. */
  memoryMb: Record<string, number>;
  descriptors: Record<string, number>;
  /** To the database, each a process of the server's. */
  connections: number;
}

/** Each part's first process: another one means that the part was started again. */
export function firstProcesses(home: string): Record<string, number | undefined> {
  return Object.fromEntries(Object.entries(partsOf(home)).map(([name, [first]]) => [name, first]));
}

export function sampleParts(home: string, minutes: number): Sample {
  const parts = Object.entries(partsOf(home));
  const totals = (of: (pid: number) => number) =>
    Object.fromEntries(
      parts.map(([name, pids]) => [name, pids.reduce((sum, pid) => sum + unlessGone(() => of(pid)), 0)]),
    );
  const database = parts.find(([name]) => name === "database")?.[1] ?? [];
  return {
    minutes,
    memoryMb: totals(memoryMbOf),
    descriptors: totals(descriptorsOf),
    connections: database.filter((pid) => unlessGone(() => Number(isConnection(pid))) === 1).length,
  };
}

/**
 * Resident megabytes; what is shared counts by its share. The database's common buffers are left out: they are of a size
 * that is set, and are resident as they are first used.
 */
function memoryMbOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "latin1");
  const kilobytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)?.[1]);
  return (kilobytes("Pss") - kilobytes("Pss_Shmem")) / 1024;
}

/**
 * Open files and sockets. The files of the database's tables are left out: each connection keeps those open that it has
 * used once, as many as there are.
 */
function descriptorsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  const isTable = (fd: string) =>
    unlessGone(() => Number(readlinkSync(`${folder}/${fd}`).includes("/postgres/base/")));
  return readdirSync(folder).filter((fd) => isTable(fd) === 0).length;
}

/** PostgreSQL names its processes: `postgres: role database address state`; those of its own have no address. */
function isConnection(pid: number): boolean {
  return /^postgres: .* 127\.0\.0\.1\(\d+\)/.test(readFileSync(`/proc/${pid}/cmdline`, "latin1"));
}

/** Nothing for a process that ended meanwhile. */
function unlessGone(look: () => number): number {
  try {
    return look();
  } catch {
    return 0;
  }
}
