import {
  ArrowDownUp,
  ArrowLeftRight,
  type LucideIcon,
  Minus,
  Pencil,
  Plus,
  Repeat,
  Sparkles,
  Split,
  Type,
} from "lucide-react";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Checkbox } from "@/components/ui/checkbox";
import type { RefinementPart } from "@/lib/domain/refinement";

const kinds: Record<RefinementPart["kind"], { word: string; icon: LucideIcon; tone: BadgeTone }> = {
  add: { word: "New", icon: Plus, tone: "success" },
  remove: { word: "Removed", icon: Minus, tone: "danger" },
  swap: { word: "Other tool", icon: ArrowLeftRight, tone: "info" },
  value: { word: "Changed", icon: Pencil, tone: "info" },
  condition: { word: "Condition", icon: Split, tone: "info" },
  repeat: { word: "Repetition", icon: Repeat, tone: "info" },
  order: { word: "Order", icon: ArrowDownUp, tone: "info" },
  rename: { word: "Title", icon: Type, tone: "info" },
};

/** All that a proposal would change, to be taken part by part. */
export function RefinementParts(props: {
  label: string;
  parts: readonly RefinementPart[];
  chosen: ReadonlySet<string>;
  onToggle: (id: string) => void;
}) {
  const { label, parts, chosen, onToggle } = props;
  return (
    <ul aria-label={label} className="flex flex-col gap-2">
      {parts.map((part) => (
        <li key={part.id}>
          <PartCard
            part={part}
            parts={parts}
            isChosen={chosen.has(part.id)}
            onToggle={() => onToggle(part.id)}
          />
        </li>
      ))}
    </ul>
  );
}

/** One thing a proposal would change: what, why, what else that does, and whether it is taken. */
function PartCard(props: {
  part: RefinementPart;
  /** All of the proposal. */
  parts: readonly RefinementPart[];
  isChosen: boolean;
  onToggle: () => void;
}) {
  const { part, parts, isChosen, onToggle } = props;
  const { word, icon: Icon, tone } = kinds[part.kind];
  const needed = parts.filter(({ id }) => part.needs.includes(id));
  return (
    <article
      aria-label={part.title}
      className="flex flex-col gap-2 rounded-md border bg-surface p-3 data-[left=true]:border-dashed"
      data-left={!isChosen}
    >
      <div className="flex items-start gap-2.5">
        {parts.length > 1 && (
          <Checkbox
            className="mt-0.5"
            checked={isChosen}
            onCheckedChange={onToggle}
            aria-label={`Take: ${part.title}`}
          />
        )}
        <div className="flex min-w-0 flex-1 flex-col items-start gap-1.5">
          <div className="flex flex-wrap gap-1.5">
            <Badge tone={tone} icon={<Icon aria-hidden />}>
              {word}
            </Badge>
            {part.byModel && (
              <Badge tone="neutral" icon={<Sparkles aria-hidden />}>
                Written by a model
              </Badge>
            )}
          </div>
          <p className="max-w-full break-words font-medium text-sm">{part.title}</p>
          <p className="max-w-full text-pretty break-words text-text-muted text-xs">{part.reason}</p>
          {part.consequences.length > 0 && (
            <ul className="flex max-w-full list-disc flex-col gap-1 pl-4 text-text-muted text-xs">
              {part.consequences.map((line) => (
                <li key={line} className="break-words">
                  {line}
                </li>
              ))}
            </ul>
          )}
          {needed.length > 0 && (
            <p className="max-w-full break-words text-text-muted text-xs">
              Only together with: {needed.map(({ title }) => title).join("; ")}.
            </p>
          )}
          {part.words !== "" && (
            <p className="max-w-full break-words text-text-subtle text-xs">From your words: “{part.words}”</p>
          )}
        </div>
      </div>
    </article>
  );
}
