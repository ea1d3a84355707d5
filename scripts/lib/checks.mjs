// The checks behind `npm test` and `npm run check`: what is run, and what its outcome counts for.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, rmSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { childEnvironment, network } from "./environment.mjs";
import { makeFolder, readJson } from "./files.mjs";
import {
  countPlaywright,
  countVitest,
  describeCounts,
  failedFiles,
  failedPlaywright,
  failedPlaywrightFiles,
  failedVitest,
  mergePlaywright,
  mergeVitest,
} from "./test-counts.mjs";

/** @typedef {import("./test-counts.mjs").Counts} Counts */
/**
 * @typedef {object} Check
 * @property {string} name
 * @property {(context: Context) => Promise<Outcome>} run
 * @property {string} [needs] another check that must have passed
 */
/** @typedef {{ say: (doing: string) => void }} Context */
/**
 * @typedef {object} Outcome
 * @property {Counts} counts
 * @property {string} outcome
 * @property {string} output shown when it failed
 * @property {string[]} [unsteady] the tests that failed and, run once more by themselves, passed
 */

const shownLines = 300;
/** With more failures than this something is wrong that no second look mends. */
const mostAgain = 5;
/** Output is kept in files and read again. */
const plain = { NO_COLOR: "1", FORCE_COLOR: undefined };

/** What is worth showing of a failed check: from the first failure on, where Vitest marks it. @param {string} output */
function essence(output) {
  const lines = output.split("\n");
  const first = lines.findIndex((line) => /Failed (Tests|Suites)|Unhandled Errors/.test(line));
  return lines
    .slice(first < 0 ? -shownLines : first)
    .slice(0, shownLines)
    .join("\n");
}

/**
 * What failed twice has failed; what failed once is named, so that it gets mended.
 * @param {{ counts: Counts, failed: string[], failedAgain: string[], output: string }} both
 * @returns {Outcome}
 */
function judge({ counts, failed, failedAgain, output }) {
  const unsteady = failed.filter((name) => !failedAgain.includes(name));
  return { counts, outcome: describeCounts(counts), output, unsteady };
}

/** @param {string} root */
export function createChecks(root) {
  const logs = path.join(root, "dist", "test");
  makeFolder(logs);
  const bin = (/** @type {string} */ name) => path.join(root, "node_modules", ".bin", name);

  /**
   * @param {string} name @param {string[]} command
   * @param {Context & { values?: Record<string, string | undefined> }} options
   */
  const execute = async (name, [file = "", ...args], { say, values = {} }) => {
    const child = spawn(file, args, {
      cwd: root,
      // Not the whole environment: a test run must not use the operator's database, keys or settings.
      env: childEnvironment({
        names: network,
        values: { CI: "1", NEXT_TELEMETRY_DISABLED: "1", ...plain, ...values },
      }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const log = createWriteStream(path.join(logs, `${name}.log`));
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (/** @type {string} */ chunk) => {
        output += chunk;
        log.write(chunk);
        const line = stripVTControlCharacters(chunk).trim().split("\n").at(-1)?.trim();
        if (line) say(line.slice(0, 60));
      });
    }
    const [code] = await once(child, "close");
    log.end();
    return { ok: code === 0, output: essence(output.trim()) };
  };

  /**
   * Runs a command that writes a report.
   * @param {string} label of its log and its report @param {(report: string) => string[]} command
   * @param {Context & { values?: Record<string, string | undefined> }} options
   */
  const executeReported = async (label, command, options) => {
    const file = path.join(logs, `${label}.json`);
    rmSync(file, { force: true });
    const { ok, output } = await execute(label, command(file), options);
    return { ok, output, report: readJson(file) };
  };

  /** @param {string} name @param {string[][]} commands @param {string} [needs] @returns {Check} */
  const single = (name, commands, needs) => ({
    name,
    needs,
    async run(context) {
      for (const command of commands) {
        const { ok, output } = await execute(name.toLowerCase(), command, context);
        if (!ok) return { counts: { passed: 0, failed: 1, skipped: 0 }, outcome: "failed", output };
      }
      return { counts: { passed: 1, failed: 0, skipped: 0 }, outcome: "passed", output: "" };
    },
  });

  /** @param {string} name @param {string[]} projects @param {string} [needs] @returns {Check} */
  const vitest = (name, projects, needs) => ({
    name,
    needs,
    async run(context) {
      const attempt = (/** @type {string} */ label, /** @type {string[]} */ files) =>
        executeReported(
          label,
          (report) => [
            bin("vitest"),
            "run",
            ...files,
            ...projects.map((project) => `--project=${project}`),
            "--reporter=default",
            "--reporter=json",
            `--outputFile.json=${report}`,
          ],
          context,
        );
      const label = name.toLowerCase();
      const first = await attempt(label, []);
      const counts = countVitest(first.report, first.ok);
      const files = failedFiles(first.report);
      const isCrash = /Unhandled Errors?/.test(first.output);
      if (first.ok || isCrash || files.length === 0 || files.length > mostAgain) {
        return { counts, outcome: describeCounts(counts), output: first.output };
      }
      context.say("what failed, once more by itself");
      const again = await attempt(`${label}-again`, files);
      if (again.report === null) return { counts, outcome: describeCounts(counts), output: first.output };
      return judge({
        counts: countVitest(mergeVitest(first.report, again.report), again.ok),
        failed: failedVitest(first.report),
        failedAgain: failedVitest(again.report),
        output: `${first.output}\n\n${again.output}`,
      });
    },
  });

  return {
    format: single("Format", [[bin("biome"), "format", "--colors=off"]]),
    lint: single("Lint", [[bin("biome"), "lint", "--colors=off", "--error-on-warnings"]]),
    types: single("Types", [
      [bin("next"), "typegen"],
      [bin("tsc"), "--noEmit"],
    ]),
    unused: single("Unused code", [[bin("knip"), "--no-progress"]]),
    unit: vitest("Unit", ["unit"]),
    code: vitest("Code", ["unit", "integration"]),
    system: vitest("System", ["system"], "Build"),
    /** @param {string} chromium @returns {Check} */
    browser: (chromium) => ({
      name: "Browser",
      needs: "Build",
      async run(context) {
        const attempt = (/** @type {string} */ label, /** @type {string[]} */ options) => {
          const values = {
            CHROMIUM_PATH: chromium,
            PLAYWRIGHT_JSON_OUTPUT_NAME: path.join(logs, `${label}.json`),
            // Playwright decides about colours itself.
            NO_COLOR: undefined,
          };
          const command = () => [bin("playwright"), "test", "--reporter=list,json", ...options];
          return executeReported(label, command, { ...context, values });
        };
        const first = await attempt("browser", []);
        const counts = countPlaywright(first.report, first.ok);
        const failed = failedPlaywright(first.report);
        if (first.ok || failed.length === 0 || failed.length > mostAgain) {
          return { counts, outcome: describeCounts(counts), output: first.output };
        }
        context.say("what failed, once more by itself");
        // Whole files: a test may need those before it, and a failure keeps those after it from running.
        const files = failedPlaywrightFiles(first.report).map((file) => `e2e/${file}`);
        // What the first look left stays beside it.
        const apart = ["--workers=1", "--trace=retain-on-failure", "--output=test-results/again"];
        const again = await attempt("browser-again", [...files, ...apart]);
        if (again.report === null) return { counts, outcome: describeCounts(counts), output: first.output };
        return judge({
          counts: countPlaywright(mergePlaywright(first.report, again.report), again.ok),
          failed,
          failedAgain: failedPlaywright(again.report),
          output: `${first.output}\n\n${again.output}`,
        });
      },
    }),
  };
}
