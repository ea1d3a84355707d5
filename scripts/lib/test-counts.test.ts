import { expect, test } from "vitest";
import {
  addCounts,
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

const tests = (...statuses: string[]) => statuses.map((status) => ({ status }));

test("every Vitest test counts, pending and todo ones as skipped", () => {
  const report = {
    testResults: [
      { status: "passed", assertionResults: tests("passed", "passed", "pending") },
      { status: "failed", assertionResults: tests("failed", "passed", "todo") },
    ],
  };
  expect(countVitest(report, false)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test("a file that could not be loaded counts as failed", () => {
  const report = { testResults: [{ status: "failed", assertionResults: [] }] };
  expect(countVitest(report, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("a run that failed without a failed test counts as one", () => {
  const report = { testResults: [{ status: "passed", assertionResults: tests("passed") }] };
  expect(countVitest(report, false)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(countVitest(null, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  expect(countPlaywright(null, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("Playwright's counts are read, a flaky test as failed", () => {
  const specs = ["expected", "unexpected", "flaky", "skipped", "expected"].map((status) => ({
    title: status,
    tests: [{ status }],
  }));
  const report = { suites: [{ file: "a.spec.ts", specs, suites: [{ specs }] }] };
  expect(countPlaywright(report, false)).toEqual({ passed: 4, failed: 4, skipped: 2 });
});

test("files that are run again take the place of what they were", () => {
  const file = (name: string, status: string) => ({
    name,
    status,
    assertionResults: [{ status, fullName: `${name} works` }, ...tests("passed")],
  });
  const first = { testResults: [file("a", "passed"), file("b", "failed"), file("c", "failed")] };
  expect(failedFiles(first)).toEqual(["b", "c"]);
  expect(failedVitest(first)).toEqual(["b works", "c works"]);
  const again = { testResults: [file("b", "passed"), file("c", "failed")] };
  const merged = mergeVitest(first, again);
  expect(countVitest(merged, false)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  expect(failedVitest(merged)).toEqual(["c works"]);
});

test("Playwright's files that are run again take the place of what they were, with what a failure kept from running", () => {
  const spec = (title: string, status: string) => ({ title, tests: [{ status }] });
  const file = (name: string, ...specs: unknown[]) => ({ file: name, specs: [], suites: [{ specs }] });
  const first = {
    suites: [
      file("a.spec.ts", spec("a", "expected")),
      file("b.spec.ts", spec("b", "unexpected"), spec("c", "skipped")),
      file("d.spec.ts", spec("d", "unexpected")),
    ],
  };
  expect(failedPlaywright(first)).toEqual(["b", "d"]);
  expect(failedPlaywrightFiles(first)).toEqual(["b.spec.ts", "d.spec.ts"]);
  const again = {
    suites: [
      file("b.spec.ts", spec("b", "expected"), spec("c", "expected")),
      file("d.spec.ts", spec("d", "unexpected")),
    ],
  };
  const merged = mergePlaywright(first, again);
  expect(countPlaywright(merged, false)).toEqual({ passed: 3, failed: 1, skipped: 0 });
  expect(failedPlaywright(merged)).toEqual(["d"]);
});

test("the sum is one line", () => {
  const sum = addCounts({ passed: 4, failed: 0, skipped: 1 }, { passed: 1, failed: 2, skipped: 0 });
  expect(describeCounts(sum)).toBe("5 passed, 2 failed, 1 skipped");
});
