import { cva } from "class-variance-authority";

/** The box that Input, Textarea, Select and Combobox share. */
export const controlStyles = cva(
  [
    "w-full min-w-0 rounded-md border border-border-control/70 bg-surface text-sm text-text outline-offset-[-1px]",
    "transition-[border-color,background-color] duration-fast placeholder:text-text-subtle hover:border-border-control",
    "disabled:cursor-not-allowed disabled:bg-surface-sunken disabled:text-text-subtle disabled:hover:border-border-control/70",
    "read-only:not-[button]:bg-surface-sunken aria-invalid:border-danger",
  ],
  {
    variants: {
      size: {
        sm: "h-7 px-2 text-xs max-sm:h-9",
        md: "h-8 px-2.5 max-sm:h-11 max-sm:px-3",
        lg: "h-10 px-3 text-base max-sm:h-12",
      },
    },
    defaultVariants: { size: "md" },
  },
);
