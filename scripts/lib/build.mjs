// The production build: Next's for the web, esbuild's for the other processes.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { childEnvironment, endWithThisProcess } from "./environment.mjs";
import { makeFolder, readJson, writeFileAtomically } from "./files.mjs";
import { Problem } from "./problem.mjs";
import { hashSources } from "./source-hash.mjs";

/** The programs beside the web server: bundle and entry point. */
export const programs = {
  prepare: "lib/setup/prepare-main.ts",
  worker: "lib/engine/worker-main.ts",
  lease: "lib/engine/lease-main.ts",
  sandbox: "lib/sandbox/sandbox-main.ts",
  importer: "lib/importer/importer-main.ts",
};
/** @typedef {keyof typeof programs} Program */

/** @param {string} root @param {Program} program @param {string} [folder] */
export function bundleOf(root, program, folder = "dist") {
  return path.join(root, folder, `${program}.mjs`);
}

/** @param {string} root */
function recordFile(root) {
  return path.join(root, "dist", "build.json");
}

/** Whether what is built was built whole, from these sources, for this machine. @param {string} root @param {string} hash */
export function isBuilt(root, hash) {
  return readJson(recordFile(root))?.hash === hash && missingOutput(root) === undefined;
}

/** @param {string} root @returns {string | undefined} a file a whole build has and this one does not */
function missingOutput(root) {
  const outputs = [
    path.join(root, ".next", "BUILD_ID"),
    ...Object.keys(programs).map((program) => bundleOf(root, /** @type {Program} */ (program))),
  ];
  return outputs.find((file) => !existsSync(file));
}

/**
 * Builds all. The record goes first and comes back last, so that a build cut short never looks whole.
 * @param {{ root: string, logFile: string, say: (doing: string) => void, signal?: AbortSignal }} options
 */
export async function buildAll({ root, logFile, say, signal }) {
  makeFolder(path.join(root, "dist"));
  rmSync(recordFile(root), { force: true });
  const hash = hashSources(root);
  say("bundling worker and sandbox");
  await bundlePrograms({ root, logFile });
  say("building the web server");
  await buildWeb({ root, logFile, say, signal });
  const missing = missingOutput(root);
  if (missing) {
    throw new Problem({
      what: "The build ended early.",
      why: `It has not made ${missing}.`,
      remedy: `The whole output is in ${logFile}.`,
    });
  }
  writeFileAtomically(recordFile(root), `${JSON.stringify({ hash, builtAt: new Date().toISOString() })}\n`);
}

/**
 * @param {string} root @param {Program} program @param {string} folder
 * @returns {import("esbuild").BuildOptions}
 */
function bundleOptions(root, program, folder) {
  return {
    absWorkingDir: root,
    entryPoints: [programs[program]],
    outfile: bundleOf(root, program, folder),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node24",
    packages: "external",
    // Drizzle is bundled: its hundreds of modules, each found through a 180 KB package.json, would cost every
    // program 0.8 s and 200 MB.
    alias: { "@": root, "drizzle-orm": path.join(root, "node_modules", "drizzle-orm") },
    sourcemap: true,
    logLevel: "silent",
  };
}

/** @param {{ root: string, logFile: string }} options */
async function bundlePrograms({ root, logFile }) {
  const { build, stop } = await import("esbuild");
  try {
    const all = /** @type {Program[]} */ (Object.keys(programs));
    await Promise.all(all.map((program) => build(bundleOptions(root, program, "dist"))));
    // esbuild's own process.
    await stop();
  } catch (cause) {
    const details = cause instanceof Error ? cause.message : String(cause);
    makeFolder(path.dirname(logFile));
    writeFileSync(logFile, `${details}\n`);
    throw new Problem({
      what: "The programs could not be bundled.",
      why: details.split("\n").find((line) => line.includes("error:")) ?? details,
      remedy: `The whole output is in ${logFile}.`,
    });
  }
}

/** @param {{ root: string, logFile: string, say: (doing: string) => void, signal: AbortSignal | undefined }} options */
async function buildWeb({ root, logFile, say, signal }) {
  // A build whose starter was killed must not go on beside the next one.
  const tie = endWithThisProcess();
  const child = spawn(
    process.execPath,
    [...tie.nodeOptions, path.join(root, "node_modules", "next", "dist", "bin", "next"), "build"],
    {
      cwd: root,
      env: childEnvironment({
        values: {
          ...tie.values,
          NODE_ENV: "production",
          NEXT_TELEMETRY_DISABLED: "1",
          NO_COLOR: "1",
          FORCE_COLOR: undefined,
        },
      }),
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      ...(signal ? { signal } : {}),
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => {
      output += chunk;
      const doing = chunk
        .trim()
        .split("\n")
        .findLast((line) => /\.\.\.|Compiled|Generating/.test(line));
      if (doing)
        say(
          doing
            .replace(/^[^A-Za-z]+/, "")
            .replace(/\s*\.\.\..*$/, "")
            .slice(0, 50),
        );
    });
  }
  const [code] = await once(child, "close");
  makeFolder(path.dirname(logFile));
  writeFileSync(logFile, output);
  if (code === 0) return;
  throw new Problem({
    what: "The web server could not be built.",
    why: /ENOSPC/.test(output) ? "The disk is full." : buildErrors(output),
    remedy: `The whole output is in ${logFile}.`,
    details: output,
  });
}

/** The lines of Next's output that name what is wrong and where. @param {string} output */
function buildErrors(output) {
  const plain = stripVTControlCharacters(output).split("\n");
  const errors = plain.flatMap((line, at) =>
    /^(Type)?Error:/.test(line) ? [`${plain[at - 1] ?? ""} ${line}`.trim()] : [],
  );
  return (errors.length > 0 ? errors : plain.slice(-5)).slice(0, 8).join("\n");
}

/**
 * Bundles again whenever a source of the bundle changes.
 * @param {{ root: string, program: Program, folder: string, onBundle: (errors: string[]) => void }} options
 * @returns {Promise<() => Promise<void>>} ends it
 */
export async function watchProgram({ root, program, folder, onBundle }) {
  const { context } = await import("esbuild");
  const watching = await context({
    ...bundleOptions(root, program, folder),
    plugins: [
      {
        name: "tell",
        setup: ({ onEnd }) =>
          onEnd((result) => onBundle(result.errors.map((error) => `${error.location?.file}: ${error.text}`))),
      },
    ],
  });
  await watching.watch();
  return () => watching.dispose();
}
