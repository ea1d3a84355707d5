// Finds a Chromium for the browser tests, and installs Debian's when there is none and it may. Its headless shell, which
// Playwright's own downloads use too, takes a third less of the processor than the whole browser without a window.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { accessSync, constants } from "node:fs";
import path from "node:path";
import { childEnvironment, network } from "./environment.mjs";
import { Problem } from "./problem.mjs";

const shell = "chromium-headless-shell";
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

/** What CHROMIUM_PATH names. @returns {string | undefined} */
function askedChromium() {
  const asked = process.env.CHROMIUM_PATH;
  if (!asked || isExecutable(asked)) return asked;
  throw new Problem({
    what: `CHROMIUM_PATH is "${asked}", which is not a program.`,
    remedy: "Correct it, or leave it away.",
  });
}

/** @param {string[]} programs @returns {string | undefined} */
function find(programs) {
  const folders = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/bin", "/usr/local/bin"].filter(
    Boolean,
  );
  return programs.flatMap((name) => folders.map((folder) => path.join(folder, name))).find(isExecutable);
}

/** How to become root: not at all, or by sudo without a password. @returns {string[] | undefined} */
function asRoot() {
  if (process.getuid?.() === 0) return [];
  return spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0 ? ["sudo", "-n"] : undefined;
}

/**
 * @param {string} name of a Debian package @param {string[]} prefix @param {(doing: string) => void} say
 * @returns {Promise<{ why: string | undefined, details: string } | null>} null once it is installed
 */
async function install(name, prefix, say) {
  let output = "";
  for (const args of [["update"], ["install", "--yes", "--no-install-recommends", name]]) {
    say(`apt-get ${args[0]}${args.length > 1 ? ` ${name}` : ""}`);
    const [command = "apt-get", ...rest] = [...prefix, "apt-get", ...args];
    const child = spawn(command, rest, {
      env: childEnvironment({ names: network, values: { DEBIAN_FRONTEND: "noninteractive" } }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    const [code] = await once(child, "close");
    if (code !== 0) {
      return { why: output.split("\n").findLast((line) => line.startsWith("E:")), details: output };
    }
  }
  return null;
}

/**
 * The headless shell before any other. Where there is another, the shell is installed only by root, as in a container:
 * a person's machine is left as it is.
 * @param {{ say: (doing: string) => void }} options
 * @returns {Promise<{ file: string, installed: boolean }>} throws a Problem
 */
export async function ensureChromium({ say }) {
  const found = askedChromium() ?? find([shell]);
  if (found) return { file: found, installed: false };
  const other = find(names) ?? macs.find(isExecutable);
  const prefix = asRoot();
  const mayInstall =
    prefix !== undefined && spawnSync("apt-get", ["--version"], { stdio: "ignore" }).status === 0;
  let failure = null;
  if (mayInstall && (!other || prefix.length === 0)) {
    for (const name of other ? [shell] : [shell, "chromium"]) {
      failure = await install(name, prefix, say);
      const installed = find([name]);
      if (!failure && installed) return { file: installed, installed: true };
    }
  }
  if (other) return { file: other, installed: false };
  throw new Problem({
    what: mayInstall
      ? "Chromium could not be installed for the browser tests."
      : "There is no Chromium for the browser tests, and it cannot be installed from here.",
    ...failure,
    remedy:
      "Install Chromium (on Debian: apt-get install chromium), or set CHROMIUM_PATH to a Chromium or Chrome.",
  });
}
