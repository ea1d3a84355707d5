import { expect, test } from "vitest";
import {
  addCounts,
  countPlaywright,
  countVitest,
  describeCounts,
  failedFiles,
  failedPlaywright,
  failedVitest,
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
  const report = { stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 } };
  expect(countPlaywright(report, false)).toEqual({ passed: 5, failed: 2, skipped: 2 });
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

test("Playwright's failed tests are found in groups of groups", () => {
  const spec = (title: string, ok: boolean) => ({ title, ok });
  const report = {
    suites: [{ specs: [spec("a", true), spec("b", false)], suites: [{ specs: [spec("c", false)] }] }],
  };
  expect(failedPlaywright(report)).toEqual(["c", "b"]);
});

test("the sum is one line", () => {
  const sum = addCounts({ passed: 4, failed: 0, skipped: 1 }, { passed: 1, failed: 2, skipped: 0 });
  expect(describeCounts(sum)).toBe("5 passed, 2 failed, 1 skipped");
});
