import type { Observation } from "@/lib/domain/expectation";
import type { Step } from "@/lib/domain/plan";
import { expectationWords } from "@/lib/planning/judge-output";
import { DecidedLine } from "./condition-state";

/** What was expected of a step's output, and what there was. */
export function ObservationState({ step, observation }: { step: Step; observation: Observation }) {
  return (
    <ul className="flex flex-col gap-1.5 text-sm">
      {observation.checks.map((check) => (
        <DecidedLine
          key={JSON.stringify(check)}
          words={expectationWords(step, check)}
          found={check.found}
          holds={check.holds}
        />
      ))}
    </ul>
  );
}
