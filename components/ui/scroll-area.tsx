import type { ComponentProps } from "react";
import { cn } from "./cn";

export interface ScrollAreaProps extends ComponentProps<"div"> {
  /** Names the region; with it the area can be focused and scrolled by keyboard. */
  label?: string;
}

/** The browser's own scrolling with a thin bar. */
export function ScrollArea({ label, className, ...rest }: ScrollAreaProps) {
  const region = label ? { role: "region", "aria-label": label, tabIndex: 0 } : {};
  return <div {...region} className={cn("scroll-thin min-h-0 overflow-auto", className)} {...rest} />;
}
