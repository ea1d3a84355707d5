// The first part of a start, on whatever Node the machine has: dependencies, then over to the Node among them.
import { existsSync } from "node:fs";
import path from "node:path";
import {
  continueOnBundledNode,
  hasDependencies,
  installDependencies,
  refuseOldNode,
  reportFailure,
  root,
  workingFolder,
} from "./bootstrap.mjs";
import { changeClone } from "./clone.mjs";
import { homeFiles, openHome, refuseHeldHome } from "./home.mjs";
import { createPhases } from "./phases.mjs";
import { refuseBusyPort } from "./ports.mjs";
import { readSettings } from "./settings.mjs";

/** @param {string} logFile */
async function bringDependencies(logFile) {
  const phases = createPhases();
  const phase = phases.begin("Dependencies", "comparing");
  try {
    const installed = await changeClone({
      root,
      what: "The dependencies in node_modules",
      say: phase.say,
      isDone: hasDependencies,
      change: () => installDependencies({ logFile, say: phase.say }),
    });
    phase.end(installed ? "installed" : "up to date");
  } catch (error) {
    phase.end("failed");
    throw error;
  }
}

/** @param {"production" | "development"} mode */
export async function launch(mode) {
  let logFile = path.join(root, "dist", "start.log");
  try {
    refuseOldNode();
    const settings = readSettings(process.env, { root, workingFolder });
    const home = openHome(settings.home);
    logFile = path.join(homeFiles(home).logs, "start.log");
    refuseHeldHome(home);
    // Said before the long work. A killed copy may have left a web server there, which the supervisor ends first.
    if (!existsSync(homeFiles(home).parts)) await refuseBusyPort(settings);
    process.stdout.write("Lamplight\n");
    await bringDependencies(path.join(homeFiles(home).logs, "install.log"));
    await continueOnBundledNode("lib/supervisor.mjs", [mode]);
  } catch (error) {
    reportFailure(error, logFile);
    process.exit(1);
  }
}

/** @param {"all" | "fast"} extent */
export async function launchTests(extent) {
  const logFile = path.join(root, "dist", "test", "install.log");
  try {
    refuseOldNode();
    await bringDependencies(logFile);
    await continueOnBundledNode("lib/run-tests.mjs", [extent]);
  } catch (error) {
    reportFailure(error, logFile);
    process.stdout.write("0 passed, 1 failed, 0 skipped\n");
    process.exit(1);
  }
}
