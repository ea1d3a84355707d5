import { CircleCheck, CircleMinus, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { RevealedText } from "@/components/approval/revealed-text";
import { OriginBadge } from "@/components/ui/origin-badge";
import type { Condition } from "@/lib/domain/condition";
import type { Json } from "@/lib/domain/json";
import type { StepRun } from "@/lib/domain/run";
import { conditionWords, foundWords, testWords } from "@/lib/planning/condition-words";

/** A condition in a run: what it is, and what it was decided on. */
export function ConditionState(props: { condition: Condition; decided: StepRun["condition"] }) {
  const { condition, decided } = props;
  if (!decided) {
    return (
      <p className="flex gap-2 text-pretty text-sm text-text-muted">
        <CircleMinus aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0">Only if {conditionWords(condition)}: not decided yet.</span>
      </p>
    );
  }
  return (
    <ul className="flex flex-col gap-1.5 text-sm">
      {decided.tests.map((test) => (
        <DecidedLine
          key={JSON.stringify(test)}
          words={testWords(test)}
          found={test.found}
          holds={test.holds}
          badge={<OriginBadge origin={test.origin} variant="plain" />}
        />
      ))}
    </ul>
  );
}

/** One comparison as it came out: what was asked, and what there was. */
export function DecidedLine(props: {
  words: string;
  found: Json | undefined;
  holds: boolean;
  badge?: ReactNode;
}) {
  const { words, found, holds, badge } = props;
  return (
    <li className="flex items-start gap-2">
      {holds ? (
        <CircleCheck aria-label="Holds" className="mt-0.5 size-4 shrink-0 text-status-completed" />
      ) : (
        <CircleX aria-label="Does not hold" className="mt-0.5 size-4 shrink-0 text-text-muted" />
      )}
      <span className="min-w-0 flex-1 break-words">
        {words}
        <span className="text-text-muted">
          : it was <RevealedText text={foundWords(found)} />
        </span>
      </span>
      {badge}
    </li>
  );
}
