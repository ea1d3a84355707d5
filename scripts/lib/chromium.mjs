// Finds a Chromium for the browser tests, and installs Debian's when there is none and it may.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import path from "node:path";
import { childEnvironment, network } from "./environment.mjs";
import { Problem } from "./problem.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const macs = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @returns {string | undefined} */
function findChromium() {
  const asked = process.env.CHROMIUM_PATH;
  if (asked) {
    if (isExecutable(asked)) return asked;
    throw new Problem({
      what: `CHROMIUM_PATH is "${asked}", which is not a program.`,
      remedy: "Correct it, or leave it away.",
    });
  }
  const folders = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/bin", "/usr/local/bin"].filter(
    Boolean,
  );
  return [...names.flatMap((name) => folders.map((folder) => path.join(folder, name))), ...macs].find(
    isExecutable,
  );
}

/** How to become root: not at all, or by sudo without a password. @returns {string[] | undefined} */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  return spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0 ? ["sudo", "-n"] : undefined;
}

/**
 * @param {{ say: (doing: string) => void }} options
 * @returns {Promise<{ file: string, installed: boolean }>} throws a Problem
 */
export async function ensureChromium({ say }) {
  const found = findChromium();
  if (found) return { file: found, installed: false };
  const remedy =
    "Install Chromium (on Debian: apt-get install chromium), or set CHROMIUM_PATH to a Chromium or Chrome.";
  const prefix = asRoot();
  if (!prefix || spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status !== 0) {
    throw new Problem({
      what: "There is no Chromium for the browser tests, and it cannot be installed from here.",
      remedy,
    });
  }
  let output = "";
  for (const args of [["update"], ["install", "--yes", "--no-install-recommends", "chromium"]]) {
    say(`apt-get ${args[0]}${args.length > 1 ? " chromium" : ""}`);
    const [command = "apt-get", ...rest] = [...prefix, "apt-get", ...args];
    const child = spawn(command, rest, {
      env: childEnvironment({ names: network, values: { DEBIAN_FRONTEND: "noninteractive" } }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    const [code] = await once(child, "close");
    if (code !== 0) {
      const why = output.split("\n").findLast((line) => line.startsWith("E:"));
      throw new Problem({
        what: "Chromium could not be installed for the browser tests.",
        why,
        remedy,
        details: output,
      });
    }
  }
  const installed = findChromium();
  if (installed) return { file: installed, installed: true };
  throw new Problem({ what: "Chromium was installed but is not found.", remedy });
}
