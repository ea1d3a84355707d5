import { addCounts, describeCounts } from "./test-counts.mjs";

/** @typedef {import("./checks.mjs").Check} Check */

/**
 * Runs all checks, also after one failed, except those that need it. Prints a line each, the output of those that
 * failed, and at last the sum.
 * @param {Check[][][]} stages one after the other; the rows of a stage side by side, each check of a row after the other
 * @param {import("./phases.mjs").Phases} phases
 * @returns {Promise<boolean>} whether all passed
 */
export async function runChecks(stages, phases) {
  let sum = { passed: 0, failed: 0, skipped: 0 };
  const failed = new Set();

  const run = async (/** @type {Check} */ check) => {
    const phase = phases.begin(check.name, "running");
    if (check.needs && failed.has(check.needs)) {
      phase.end(`not run: ${check.needs} failed`);
      failed.add(check.name);
      sum = addCounts(sum, { passed: 0, failed: 1, skipped: 0 });
      return;
    }
    const { counts, outcome, output, unsteady = [] } = await check.run({ say: phase.say });
    phase.end(outcome);
    for (const name of unsteady) phases.line(`Unsteady: it passed only when it was run again: ${name}`);
    sum = addCounts(sum, counts);
    if (counts.failed === 0) return;
    failed.add(check.name);
    phases.line(`\n${output}\n`);
  };

  for (const rows of stages) {
    await Promise.all(
      rows.map(async (row) => {
        for (const check of row) await run(check);
      }),
    );
  }
  phases.line(describeCounts(sum));
  return sum.failed === 0;
}
