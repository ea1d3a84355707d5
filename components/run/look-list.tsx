import { CardInputs } from "@/components/approval/card-inputs";
import { RevealedText } from "@/components/approval/revealed-text";
import { RelativeTime } from "@/components/ui/relative-time";
import type { StepId } from "@/lib/domain/ids";
import { answerWords, type Look } from "@/lib/domain/look-up";
import { Disclosure } from "./disclosure";
import { FailureEvidence } from "./failure-evidence";

/** What was looked up at the service of a call of unknown outcome, when, and with what answer. */
export function LookList({ looks, titleOf }: { looks: readonly Look[]; titleOf: (id: StepId) => string }) {
  const last = looks.at(-1);
  if (!last) return null;
  const failure = last.answer.kind === "failed" ? last.answer.failure : null;
  return (
    <section aria-label="Looked up" className="flex min-w-0 flex-col gap-2">
      <h4 className="break-words font-medium">
        <RevealedText text={`Looked up with “${last.by.title}”`} />
      </h4>
      <ol className="flex flex-col gap-1">
        {looks.map((look) => (
          <li key={look.at} className="flex min-w-0 items-baseline gap-2">
            <span className="min-w-0 flex-1 break-words">
              <RevealedText text={`${answerWords(look.answer)}.`} multiline />
            </span>
            <RelativeTime date={look.at} className="shrink-0 text-text-subtle text-xs" />
          </li>
        ))}
      </ol>
      {failure ? <FailureEvidence failure={failure} /> : null}
      {Object.keys(last.inputs).length > 0 ? (
        <Disclosure label="What was asked">
          <CardInputs inputs={last.inputs} schema={{}} provenance={{}} titleOf={titleOf} />
        </Disclosure>
      ) : null}
    </section>
  );
}
