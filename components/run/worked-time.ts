import type { Run } from "@/lib/domain/run";

/** Milliseconds in which at least one call of a run was under way: waiting for people and for retries is not in it. */
export function workedMs(run: Pick<Run, "steps">): number {
  const spans = Object.values(run.steps)
    .flatMap(({ attempts }) => attempts)
    .flatMap(({ startedAt, finishedAt }) =>
      finishedAt === null ? [] : [{ from: Date.parse(startedAt), to: Date.parse(finishedAt) }],
    )
    .sort((a, b) => a.from - b.from);
  let [worked, end] = [0, 0];
  for (const { from, to } of spans) {
    worked += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return worked;
}
