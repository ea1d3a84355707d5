import {
  Ban,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleQuestionMark,
  CircleSlash,
  CircleX,
  Clock,
  Hand,
  Hourglass,
  LoaderCircle,
  type LucideIcon,
  MessageCircleQuestionMark,
  RotateCw,
  Search,
  SearchAlert,
  SkipForward,
} from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const tones = {
  idle: { pill: "border-status-idle-line bg-status-idle-soft text-status-idle", text: "text-status-idle" },
  waiting: {
    pill: "border-status-waiting-line bg-status-waiting-soft text-status-waiting",
    text: "text-status-waiting",
  },
  running: {
    pill: "border-status-running-line bg-status-running-soft text-status-running",
    text: "text-status-running",
  },
  completed: {
    pill: "border-status-completed-line bg-status-completed-soft text-status-completed",
    text: "text-status-completed",
  },
  failed: {
    pill: "border-status-failed-line bg-status-failed-soft text-status-failed",
    text: "text-status-failed",
  },
  unknown: {
    pill: "border-dashed border-status-unknown bg-status-unknown-soft text-status-unknown",
    text: "text-status-unknown",
  },
};

interface StatusLook {
  icon: LucideIcon;
  word: string;
  tone: keyof typeof tones;
}

const looks = {
  pending: { icon: CircleDashed, word: "Pending", tone: "idle" },
  queued: { icon: Clock, word: "Queued", tone: "idle" },
  "waiting-approval": { icon: Hand, word: "Needs approval", tone: "waiting" },
  "waiting-answer": { icon: MessageCircleQuestionMark, word: "Needs an answer", tone: "waiting" },
  waiting: { icon: Hourglass, word: "Waiting for you", tone: "waiting" },
  running: { icon: LoaderCircle, word: "Running", tone: "running" },
  retrying: { icon: RotateCw, word: "Trying again", tone: "running" },
  "looking-up": { icon: Search, word: "Looking it up", tone: "running" },
  paused: { icon: CirclePause, word: "Paused", tone: "idle" },
  completed: { icon: CircleCheck, word: "Completed", tone: "completed" },
  failed: { icon: CircleX, word: "Failed", tone: "failed" },
  skipped: { icon: SkipForward, word: "Skipped", tone: "idle" },
  denied: { icon: Ban, word: "Denied", tone: "failed" },
  canceled: { icon: CircleSlash, word: "Canceled", tone: "idle" },
  "outcome-unknown": { icon: CircleQuestionMark, word: "Outcome unknown", tone: "unknown" },
  unexpected: { icon: SearchAlert, word: "Not as expected", tone: "unknown" },
} satisfies Record<string, StatusLook>;

export type StatusName = keyof typeof looks;

export interface StatusBadgeProps {
  status: StatusName;
  size?: "sm" | "md";
  /** `plain` has no pill; `icon` shows the icon alone and keeps the word for screen readers and as title. */
  variant?: "pill" | "plain" | "icon";
  /** Replaces the word, for example "Running for 12 s". */
  children?: ReactNode;
  className?: string;
}

/** A round pill. */
export function StatusBadge({
  status,
  size = "sm",
  variant = "pill",
  children,
  className,
}: StatusBadgeProps) {
  const look: StatusLook = looks[status];
  const Icon = look.icon;
  const word = children ?? look.word;
  return (
    <span
      title={variant === "icon" ? look.word : undefined}
      className={cn(
        "inline-flex shrink-0 align-middle items-center gap-1 whitespace-nowrap font-medium tabular-nums",
        size === "sm" ? "text-2xs" : "text-xs",
        variant === "pill" ? cn("rounded-full border", tones[look.tone].pill) : tones[look.tone].text,
        variant === "pill" && (size === "sm" ? "h-[18px] pr-2 pl-1" : "h-[22px] pr-2.5 pl-1.5"),
        className,
      )}
    >
      <Icon
        aria-hidden
        strokeWidth={2.25}
        className={cn(size === "sm" ? "size-3" : "size-3.5", status === "running" && "animate-spin")}
      />
      {variant === "icon" ? <span className="sr-only">{word}</span> : word}
    </span>
  );
}
