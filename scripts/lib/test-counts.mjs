// Reads how many tests passed, failed and were skipped from the reports of Vitest and Playwright.

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @param {Counts} a @param {Counts} b @returns {Counts} */
export function addCounts(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** @param {Counts} counts */
export function describeCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** A program that failed without a failed test (a crash, an error outside tests) counts as one. @param {Counts} counts @param {boolean} ok */
function withExit(counts, ok) {
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/**
 * @param {any} report Vitest's JSON report; null when none was written
 * @param {boolean} ok whether the program ended well
 * @returns {Counts}
 */
export function countVitest(report, ok) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report?.testResults ?? []) {
    // A file that could not be loaded has no tests to name.
    if (file.status === "failed" && file.assertionResults.length === 0) counts.failed += 1;
    for (const { status } of file.assertionResults) {
      if (status === "passed") counts.passed += 1;
      else if (status === "failed") counts.failed += 1;
      else counts.skipped += 1;
    }
  }
  return withExit(counts, ok);
}

/**
 * @param {any} report Playwright's JSON report; null when none was written
 * @param {boolean} ok whether the program ended well
 * @returns {Counts}
 */
export function countPlaywright(report, ok) {
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report?.stats ?? {};
  return withExit({ passed: expected, failed: unexpected + flaky, skipped }, ok);
}
