"use client";

import { failureWords } from "@/components/run/failure-words";
import { cn } from "@/components/ui/cn";
import { Select } from "@/components/ui/select";
import type { RehearsedFailure } from "@/lib/domain/rehearsal";
import { toolErrorKindSchema } from "@/lib/domain/tool-error";
import { listedTitles } from "./listed-titles";
import type { Rehearsed, Rehearsing } from "./use-rehearsing";

const errors = toolErrorKindSchema.options.map((value) => ({ value, label: failureWords(value).title }));

/** Each step that calls something outside, failing: what the run would do, and what would not have happened yet. */
export function FailureList({ found, rehearsing }: { found: Rehearsed; rehearsing: Rehearsing }) {
  const { failures, failing } = found.rehearsal;
  return (
    <section aria-labelledby="rehearsal-failures" className="flex flex-col gap-2">
      <h3 id="rehearsal-failures" className="font-semibold text-sm">
        If a step fails
      </h3>
      <ul className="flex flex-col gap-2">
        {failures.map((failure) => {
          const isShown = failing?.stepId === failure.stepId;
          return (
            <li key={failure.stepId} className={cn("rounded-md border", isShown && "border-focus")}>
              <FailureRow failure={failure} found={found} isShown={isShown} rehearsing={rehearsing} />
              {isShown ? (
                <div className="border-t px-3 py-2">
                  <Select
                    size="sm"
                    aria-label={`What “${found.view.titleOf(failure.stepId)}” fails with`}
                    options={errors}
                    value={failure.failure.kind}
                    onValueChange={(error) => rehearsing.choose({ error })}
                  />
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const fromWords: Record<RehearsedFailure["from"], string> = {
  past: "As it failed here last.",
  typical: "Typical for this tool.",
  chosen: "As you chose.",
};

function FailureRow(props: {
  failure: RehearsedFailure;
  found: Rehearsed;
  isShown: boolean;
  rehearsing: Rehearsing;
}) {
  const { failure, found, isShown, rehearsing } = props;
  const { stepId, message, done, notDone, from } = failure;
  const { titleOf } = found.view;
  const waiting = notDone.filter((id) => id !== stepId);
  return (
    <button
      type="button"
      aria-pressed={isShown}
      onClick={() => rehearsing.choose({ failing: isShown ? null : stepId, error: null })}
      className="flex w-full flex-col gap-1 rounded-md px-3 py-2 text-left hover:bg-hover"
    >
      <span className="break-words font-medium text-sm">{titleOf(stepId)}</span>
      <span className="text-pretty text-text-muted text-xs">
        {failureWords(failure.failure.kind).title}. {fromWords[from]}
      </span>
      <span className="text-pretty text-sm">{message}</span>
      <span className="text-pretty text-text-muted text-xs">
        Not happened yet:{" "}
        {waiting.length === 0 ? "this step alone" : `this step, ${listedTitles(waiting.map(titleOf))}`}.
      </span>
      <span className="text-pretty text-text-muted text-xs">
        Done by then: {done.length === 0 ? "nothing" : listedTitles(done.map(titleOf))}.
      </span>
    </button>
  );
}
