import { Globe, type LucideIcon, Pin, ShieldCheck, User } from "lucide-react";
import { cn } from "./cn";

export type OriginName = "person" | "constant" | "trusted" | "untrusted";

interface OriginLook {
  icon: LucideIcon;
  word: string;
  meaning: string;
  badge: string;
  text: string;
  /** The mark's shape differs by origin, so that it reads without colour. */
  mark: string;
}

const looks: Record<OriginName, OriginLook> = {
  person: {
    icon: User,
    word: "You",
    meaning: "Typed by you",
    badge: "border-transparent bg-origin-person-soft text-origin-person",
    text: "text-origin-person",
    mark: "rounded-full bg-current",
  },
  constant: {
    icon: Pin,
    word: "Fixed",
    meaning: "Fixed in advance",
    badge: "border-transparent bg-origin-constant-soft text-origin-constant",
    text: "text-origin-constant",
    mark: "rounded-[1px] bg-current",
  },
  trusted: {
    icon: ShieldCheck,
    word: "Trusted",
    meaning: "From a trusted source",
    badge: "border-transparent bg-origin-trusted-soft text-origin-trusted",
    text: "text-origin-trusted",
    mark: "rotate-45 rounded-[1px] bg-current",
  },
  untrusted: {
    icon: Globe,
    word: "Untrusted",
    meaning: "From untrusted content: read it before you rely on it",
    badge: "hatched border-dashed border-origin-untrusted bg-origin-untrusted-soft text-origin-untrusted",
    text: "text-origin-untrusted",
    mark: "rounded-full border-2 border-current",
  },
};

export interface OriginBadgeProps {
  origin: OriginName;
  size?: "sm" | "md";
  variant?: "badge" | "plain";
  /** Where exactly, for example the name of the source; follows the word. */
  source?: string;
  className?: string;
}

/** A tag; dashed and hatched when untrusted, so that it shows without colour. */
export function OriginBadge({ origin, size = "sm", variant = "badge", source, className }: OriginBadgeProps) {
  const look = looks[origin];
  const Icon = look.icon;
  return (
    <span
      title={source ? `${look.meaning} (${source})` : look.meaning}
      className={cn(
        "inline-flex min-w-0 max-w-full align-middle items-center gap-1 whitespace-nowrap font-medium",
        size === "sm" ? "text-2xs" : "text-xs",
        variant === "plain" ? look.text : cn("rounded-sm border", look.badge),
        variant === "badge" && (size === "sm" ? "h-[18px] px-1.5" : "h-[22px] px-2"),
        className,
      )}
    >
      <Icon
        aria-hidden
        strokeWidth={2.25}
        className={cn("shrink-0", size === "sm" ? "size-3" : "size-3.5")}
      />
      <span className="shrink-0">{look.word}</span>
      {source ? <span className="truncate font-normal">· {source}</span> : null}
    </span>
  );
}
