import type { StepRun } from "@/lib/domain/run";
import { Disclosure } from "./disclosure";
import { ObservationState } from "./observation-state";
import { ReceiptView } from "./receipt-view";
import { TroubleCard, type TroubledStep } from "./trouble-card";
import { OutputView } from "./values/output-view";

/** A step that gave something that is not as expected: what was expected, what there was, and every way on. */
export function UnexpectedCard(props: TroubledStep & { run: Extract<StepRun, { status: "unexpected" }> }) {
  const { run, ...troubled } = props;
  const { step, tool } = troubled.step;
  const isRead = tool?.effect === "read";
  return (
    <TroubleCard
      {...troubled}
      status="unexpected"
      likeliest={isRead ? "edit" : "accept"}
      retryNote={
        isRead
          ? undefined
          : "It has been done: going on keeps that. Retrying does it once more, and asks you before it does."
      }
    >
      <div className="flex flex-col gap-2 text-sm">
        <p className="text-pretty">
          The call came to its end, and what it gave is not what{" "}
          {run.observation.source === "person" ? "you expect" : "is usual for this tool"}. Nothing goes on
          from it until you say so.
        </p>
        <ObservationState step={step} observation={run.observation} />
      </div>
      <Disclosure label="What it gave">
        <OutputView output={run.output} whole={run.whole} schema={tool?.output ?? {}} label={step.title} />
      </Disclosure>
      {run.receipt ? (
        <Disclosure label="Receipt">
          <ReceiptView receipt={run.receipt} />
        </Disclosure>
      ) : null}
    </TroubleCard>
  );
}
