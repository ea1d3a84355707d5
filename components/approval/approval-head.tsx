import { Info, Split, TriangleAlert, Undo2 } from "lucide-react";
import { ToolIcon } from "@/components/tools/tool-icon";
import { EffectBadge } from "@/components/ui/effect-badge";
import { OriginBadge } from "@/components/ui/origin-badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import type { ApprovalCard as CardContent } from "@/lib/domain/approval";
import { noReturnWords } from "@/lib/planning/point-of-no-return";
import { RevealedText } from "./revealed-text";

/** What a card asks for: the step, its effect, the call, and why it asks. @param place of one item or of several. */
export function ApprovalHead(props: {
  card: CardContent;
  headingId: string;
  place: string | null;
  askedAt: string | null;
}) {
  const { card, headingId, place, askedAt } = props;
  return (
    <header className="flex flex-col gap-1.5 px-4 pt-3.5 pb-3">
      <div className="flex flex-wrap items-center gap-1.5">
        <StatusBadge status="waiting-approval" />
        <EffectBadge effect={card.effect} />
        {place ? <span className="text-text-muted text-xs">{place}</span> : null}
        {askedAt ? <RelativeTime date={askedAt} className="text-text-subtle text-xs sm:ml-auto" /> : null}
      </div>
      <h3 id={headingId} className="break-words font-semibold text-base">
        <RevealedText text={card.stepTitle} />
      </h3>
      <CallLine card={card} />
      <Reasons card={card} />
    </header>
  );
}

/** The tool, and the account and place it goes to. */
function CallLine({ card }: { card: CardContent }) {
  return (
    <div className="flex min-w-0 items-start gap-2 text-sm text-text-muted">
      <ToolIcon name={card.icon} className="mt-0.5 size-4 shrink-0" />
      <p className="min-w-0 break-words">
        <RevealedText text={card.toolTitle} />
        {card.connection ? (
          <>
            {" with "}
            <span className="text-text">
              <RevealedText text={card.connection.name} />
            </span>{" "}
            <span className="font-mono text-xs [overflow-wrap:anywhere]">
              <RevealedText text={card.connection.origin} />
            </span>
          </>
        ) : null}
      </p>
    </div>
  );
}

function Reasons({ card }: { card: CardContent }) {
  const undo = undoText(card);
  return (
    <ul className="flex flex-col gap-1 text-sm">
      {card.reasons.map((reason) => (
        <li key={reason} className="flex gap-2">
          {card.effect === "read" ? (
            <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-text-subtle" />
          ) : (
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-status-waiting" />
          )}
          <span className="min-w-0 text-pretty break-words">
            <RevealedText text={reason} />
          </span>
        </li>
      ))}
      {(card.because ?? []).map(({ words, origin }) => (
        <li key={words} className="flex gap-2 text-text-muted">
          <Split aria-hidden className="mt-0.5 size-4 shrink-0 text-text-subtle" />
          <span className="min-w-0 flex-1 text-pretty break-words">
            It has come to this because <RevealedText text={words} />.
          </span>
          <OriginBadge origin={origin} variant="plain" />
        </li>
      ))}
      {undo ? (
        <li className="flex gap-2 text-text-muted">
          <Undo2 aria-hidden className="mt-0.5 size-4 shrink-0 text-text-subtle" />
          <span className="min-w-0 text-pretty break-words">
            <RevealedText text={undo} />
          </span>
        </li>
      ) : null}
    </ul>
  );
}

/** How the effect is taken back, and what that means for the run. */
function undoText({ effect, undo, undoneBy, isPointOfNoReturn }: CardContent): string | null {
  if (effect === "read") return null;
  if (undoneBy !== undefined) return `Can be undone by “${undoneBy}”.`;
  const after = isPointOfNoReturn ? ` ${noReturnWords}` : "";
  switch (undo.kind) {
    case "tool":
      return `Can’t be undone from here: its document does not say with which values ${undo.toolId} would undo it.${after}`;
    case "none":
      // Of an irreversible one the reasons say so.
      return effect === "irreversible" ? after.trim() || null : `Can’t be undone.${after}`;
    case "unknown":
      return `Can’t be undone from here: nobody has declared how.${after}`;
    default:
      return undo satisfies never;
  }
}
