import { cn } from "./cn";
import { CopyButton } from "./copy-button";

export interface CodeBlockProps {
  code: string;
  /** A file name, a language, a method and path. */
  title?: string;
  /** Breaks long lines instead of scrolling. */
  wrap?: boolean;
  maxHeight?: number | string;
  className?: string;
}

export function CodeBlock({ code, title, wrap, maxHeight = 360, className }: CodeBlockProps) {
  return (
    <figure
      className={cn("group relative min-w-0 overflow-hidden rounded-md border bg-surface-sunken", className)}
    >
      {title ? (
        <figcaption className="flex h-8 items-center border-b pr-10 pl-3 font-mono text-text-muted text-xs">
          <span className="truncate">{title}</span>
        </figcaption>
      ) : null}
      <CopyButton text={code} className="absolute top-1 right-1 bg-surface-sunken" />
      {/* In the tab order, because a region that scrolls must be reachable by keyboard. */}
      <pre
        tabIndex={0}
        style={{ maxHeight }}
        className={cn(
          "scroll-thin overflow-auto p-3 font-mono text-xs leading-[18px] outline-offset-[-2px]",
          !title && "pr-10",
          wrap && "whitespace-pre-wrap break-words",
        )}
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}
