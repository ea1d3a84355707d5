"use client";

import { CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import { useTheme } from "next-themes";
import { Toaster as Sonner, type ToasterProps } from "sonner";
import { Spinner } from "./spinner";

// biome-ignore lint/performance/noBarrelFile: this file owns sonner
export { toast } from "sonner";

const themes = ["light", "dark", "system"] as const;

/** Mounted once. A toast confirms what happened elsewhere; errors that block belong on the page. */
export function Toaster(props: ToasterProps) {
  const { theme } = useTheme();
  return (
    <Sonner
      theme={themes.find((known) => known === theme) ?? "system"}
      position="bottom-right"
      gap={8}
      // Sonner brings its own typeface.
      style={{ fontFamily: "inherit" }}
      mobileOffset={{ bottom: "calc(var(--shell-bottom) + 12px)" }}
      icons={{
        success: <CircleCheck aria-hidden className="size-4 text-success" />,
        error: <CircleX aria-hidden className="size-4 text-danger" />,
        warning: <TriangleAlert aria-hidden className="size-4 text-warning" />,
        info: <Info aria-hidden className="size-4 text-info" />,
        loading: <Spinner className="text-text-subtle" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-(--width) items-start gap-2.5 rounded-lg border border-border-strong/70 bg-surface-raised px-3.5 py-3 text-sm text-text shadow-overlay",
          icon: "flex h-5 items-center",
          content: "min-w-0 flex-1",
          title: "font-medium",
          description: "text-text-muted",
          actionButton:
            "h-6 shrink-0 rounded-sm border border-border-strong px-2 font-medium text-xs hover:bg-hover max-sm:h-9",
          cancelButton: "h-6 shrink-0 rounded-sm px-2 text-text-muted text-xs hover:bg-hover max-sm:h-9",
        },
      }}
      {...props}
    />
  );
}
