// The second part of a start, on the Node from node_modules: `supervisor.mjs production|development`.
import path from "node:path";
import { reportFailure, root, workingFolder } from "./bootstrap.mjs";
import { createPhases } from "./phases.mjs";
import { createProduct, Stopped } from "./product.mjs";
import { readSettings } from "./settings.mjs";

const mode = process.argv[2] === "development" ? "development" : "production";
const phases = createPhases();
const settings = readSettings(process.env, { root, workingFolder });
const product = createProduct({ settings, phases, mode });
const logFile = path.join(product.files.logs, "start.log");

/** @type {Promise<void> | undefined} */
let ending;
/** @param {number} code @param {{ error?: unknown, why?: string }} [cause] */
function end(code, { error, why } = {}) {
  ending ??= (async () => {
    if (error) reportFailure(error, logFile);
    else phases.line(`\nStopping${why ? ` (${why})` : ""}.`);
    await product.stop();
    if (!error) phases.line("Stopped.");
    process.exit(code);
  })();
  return ending;
}

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
  process.on(signal, () => end(0, { why: signal }));
// Started by the Node of the machine: when that one is killed, this one ends too.
process.on("disconnect", () => end(0, { why: "the program that started it has ended" }));
process.on("uncaughtException", (error) => end(1, { error }));
process.on("unhandledRejection", (error) => end(1, { error }));
// A terminal that is gone is no reason to fall.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

try {
  await product.start((problem) => end(1, { error: problem }));
  phases.line(`\nLamplight is ready at ${product.address}`);
  phases.line(`  Data folder  ${product.home}`);
  phases.line(`  API token    ${product.files.apiToken}`);
  phases.line("  Stop         Ctrl-C");
} catch (error) {
  await (error instanceof Stopped ? end(0) : end(1, { error }));
}
