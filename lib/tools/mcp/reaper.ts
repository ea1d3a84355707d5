// Ends the processes of MCP servers when this process is gone, however it went: a small process of its own waits for
// the end of its standard input, which the system closes even after `kill -9`.
import { type ChildProcess, spawn } from "node:child_process";

/** `+<pid>` adds a process group, `-<pid>` takes it off the list; at the end of input all on the list are killed. */
const program = `
const groups = new Set();
let rest = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk) => {
  const lines = (rest + chunk).split("\\n");
  rest = lines.pop();
  for (const line of lines) {
    const pid = Number(line.slice(1));
    if (line[0] === "+") groups.add(pid);
    else groups.delete(pid);
  }
});
process.stdin.on("end", () => {
  for (const pid of groups) {
    try { process.kill(-pid, "SIGKILL"); } catch {}
  }
  process.exit(0);
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
`;

let reaper: ChildProcess | null = null;
const watched = new Set<number>();

function start(): ChildProcess {
  // In a group of its own, so that what ends this process's group leaves it alive to do its work.
  const child = spawn(process.execPath, ["-e", program], {
    stdio: ["pipe", "ignore", "ignore"],
    // Next.js declares NODE_ENV as part of every environment; this one is empty.
    env: {} as NodeJS.ProcessEnv,
    detached: true,
  });
  const isGone = () => {
    if (reaper === child) reaper = null;
  };
  child.on("exit", isGone);
  child.on("error", isGone);
  child.stdin.on("error", () => {});
  child.unref();
  (child.stdin as unknown as { unref?: () => void }).unref?.();
  for (const pid of watched) child.stdin.write(`+${pid}\n`);
  return child;
}

/** Has a process group killed when this process ends. */
export function watchGroup(pid: number): void {
  watched.add(pid);
  if (reaper) reaper.stdin?.write(`+${pid}\n`);
  else reaper = start();
}

/** Takes a process group that has ended off the list: its number may be given to another. */
export function unwatchGroup(pid: number): void {
  if (!watched.delete(pid)) return;
  reaper?.stdin?.write(`-${pid}\n`);
}
