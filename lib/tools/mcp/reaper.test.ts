import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "lamplight-reaper-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it("M1: what a server's program started ends with this process, even when that is killed", async () => {
  const outfile = path.join(folder, "holder.mjs");
  await build({
    entryPoints: [path.join(process.cwd(), "lib/tools/mcp/testing/hold-program.ts")],
    ...{ outfile, bundle: true, platform: "node", format: "esm", logLevel: "error" },
    alias: { "@": process.cwd() },
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const holder = fork(outfile, [folder], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const [{ program, grandchild }] = (await once(holder, "message")) as [
    { program: number; grandchild: number },
  ];
  expect([program, grandchild].map(isThere)).toEqual([true, true]);
  holder.kill("SIGKILL");
  await expect.poll(() => [program, grandchild].map(isThere), { timeout: 10_000 }).toEqual([false, false]);
});
