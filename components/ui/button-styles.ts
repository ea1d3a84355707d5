import { cva } from "class-variance-authority";

export const buttonStyles = cva(
  [
    "relative inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap font-medium",
    "border transition-[background-color,border-color,color,opacity] duration-fast",
    "disabled:pointer-events-none disabled:opacity-45 aria-disabled:cursor-default",
    "[&_svg]:shrink-0",
  ],
  {
    variants: {
      variant: {
        primary:
          "border-black/10 bg-accent text-accent-contrast shadow-raised hover:bg-accent-hover dark:border-transparent",
        secondary:
          "border-border-strong bg-surface text-text shadow-raised hover:bg-[color-mix(in_oklab,var(--surface),var(--text)_4%)] aria-expanded:bg-[color-mix(in_oklab,var(--surface),var(--text)_5%)] dark:bg-surface-raised",
        ghost:
          "border-transparent text-text-muted hover:bg-hover hover:text-text aria-expanded:bg-hover aria-expanded:text-text",
        danger:
          "border-black/10 bg-danger-solid text-danger-contrast shadow-raised hover:bg-danger-solid-hover",
      },
      size: {
        sm: "h-7 gap-1.5 rounded-md px-2.5 text-xs max-sm:h-9 [&_svg]:size-3.5",
        md: "h-8 gap-1.5 rounded-md px-3 text-sm max-sm:h-11 max-sm:px-4 [&_svg]:size-4",
        lg: "h-10 gap-2 rounded-lg px-4 text-base max-sm:h-12 [&_svg]:size-4",
      },
      block: { true: "w-full" },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);
