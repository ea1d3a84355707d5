// Whether a step's output is what was expected of it. Nothing in an output is ever evaluated (A1).
import { type Check, type Observation, testOf } from "@/lib/domain/expectation";
import type { Json } from "@/lib/domain/json";
import type { Step } from "@/lib/domain/plan";
import { conditionWords, foundWords, testWords } from "./condition-words";
import { decideCondition } from "./decide-condition";
import type { Expected } from "./expectations";

/** A step's output beside what was expected of it; null where nothing was. */
export function judgeOutput(step: Pick<Step, "id">, expected: Expected, output: Json): Observation | null {
  const outputs = new Map([[step.id, { output, origin: "untrusted" as const }]]);
  const checks = expected.expectations.map((expectation): Check => {
    const test = testOf(step.id, expectation);
    const decision = decideCondition({ match: "all", tests: [test] }, { outputs, item: null });
    if (decision.kind === "undecidable") {
      const found = decision.found === undefined ? {} : { found: foundWords(decision.found) };
      return { ...expectation, ...found, holds: false };
    }
    const [decided] = decision.tests;
    const found = decided?.found === undefined ? {} : { found: decided.found };
    return { ...expectation, ...found, holds: decision.holds };
  });
  if (checks.length === 0) return null;
  const held = checks.filter(({ holds }) => holds).length;
  const verdict = held === checks.length ? "met" : held === 0 ? "not-met" : "partly";
  return { verdict, source: expected.source, checks };
}

/** An expectation in words: "offers is not empty". */
export function expectationWords(
  step: Pick<Step, "id">,
  expectation: Expected["expectations"][number],
): string {
  return testWords(testOf(step.id, expectation));
}

/** What did not come out as expected, as a sentence: "Expected: offers is not empty. There was an empty list." */
export function unmetWords(step: Pick<Step, "id">, { checks }: Observation): string {
  const unmet = checks.filter(({ holds }) => !holds);
  const tests = unmet.map((check) => testOf(step.id, check));
  const found = unmet.map((check) => foundWords(check.found)).join("; ");
  return `Expected: ${conditionWords({ match: "all", tests })}. There was: ${found}.`;
}
