"use client";

import { type ReactNode, useEffect, useId, useRef } from "react";

/**
 * What stands beside the canvas for a while instead of a step: a heading the keyboard goes to, a body that scrolls, and
 * buttons that stay. Escape leaves it.
 */
export function SidePanel(props: {
  title: string;
  /** Beside the title. */
  mark?: ReactNode;
  /** Below the title, before all else. */
  intro?: ReactNode;
  footer: ReactNode;
  /** The keyboard goes to the heading anew when it becomes another. */
  subject?: unknown;
  onLeave: () => void;
  children: ReactNode;
}) {
  const { title, mark, intro, footer, subject, onLeave, children } = props;
  const headingId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each subject
  useEffect(() => heading.current?.focus(), [subject]);
  return (
    <section
      aria-labelledby={headingId}
      className="flex min-h-0 flex-1 flex-col"
      onKeyDown={(event) => {
        if (event.key === "Escape") onLeave();
      }}
    >
      <div className="scroll-thin flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto p-4 [&>*]:shrink-0">
        <header className="flex flex-col gap-1">
          <div className="flex flex-wrap items-center gap-2">
            <h2
              ref={heading}
              id={headingId}
              tabIndex={-1}
              className="-mx-1 rounded-sm px-1 font-semibold text-sm focus-visible:outline-2 focus-visible:outline-focus"
            >
              {title}
            </h2>
            {mark}
          </div>
          {intro}
        </header>
        {children}
      </div>
      <div className="flex shrink-0 flex-col gap-2 border-t bg-surface px-4 py-3">{footer}</div>
    </section>
  );
}
