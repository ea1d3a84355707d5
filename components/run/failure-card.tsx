import { RevealedText } from "@/components/approval/revealed-text";
import type { ToolFailure } from "@/lib/domain/tool-error";
import { FailureEvidence } from "./failure-evidence";
import { failureWords, likeliestWay } from "./failure-words";
import { TroubleCard, type TroubledStep } from "./trouble-card";

/** A step that failed: what happened, the evidence, and every way out of it. */
export function FailureCard({ failure, ...troubled }: TroubledStep & { failure: ToolFailure }) {
  const words = failureWords(failure.kind);
  return (
    <TroubleCard
      {...troubled}
      status="failed"
      likeliest={likeliestWay(failure.kind)}
      needsConnection={failure.kind === "credentials"}
    >
      <div className="text-sm">
        <p className="font-medium">{words.title}</p>
        <p className="mt-1 break-words">
          <RevealedText text={failure.message} multiline />
        </p>
        <p className="mt-1 text-text-muted">{words.advice}</p>
      </div>
      <FailureEvidence failure={failure} />
    </TroubleCard>
  );
}
