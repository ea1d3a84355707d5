// The checks behind `npm test` and `npm run check`: what is run, and what its outcome counts for.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, rmSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { childEnvironment, network } from "./environment.mjs";
import { makeFolder, readJson } from "./files.mjs";
import { countPlaywright, countVitest, describeCounts } from "./test-counts.mjs";

/** @typedef {import("./test-counts.mjs").Counts} Counts */
/**
 * @typedef {object} Check
 * @property {string} name
 * @property {(context: Context) => Promise<Outcome>} run
 * @property {string} [needs] another check that must have passed
 */
/** @typedef {{ say: (doing: string) => void }} Context */
/** @typedef {{ counts: Counts, outcome: string, output: string }} Outcome output: shown when it failed */

const shownLines = 300;
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
      const report = path.join(logs, `${name.toLowerCase()}.json`);
      rmSync(report, { force: true });
      const command = [
        bin("vitest"),
        "run",
        ...projects.map((project) => `--project=${project}`),
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
      ];
      const { ok, output } = await execute(name.toLowerCase(), command, context);
      const counts = countVitest(readJson(report), ok);
      return { counts, outcome: describeCounts(counts), output };
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
        const report = path.join(logs, "browser.json");
        rmSync(report, { force: true });
        // Playwright decides about colours itself.
        const values = { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report, NO_COLOR: undefined };
        const command = [bin("playwright"), "test", "--reporter=list,json"];
        const { ok, output } = await execute("browser", command, { ...context, values });
        const counts = countPlaywright(readJson(report), ok);
        return { counts, outcome: describeCounts(counts), output };
      },
    }),
  };
}
