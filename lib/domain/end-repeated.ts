import type { Json } from "./json";
import { joinProvenance, type Provenance } from "./origin";
import type { ItemLeft } from "./repeat";
import { itemRunsOf, type Run, type StepRun } from "./run";

/**
 * A repeated step whose items have all ended: what it gives follows from theirs, so nothing is stored twice. Denied as a
 * whole only where every item was.
 */
export function endRepeated(run: Run, step: StepRun, at: string): StepRun {
  const items = itemRunsOf(run, step);
  const denied = items.filter((item) => item.status === "denied");
  const base = { ...step, provenance: provenanceOf(step, items), finishedAt: at };
  const [first] = denied;
  if (first && denied.length === items.length) {
    return { ...base, status: "denied", reason: first.reason };
  }
  const results = items.flatMap((item): Json[] => (item.status === "completed" ? [item.output] : []));
  const left = items.flatMap((item, index): ItemLeft[] =>
    item.status === "completed"
      ? []
      : [
          {
            number: index + 1,
            item: step.repeated?.items[index] ?? null,
            status: item.status,
            reason: "reason" in item ? item.reason : "",
          },
        ],
  );
  const output = {
    results,
    done: results.length,
    total: items.length,
    left: left.map((one) => ({ ...one })),
  };
  return { ...base, status: "completed", output, receipt: null, source: "tool", observation: null };
}

/** Where the inputs of all items came from, and the list itself: taint is never lost (A5). */
function provenanceOf(step: StepRun, items: readonly StepRun[]): Record<string, Provenance> {
  const names = new Set(items.flatMap((item) => Object.keys(item.provenance)));
  const joined = [...names].map((name): [string, Provenance] => [
    name,
    joinProvenance(items.flatMap((item) => item.provenance[name] ?? [])),
  ]);
  const list = step.repeated?.provenance;
  return { ...Object.fromEntries(joined), ...(list ? { [repeatedList]: list } : {}) };
}

/** Stands among the provenance of a repeated step's inputs for its list; no input can be called so. */
const repeatedList = "(list)";
