"use client";

import { Sparkles, Wand2 } from "lucide-react";
import { useId, useState } from "react";
import { RefinementParts } from "@/components/plan/refinement-parts";
import { Badge } from "@/components/ui/badge";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ReasonForm } from "@/components/ui/reason-form";
import { Spinner } from "@/components/ui/spinner";
import type { Repair } from "@/lib/domain/repair";
import { AskedModelLine } from "./asked-model-line";
import { Disclosure } from "./disclosure";
import type { StepRepair } from "./use-repair";

/** One repair for a step in trouble: what it would change and why, taken whole or in part, or denied for another. */
export function RepairPanel({ repair }: { repair: StepRepair }) {
  const headingId = useId();
  const { isOff, isLooking, problem, proposed, denied } = repair;
  if (isOff) return null;
  return (
    <section aria-labelledby={headingId} className="flex min-w-0 flex-col gap-3 border-t px-4 py-3.5">
      <h4 id={headingId} className="sr-only">
        Proposed repair
      </h4>
      {/* Where it stands stays where it is while another is looked for. */}
      <div aria-live="polite" className="flex min-w-0 flex-col gap-3">
        {isLooking ? (
          // About as high as what mostly comes.
          <p className="flex min-h-52 items-start gap-2 text-sm text-text-muted">
            <Spinner className="size-3.5" />
            Looking for a repair…
          </p>
        ) : problem ? (
          <p className="flex flex-wrap items-center gap-2 text-sm text-text-muted">
            A repair could not be looked for.
            <Button size="sm" onClick={repair.retry}>
              Try again
            </Button>
          </p>
        ) : proposed ? (
          <Proposed key={proposed.key} repair={repair} proposed={proposed} />
        ) : (
          <NothingLeft repair={repair} />
        )}
        {repair.model ? <AskedModelLine model={repair.model} isAlone={proposed === null} /> : null}
      </div>
      {denied.length > 0 ? (
        <Disclosure
          label={
            denied.length === 1
              ? "1 denied, not proposed again"
              : `${denied.length} denied, not proposed again`
          }
        >
          <ul className="flex list-disc flex-col gap-0.5 pl-6 text-text-muted text-xs">
            {denied.map(({ key, title, reason }) => (
              <li key={key} className="break-words">
                {title}
                {reason === "" ? "" : `: “${reason}”`}
              </li>
            ))}
          </ul>
        </Disclosure>
      ) : null}
    </section>
  );
}

function NothingLeft({ repair: { denied, response, model } }: { repair: StepRepair }) {
  // Whether anything is left is not known yet.
  if (model?.state === "asking") return null;
  if (response === "connection") {
    return (
      <p className="text-pretty text-sm text-text-muted">
        Mend the account under Connections, then retry. No other tool that is connected does this step.
      </p>
    );
  }
  return (
    <p className="text-pretty text-sm text-text-muted">
      {denied.length > 0
        ? "Nothing else is left to propose. One of the ways below goes on."
        : "There is nothing to propose for this. One of the ways below goes on."}
    </p>
  );
}

function Proposed({ repair, proposed }: { repair: StepRepair; proposed: Repair }) {
  const { chosen, others, conflict, failure, pending, response } = repair;
  const [isDenying, setDenying] = useState(false);
  const { parts } = proposed;
  const isPartial = parts.length > 1 && chosen.size < parts.length;
  const isNone = parts.length > 0 && chosen.size === 0;
  return (
    <>
      {response === "connection" ? (
        <p className="text-pretty text-sm text-text-muted">
          Mending the account under Connections and retrying keeps the plan as it is. Otherwise:
        </p>
      ) : null}
      <div className="flex flex-col items-start gap-1.5">
        <div className="flex max-w-full flex-wrap gap-1.5">
          <Badge tone="accent" icon={<Wand2 aria-hidden />}>
            Proposed
          </Badge>
          {proposed.model ? (
            <Badge tone="neutral" icon={<Sparkles aria-hidden />}>
              By {proposed.model}
            </Badge>
          ) : null}
        </div>
        <p className="max-w-full break-words font-medium text-sm">{proposed.title}</p>
        <p className="max-w-full text-pretty break-words text-sm text-text-muted">{proposed.reason}</p>
      </div>
      {parts.length > 0 ? (
        <RefinementParts
          label="What it would change"
          parts={parts}
          chosen={chosen}
          onToggle={repair.toggle}
        />
      ) : null}
      {conflict || failure ? (
        <Banner tone="danger" live="alert">
          {failure ?? `These can't be taken together: ${conflict}`}
        </Banner>
      ) : null}
      {isDenying ? (
        <ReasonForm
          label="Why not?"
          hint="What should be done instead is read, too: “send it by SMS instead”."
          submit="Propose another"
          variant="primary"
          isPending={repair.pending === "deny"}
          onSubmit={repair.deny}
          onBack={() => setDenying(false)}
        />
      ) : (
        <div className="flex flex-wrap items-center gap-2 max-sm:[&>button]:grow">
          <Button
            variant="primary"
            loading={pending === "take"}
            disabled={isNone || conflict !== null}
            onClick={repair.take}
          >
            {isPartial ? `Take ${chosen.size} of ${parts.length}` : "Take it"}
          </Button>
          <Button disabled={pending !== null} onClick={() => setDenying(true)}>
            Not this
          </Button>
          <span className="text-text-subtle text-xs">
            {others === 0 ? "The only one" : others === 1 ? "1 other after it" : `${others} others after it`}
          </span>
        </div>
      )}
      {parts.length > 0 ? (
        <p className="text-pretty text-text-muted text-xs">
          Nothing has changed yet. What changes asks you again before it is sent; what you approved of the
          rest holds.
        </p>
      ) : null}
    </>
  );
}
