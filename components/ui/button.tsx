"use client";

import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { cn } from "./cn";
import { Spinner } from "./spinner";
import { Tooltip } from "./tooltip";

const buttonStyles = cva(
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

type ButtonStyleProps = VariantProps<typeof buttonStyles>;

export interface ButtonProps extends Omit<ComponentProps<"button">, "children">, ButtonStyleProps {
  children: ReactNode;
  /** Stands before the text. */
  icon?: ReactNode;
  /** Stands after the text. */
  iconEnd?: ReactNode;
  /** Shows a spinner at the same width, and ignores clicks. */
  loading?: boolean;
  /** Gives the looks to the one child, for example a link. */
  asChild?: boolean;
}

export function Button(props: ButtonProps) {
  const { variant, size, block, icon, iconEnd, loading, asChild, className, children, onClick, ...rest } =
    props;
  const classes = cn(buttonStyles({ variant, size, block }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} onClick={onClick} {...rest}>
        {children}
      </Slot.Root>
    );
  }

  // `aria-disabled` and not `disabled`: a disabled button would lose the keyboard's focus.
  function handleClick(event: MouseEvent<HTMLButtonElement>) {
    if (loading) event.preventDefault();
    else onClick?.(event);
  }

  return (
    <button
      type="button"
      className={classes}
      onClick={handleClick}
      aria-busy={loading || undefined}
      aria-disabled={loading || undefined}
      {...rest}
    >
      <span className={cn("inline-flex items-center gap-[inherit]", loading && "opacity-0")}>
        {icon}
        {children}
        {iconEnd}
      </span>
      {loading ? (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner label="Working" />
        </span>
      ) : null}
    </button>
  );
}

const iconSizes = {
  xs: "size-6 rounded-sm max-sm:size-8 [&_svg]:size-3.5",
  sm: "size-7 max-sm:size-9 [&_svg]:size-4",
  md: "size-8 max-sm:size-11 [&_svg]:size-4",
};

export interface IconButtonProps extends Omit<ComponentProps<"button">, "children" | "aria-label"> {
  /** The accessible name; also the tooltip. */
  label: string;
  children: ReactNode;
  variant?: ButtonStyleProps["variant"];
  size?: keyof typeof iconSizes;
  loading?: boolean;
  /** A shortcut to show in the tooltip, for example `["mod", "K"]`. */
  shortcut?: string[];
  tooltipSide?: "top" | "right" | "bottom" | "left";
  hideTooltip?: boolean;
}

export function IconButton(props: IconButtonProps) {
  const {
    label,
    children,
    variant = "ghost",
    size = "sm",
    loading,
    shortcut,
    tooltipSide,
    hideTooltip,
  } = props;
  const { className, onClick, ...rest } = omitOwn(props);
  const button = (
    <button
      type="button"
      aria-label={label}
      aria-busy={loading || undefined}
      aria-disabled={loading || undefined}
      className={cn(buttonStyles({ variant, size: "sm" }), "p-0 max-sm:p-0", iconSizes[size], className)}
      onClick={(event) => (loading ? event.preventDefault() : onClick?.(event))}
      {...rest}
    >
      {loading ? <Spinner /> : children}
    </button>
  );
  if (hideTooltip) return button;
  return (
    <Tooltip content={label} shortcut={shortcut} side={tooltipSide}>
      {button}
    </Tooltip>
  );
}

function omitOwn(props: IconButtonProps) {
  const { label, children, variant, size, loading, shortcut, tooltipSide, hideTooltip, ...rest } = props;
  return rest;
}
