// `node scripts/build.mjs`: the production build, always anew. `npm start` builds by itself when sources changed.
import path from "node:path";
import { reportFailure, root } from "./lib/bootstrap.mjs";
import { buildAll } from "./lib/build.mjs";
import { createPhases } from "./lib/phases.mjs";

const logFile = path.join(root, "dist", "build.log");
const phases = createPhases();
const phase = phases.begin("Build");
try {
  await buildAll({ root, logFile, say: phase.say });
  phase.end("built");
} catch (error) {
  phase.end("failed");
  reportFailure(error, logFile);
  process.exitCode = 1;
}
