import { RevealedText } from "@/components/approval/revealed-text";
import { cn } from "@/components/ui/cn";

const count = new Intl.NumberFormat("en");

/** A text in full, in a box that scrolls when it is long; nothing is cut and nothing in it is hidden. */
export function TextBlock(props: { text: string; label: string; mono?: boolean; className?: string }) {
  const { text, label, mono, className } = props;
  const lineCount = text.split("\n").length;
  const isLong = text.length > 1200 || lineCount > 14;
  return (
    <div className={cn("min-w-0 overflow-hidden rounded-md border bg-surface-sunken", className)}>
      {/* In the tab order, because a region that scrolls must be reachable by keyboard. */}
      <div
        role="group"
        aria-label={label}
        tabIndex={isLong ? 0 : undefined}
        className={cn(
          "scroll-thin max-h-80 overflow-auto whitespace-pre-wrap break-words px-3 py-2 outline-offset-[-2px] [tab-size:4]",
          mono ? "font-mono text-xs leading-[18px]" : "text-sm",
        )}
      >
        <RevealedText text={text} multiline />
      </div>
      {isLong ? (
        <p className="border-t px-3 py-1 text-2xs text-text-subtle tabular-nums">
          {count.format(text.length)} characters, {count.format(lineCount)}{" "}
          {lineCount === 1 ? "line" : "lines"}
        </p>
      ) : null}
    </div>
  );
}
