// The second part of `npm test` and `npm run check`: `run-tests.mjs all|fast`.
import path from "node:path";
import { root } from "./bootstrap.mjs";
import { buildAll, isBuilt } from "./build.mjs";
import { createChecks } from "./checks.mjs";
import { ensureChromium } from "./chromium.mjs";
import { changeClone } from "./clone.mjs";
import { createPhases } from "./phases.mjs";
import { Problem } from "./problem.mjs";
import { runChecks } from "./run-checks.mjs";
import { hashSources } from "./source-hash.mjs";

/** @typedef {import("./checks.mjs").Check} Check */

const passed = { counts: { passed: 1, failed: 0, skipped: 0 }, output: "" };
const failed = { counts: { passed: 0, failed: 1, skipped: 0 }, outcome: "failed" };

/** @param {unknown} error */
function explain(error) {
  if (!(error instanceof Problem)) throw error;
  return [error.what, error.why, error.remedy].filter(Boolean).join("\n");
}

/** @type {Check} */
const build = {
  name: "Build",
  async run({ say }) {
    const hash = hashSources(root);
    const logFile = path.join(root, "dist", "test", "build.log");
    try {
      const built = await changeClone({
        root,
        what: "The build",
        say,
        isDone: () => isBuilt(root, hash),
        change: () => buildAll({ root, logFile, say }),
      });
      return { ...passed, outcome: built ? "built" : "up to date" };
    } catch (error) {
      return { ...failed, output: explain(error) };
    }
  },
};

const checks = createChecks(root);
const statics = [checks.format, checks.lint, checks.types, checks.unused];
const phases = createPhases();

/** @returns {Promise<Check>} the browser tests, or what says why they cannot run */
async function browserTests() {
  const phase = phases.begin("Chromium", "looking for it");
  try {
    const { file, installed } = await ensureChromium({ say: phase.say });
    phase.end(installed ? "installed" : file);
    return checks.browser(file);
  } catch (error) {
    phase.end("missing");
    const output = explain(error);
    return { name: "Browser", run: async () => ({ ...failed, outcome: "not run: no Chromium", output }) };
  }
}

function stagesOfAll() {
  // Installed while other things go on.
  const found = browserTests();
  /** @type {Check} */
  const browser = { name: "Browser", needs: "Build", run: async (context) => (await found).run(context) };
  // Tests of the code wait for clocks and servers for a third of their time: meanwhile the product is built. What attacks
  // it has the machine for itself.
  return [[statics], [[checks.code], [build]], [[checks.system, browser]]];
}

const stages = process.argv[2] === "fast" ? [[[...statics, checks.unit]]] : stagesOfAll();
process.exitCode = (await runChecks(stages, phases)) ? 0 : 1;
