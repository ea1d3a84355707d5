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

/** The files in which a test failed, as Vitest's report has them. @param {any} report @returns {string[]} */
export function failedFiles(report) {
  return (report?.testResults ?? [])
    .filter((/** @type {any} */ { status }) => status === "failed")
    .map((/** @type {any} */ { name }) => name);
}

/**
 * What some files came to when they were run again takes the place of what they came to at first.
 * @param {any} first Vitest's report @param {any} again the same of those files
 */
export function mergeVitest(first, again) {
  const files = new Set(again.testResults.map((/** @type {any} */ { name }) => name));
  const kept = first.testResults.filter((/** @type {any} */ { name }) => !files.has(name));
  return { testResults: [...kept, ...again.testResults] };
}

/** The names of the tests that failed. @param {any} report Vitest's @returns {string[]} */
export function failedVitest(report) {
  return (report?.testResults ?? []).flatMap((/** @type {any} */ file) =>
    file.assertionResults
      .filter((/** @type {any} */ { status }) => status === "failed")
      .map((/** @type {any} */ { fullName }) => fullName),
  );
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

/** The names of the tests that failed. @param {any} report Playwright's @returns {string[]} */
export function failedPlaywright(report) {
  return (report?.suites ?? []).flatMap((/** @type {any} */ suite) => [
    ...failedPlaywright(suite),
    ...(suite.specs ?? [])
      .filter((/** @type {any} */ { ok }) => !ok)
      .map((/** @type {any} */ { title }) => title),
  ]);
}
