import { Eye, type LucideIcon, OctagonAlert, PencilLine } from "lucide-react";
import { cn } from "./cn";

export type EffectName = "read" | "write" | "irreversible";

interface EffectLook {
  icon: LucideIcon;
  word: string;
  meaning: string;
  badge: string;
  text: string;
}

const looks: Record<EffectName, EffectLook> = {
  read: {
    icon: Eye,
    word: "Read",
    meaning: "Only looks; changes nothing",
    badge: "border-effect-read-line bg-effect-read-soft text-effect-read",
    text: "text-effect-read",
  },
  write: {
    icon: PencilLine,
    word: "Write",
    meaning: "Changes something, and the change can be undone or corrected",
    badge: "border-effect-write-line bg-effect-write-soft text-effect-write",
    text: "text-effect-write",
  },
  irreversible: {
    icon: OctagonAlert,
    word: "Irreversible",
    meaning: "Cannot be taken back once sent",
    badge: "border-effect-irreversible bg-effect-irreversible-soft text-effect-irreversible",
    text: "text-effect-irreversible",
  },
};

export interface EffectBadgeProps {
  effect: EffectName;
  size?: "sm" | "md";
  /** `plain` has no box; `icon` shows the icon alone and keeps the word for screen readers and as title. */
  variant?: "badge" | "plain" | "icon";
  className?: string;
}

/** A square-cornered tag. */
export function EffectBadge({ effect, size = "sm", variant = "badge", className }: EffectBadgeProps) {
  const look = looks[effect];
  const Icon = look.icon;
  return (
    <span
      title={`${look.word}: ${look.meaning}`}
      className={cn(
        "inline-flex shrink-0 align-middle items-center gap-1 whitespace-nowrap font-medium",
        size === "sm" ? "text-2xs" : "text-xs",
        variant === "badge" ? cn("rounded-sm border", look.badge) : look.text,
        variant === "badge" && (size === "sm" ? "h-[18px] px-1.5" : "h-[22px] px-2"),
        className,
      )}
    >
      <Icon aria-hidden strokeWidth={2.25} className={size === "sm" ? "size-3" : "size-3.5"} />
      {variant === "icon" ? <span className="sr-only">{look.word}</span> : look.word}
    </span>
  );
}
