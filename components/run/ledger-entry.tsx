import { CircleCheck, CircleHelp, CircleSlash, LoaderCircle, type LucideIcon, Undo2 } from "lucide-react";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { RevealedText } from "@/components/approval/revealed-text";
import { ToolIcon } from "@/components/tools/tool-icon";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import type { EffectState, LedgerEntry as Entry } from "@/lib/domain/rollback";
import { Disclosure } from "./disclosure";
import { ExactValue } from "./values/exact-value";

const looks: Record<EffectState["kind"], { icon: LucideIcon; tone: string }> = {
  undoable: { icon: Undo2, tone: "text-accent-text" },
  cannot: { icon: CircleSlash, tone: "text-text-muted" },
  unknown: { icon: CircleHelp, tone: "text-status-unknown" },
  undoing: { icon: LoaderCircle, tone: "text-status-running" },
  undone: { icon: CircleCheck, tone: "text-status-completed" },
};

/** One effect of a run: what was done, and whether it is taken back. */
export function LedgerEntry({ entry }: { entry: Entry }) {
  const { state } = entry;
  const { icon: Icon, tone } = looks[state.kind];
  return (
    <li data-state={state.kind} className="flex min-w-0 gap-3 py-3 first:pt-0 last:pb-0">
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", tone)} />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-sm">
          <span className="min-w-0 break-words font-medium">
            <RevealedText text={entry.stepTitle} />
            {entry.effect.item === null ? "" : `, item ${entry.effect.item + 1}`}
          </span>
          <RelativeTime date={entry.at} className="text-text-subtle text-xs" />
        </p>
        <p className="flex min-w-0 items-center gap-1.5 text-text-subtle text-xs">
          <ToolIcon name={entry.icon} className="size-3.5 shrink-0" />
          <span className="min-w-0 truncate">
            {entry.toolTitle}
            {entry.receipt ? ` · ${entry.receipt.reference}` : ""}
          </span>
        </p>
        <Within within={entry.within} />
        <StateWords state={state} />
      </div>
    </li>
  );
}

/** The nested run it was done in. */
function Within({ within }: Pick<Entry, "within">) {
  if (within.length === 0) return null;
  return (
    <p className="text-pretty break-words text-text-muted text-xs">
      In the run of{" "}
      {within.map(({ runId, stepTitle, item }, index) => (
        <Fragment key={runId}>
          {index > 0 ? " › " : ""}
          <RunLink runId={runId}>
            <RevealedText text={stepTitle} />
            {item === null ? "" : `, item ${item + 1}`}
          </RunLink>
        </Fragment>
      ))}
    </p>
  );
}

function StateWords({ state }: { state: EffectState }) {
  switch (state.kind) {
    case "undoable":
      return (
        <>
          <Line>
            {state.before ? "Not undone yet. " : ""}Can be undone by <b>{state.by.toolTitle}</b>
          </Line>
          {state.before ? (
            <Line muted>
              <RunLink runId={state.before.runId}>Tried before</RunLink>:{" "}
              <RevealedText text={state.before.reason} />
            </Line>
          ) : null}
          <Disclosure label="With these values">
            <ExactValue value={state.inputs} schema={{}} label="Values of the undo" />
          </Disclosure>
        </>
      );
    case "cannot":
      return (
        <Line>
          <b>Can’t be undone.</b> <RevealedText text={state.reason} />
        </Line>
      );
    case "unknown":
      return (
        <Line>
          <b>Unknown.</b> <RevealedText text={state.reason} />
        </Line>
      );
    case "undoing":
      return (
        <Line>
          <RunLink runId={state.runId} stepId={state.stepId}>
            Being undone
          </RunLink>{" "}
          by {state.by.toolTitle}
        </Line>
      );
    case "undone":
      return (
        <Line>
          <RunLink runId={state.runId} stepId={state.stepId}>
            Undone
          </RunLink>{" "}
          by {state.by.toolTitle} <RelativeTime date={state.at} className="text-text-subtle text-xs" />
        </Line>
      );
    default:
      return state satisfies never;
  }
}

function Line({ muted, children }: { muted?: boolean; children: ReactNode }) {
  return (
    <p
      className={cn(
        "text-pretty break-words text-sm [&_b]:font-medium",
        muted ? "text-text-muted text-xs" : "text-text",
      )}
    >
      {children}
    </p>
  );
}

function RunLink(props: { runId: string; stepId?: string; children: ReactNode }) {
  const { runId, stepId, children } = props;
  return (
    <Link
      href={`/runs/${runId}${stepId ? `?step=${stepId}` : ""}`}
      className="font-medium underline underline-offset-2"
    >
      {children}
    </Link>
  );
}
