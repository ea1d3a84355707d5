import { expect, it } from "vitest";
import type { Attempt, StepRun } from "@/lib/domain/run";
import { workedMs } from "./worked-time";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const calls = (...spans: [number, number | null][]) =>
  ({
    attempts: spans.map(
      ([from, to], index): Attempt => ({
        ...{ attempt: index + 1, startedAt: at(from), finishedAt: to === null ? null : at(to) },
        ...{ inputs: {}, failure: null, progress: null, cost: null },
      }),
    ),
  }) as StepRun;

it("counts calls side by side once, and neither pauses between them nor one that never ended", () => {
  const steps = { s1: calls([0, 4], [10, 12]), s2: calls([2, 5], [11, 11]), s3: calls([20, null]) };
  expect(workedMs({ steps })).toBe(7000);
  expect(workedMs({ steps: {} })).toBe(0);
});
