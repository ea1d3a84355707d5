// Runs on Node 20 with nothing installed: brings the dependencies, then goes on with the Node they contain.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { appendFileSync, existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { childEnvironment, endWithThisProcess, network } from "./environment.mjs";
import { makeFolder, readJson, writeFileAtomically } from "./files.mjs";
import { Problem } from "./problem.mjs";

export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
/** Where the person typed the command; npm itself runs scripts in the repository. */
export const workingFolder =
  process.env.npm_lifecycle_event && process.env.INIT_CWD ? process.env.INIT_CWD : process.cwd();

const oldestNode = 20;
/** The AI SDK, LanceDB and Vitest need it. */
const neededNode = 24;

const record = path.join(root, "node_modules", ".lamplight.json");

/** What has to be the same for an installation to be the right one. */
function wanted() {
  const lock = readFileSync(path.join(root, "package-lock.json"));
  return {
    lock: createHash("sha256").update(lock).digest("hex"),
    platform: `${process.platform}-${process.arch}`,
  };
}

/** Whether npm's own list of what it installed has all that package-lock.json asks for. */
function isInstalledByHand() {
  const installed = readJson(path.join(root, "node_modules", ".package-lock.json"))?.packages;
  const asked = readJson(path.join(root, "package-lock.json"))?.packages;
  if (!installed || !asked) return false;
  return Object.entries(asked).every(
    ([name, entry]) =>
      name === "" || entry.optional || entry.link || installed[name]?.version === entry.version,
  );
}

/** Whether the locked dependencies are there. A record is made when they were installed by npm itself. */
export function hasDependencies() {
  if (!existsSync(bundledNode())) return false;
  const { lock, platform } = wanted();
  const found = readJson(record);
  if (found?.lock === lock && found.platform === platform) return true;
  if (found && found.platform !== platform) return false;
  if (!isInstalledByHand()) return false;
  try {
    writeFileAtomically(record, `${JSON.stringify({ lock, platform })}\n`);
  } catch {
    // A clone that may not be written to: looked at again next time.
  }
  return true;
}

function bundledNode() {
  return path.join(root, "node_modules", ".bin", "node");
}

/** npm's own settings (registry, cache, certificates) that come by environment. */
function npmSettings() {
  return Object.keys(process.env).filter((name) =>
    /^npm_config_(registry|cache|userconfig|globalconfig|cafile|ca|proxy|https_proxy|noproxy|strict_ssl|prefer_offline|offline|\/\/.*)$/i.test(
      name,
    ),
  );
}

/** npm's program, to run on this Node; undefined when it is something else than the usual script. */
function findNpm() {
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  const candidates = [process.env.npm_execpath, ...folders.map((folder) => path.join(folder, "npm"))];
  return candidates
    .map((file) => (file && existsSync(file) ? realpathSync(file) : ""))
    .find((file) => file.endsWith("npm-cli.js"));
}

/**
 * `npm ci`. Its record is written last: an installation cut short is made anew.
 * @param {{ logFile: string, say: (doing: string) => void }} options
 */
export async function installDependencies({ logFile, say }) {
  const npm = findNpm();
  // Loaded into npm as well: an installation whose starter was killed must not go on beside the next one.
  const tie = endWithThisProcess();
  const [command, ...first] = npm ? [process.execPath, ...tie.nodeOptions, npm] : ["npm"];
  const options = [
    "--loglevel=error",
    "--no-audit",
    "--no-fund",
    "--include=dev",
    "--include=optional",
    "--ignore-scripts=false",
  ];
  makeFolder(path.dirname(logFile));
  const child = spawn(command ?? "npm", [...first, "ci", ...options], {
    cwd: root,
    env: childEnvironment({ names: [...network, ...npmSettings()], values: tie.values }),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  say(`downloading ${countWanted()} packages`);
  /** @type {unknown} */
  let failure;
  const [code] = await once(child, "close").catch((error) => {
    failure = error;
    return [null];
  });
  appendFileSync(logFile, output);
  if (code === 0) {
    writeFileAtomically(record, `${JSON.stringify(wanted())}\n`);
    return;
  }
  throw new Problem({
    what: "The dependencies could not be installed (npm ci).",
    why: failure ? "The program npm could not be run." : explainNpm(output),
    remedy: `The whole output is in ${logFile}.`,
    cause: failure,
  });
}

/** @param {string} output */
function explainNpm(output) {
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH/.test(output)) {
    return "The package registry cannot be reached. Check the network, or npm's registry and proxy settings.";
  }
  if (/ENOSPC/.test(output)) return "The disk is full. About 1.5 GB are needed.";
  if (/EACCES|EPERM|EROFS/.test(output)) return `The folder ${root} may not be written to by this user.`;
  return (
    output
      .split("\n")
      .find((line) => /npm error (?!code|A complete log)/.test(line))
      ?.replace("npm error ", "") ?? ""
  );
}

/** How many packages the lock asks for on this machine. */
function countWanted() {
  const entries = Object.values(readJson(path.join(root, "package-lock.json"))?.packages ?? {});
  const fits = (/** @type {string[] | undefined} */ list, /** @type {string} */ own) =>
    !list || list.includes(own);
  return (
    entries.filter((entry) => fits(entry.os, process.platform) && fits(entry.cpu, process.arch)).length - 1
  );
}

function currentMajor() {
  return Number(process.versions.node.split(".")[0]);
}

export function refuseOldNode() {
  if (currentMajor() >= oldestNode) return;
  throw new Problem({
    what: `This is Node ${process.versions.node}; Lamplight needs Node ${oldestNode} or newer to install its own.`,
    remedy: "Install it from https://nodejs.org or with your system's package manager.",
  });
}

/**
 * Goes on with `script` on the Node from node_modules: in this process when it is that one, else in a child whose end
 * is this process's end.
 * @param {string} script below scripts/ @param {string[]} args
 */
export async function continueOnBundledNode(script, args) {
  const file = path.join(root, "scripts", script);
  const node = bundledNode();
  const here = realpathSync(process.execPath) === realpathSync(node);
  const version = here ? null : spawnSync(node, ["--version"], { encoding: "utf8" });
  if (here || (version?.status !== 0 && currentMajor() >= neededNode)) {
    process.argv = [process.execPath, file, ...args];
    await import(pathToFileURL(file).href);
    return;
  }
  if (version?.status !== 0) {
    throw new Problem({
      what: "The Node that Lamplight brings along does not run on this machine.",
      why: (version?.stderr || version?.error?.message || "").trim(),
      remedy: `Install Node ${neededNode} or newer yourself; it is used then.`,
    });
  }
  // IPC, so that the child notices when this process is killed.
  const child = spawn(node, [file, ...args], { stdio: ["inherit", "inherit", "inherit", "ipc"] });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  // A program that started this one and was killed: the child hears of it as if it were its own.
  if (process.connected) process.on("disconnect", () => child.disconnect());
  const [code, signal] = await once(child, "exit");
  process.exit(code ?? (signal === "SIGKILL" ? 137 : 1));
}

/** Tells of what ended a command; details and unexpected errors go to the log. @param {unknown} error @param {string} logFile */
export function reportFailure(error, logFile) {
  const problem = error instanceof Problem ? error : null;
  const details = problem ? [problem.details, problem.cause] : [error];
  const text = details
    .filter((part) => part !== undefined)
    .map((part) => (part instanceof Error ? (part.stack ?? part.message) : String(part)))
    .join("\n");
  let logged = false;
  if (text) {
    try {
      makeFolder(path.dirname(logFile));
      appendFileSync(logFile, `${new Date().toISOString()} ${text}\n`);
      logged = true;
    } catch {
      // The reason may be that very folder.
    }
  }
  const said = problem
    ? [problem.what, problem.why, problem.remedy]
    : [`Something unexpected happened: ${error instanceof Error ? error.message : String(error)}`];
  process.stderr.write(`\n${said.filter(Boolean).join("\n")}\n${logged ? `Details: ${logFile}\n` : ""}`);
}
