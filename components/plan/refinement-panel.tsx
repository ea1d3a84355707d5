"use client";

import { Info, SearchX, Timer } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { Unrefined } from "@/lib/domain/refinement";
import { factsText } from "./planning-facts";
import { RefinementParts } from "./refinement-parts";
import { SidePanel } from "./side-panel";
import type { Proposed, Refining } from "./use-refining";

/** What a request would change, part by part: taken, or left. */
export function RefinementPanel({ proposed, refining }: { proposed: Proposed; refining: Refining }) {
  const { refinement, chosen, preview } = proposed;
  const { parts, unrefined, notes, request, planning } = refinement;
  return (
    // What was asked for is answered here: the keyboard goes on from each answer.
    <SidePanel
      title={parts.length > 0 ? "Proposed changes" : "Nothing to change"}
      subject={refinement}
      intro={
        <>
          {/* Where the box has room, the request still stands in it. */}
          <p className="break-words text-text-muted text-xs lg:hidden">For “{request}”</p>
          {parts.length > 0 && (
            <p className="text-pretty text-text-muted text-xs">
              Nothing is changed yet.{parts.length > 1 ? " Leave out what you don't want." : ""}
            </p>
          )}
          {planning && (
            <p className="flex gap-2 text-pretty text-text-muted text-xs">
              <Timer aria-hidden className="mt-0.5 size-3.5 shrink-0" />
              <span className="min-w-0 break-words tabular-nums">{factsText(planning, "Read")}</span>
            </p>
          )}
        </>
      }
      footer={
        <Decision
          total={parts.length}
          count={chosen.size}
          problem={preview.problem}
          onAccept={refining.accept}
          onReject={refining.reject}
        />
      }
      onLeave={refining.reject}
    >
      {parts.length > 0 && (
        <RefinementParts label="Changes" parts={parts} chosen={chosen} onToggle={refining.toggle} />
      )}
      {unrefined.length > 0 && <NotChanged unrefined={unrefined} />}
      {notes.length > 0 && (
        <ul aria-label="Notes on the request" className="flex flex-col gap-1.5">
          {notes.map((note) => (
            <li key={note} className="flex gap-2 text-pretty text-text-muted text-xs">
              <Info aria-hidden className="mt-0.5 size-3.5 shrink-0" />
              {note}
            </li>
          ))}
        </ul>
      )}
    </SidePanel>
  );
}

function NotChanged({ unrefined }: { unrefined: readonly Unrefined[] }) {
  return (
    <section aria-labelledby="refinement-unrefined" className="flex flex-col gap-2">
      <h3 id="refinement-unrefined" className="flex items-center gap-2 font-semibold text-sm">
        <SearchX aria-hidden className="size-4 text-text-muted" />
        Not done
      </h3>
      {unrefined.map(({ words, reason, nearest }) => (
        <div
          key={`${words}/${reason}`}
          className="flex flex-col gap-1.5 rounded-md border bg-surface-sunken p-3 text-sm"
        >
          <p className="break-words font-medium">“{words}”</p>
          <p className="text-pretty break-words text-text-muted text-xs">{reason}</p>
          {nearest.length > 0 && (
            <ul aria-label="The nearest tools" className="mt-0.5 flex flex-col gap-1 text-xs">
              {nearest.map((tool) => (
                <li key={tool.toolId} className="flex justify-between gap-3">
                  <span className="truncate">{tool.title}</span>
                  <span className="shrink-0 text-text-subtle tabular-nums">
                    {Math.round(tool.score * 100)} of 100
                  </span>
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </section>
  );
}

function Decision(props: {
  total: number;
  count: number;
  problem: string | null;
  onAccept: () => void;
  onReject: () => void;
}) {
  const { total, count, problem, onAccept, onReject } = props;
  const word =
    total === 1 ? "Accept" : count === total ? `Accept all ${total}` : `Accept ${count} of ${total}`;
  return (
    <>
      {problem && (
        <p role="alert" className="text-danger text-xs">
          These can't be taken together: {problem}
        </p>
      )}
      <div className="flex gap-2">
        {total > 0 && (
          <Button variant="primary" disabled={count === 0 || problem !== null} onClick={onAccept}>
            {word}
          </Button>
        )}
        <Button variant="secondary" onClick={onReject}>
          {total > 0 ? "Reject" : "Close"}
        </Button>
      </div>
    </>
  );
}
