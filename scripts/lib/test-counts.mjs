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

/** Every test with its group's titles left out, in groups of groups. @param {any} suite @returns {{ title: string, status: string }[]} */
function playwrightTests(suite) {
  const specs = (suite.specs ?? []).flatMap((/** @type {any} */ { title, tests }) =>
    tests.map((/** @type {any} */ { status }) => ({ title, status })),
  );
  return [...specs, ...(suite.suites ?? []).flatMap(playwrightTests)];
}

/** What passed only with retries has failed. @param {{ status: string }} test */
const hasFailed = ({ status }) => status === "unexpected" || status === "flaky";

/**
 * @param {any} report Playwright's JSON report; null when none was written
 * @param {boolean} ok whether the program ended well
 * @returns {Counts}
 */
export function countPlaywright(report, ok) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const test of playwrightTests(report ?? {})) {
    if (hasFailed(test)) counts.failed += 1;
    else if (test.status === "expected") counts.passed += 1;
    else counts.skipped += 1;
  }
  return withExit(counts, ok);
}

/** The names of the tests that failed. @param {any} report Playwright's @returns {string[]} */
export function failedPlaywright(report) {
  return playwrightTests(report ?? {})
    .filter(hasFailed)
    .map(({ title }) => title);
}

/** The files in which a test failed, below the folder of the tests. @param {any} report Playwright's @returns {string[]} */
export function failedPlaywrightFiles(report) {
  return (report?.suites ?? [])
    .filter((/** @type {any} */ suite) => playwrightTests(suite).some(hasFailed))
    .map((/** @type {any} */ { file }) => file);
}

/**
 * What some files came to when they were run again takes the place of what they came to at first.
 * @param {any} first Playwright's report @param {any} again the same of those files
 */
export function mergePlaywright(first, again) {
  const files = new Set(again.suites.map((/** @type {any} */ { file }) => file));
  const kept = first.suites.filter((/** @type {any} */ { file }) => !files.has(file));
  return { suites: [...kept, ...again.suites] };
}
