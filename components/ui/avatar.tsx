import { cn } from "./cn";

export interface AvatarProps {
  name: string;
  size?: "sm" | "md" | "lg";
  className?: string;
}

const sizes = { sm: "size-5 text-[9px]", md: "size-6 text-[10px]", lg: "size-8 text-xs" };
const tints = [
  "bg-neutral-soft text-neutral",
  "bg-info-soft text-info",
  "bg-success-soft text-success",
  "bg-warning-soft text-warning",
  "bg-effect-read-soft text-effect-read",
  "bg-status-unknown-soft text-status-unknown",
];

/** Initials; the tint follows from the name. The name itself must stand beside it. */
export function Avatar({ name, size = "md", className }: AvatarProps) {
  return (
    <span
      aria-hidden
      title={name}
      className={cn(
        "inline-grid shrink-0 select-none place-items-center rounded-full font-semibold",
        sizes[size],
        tints[sumOfCodes(name) % tints.length],
        className,
      )}
    >
      {initialsOf(name)}
    </span>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/[\s@._-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}

function sumOfCodes(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
}
