"use client";

import type { VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { buttonStyles } from "./button-styles";
import { cn } from "./cn";
import { Spinner } from "./spinner";
import { Tooltip } from "./tooltip";

type ButtonStyleProps = VariantProps<typeof buttonStyles>;

export interface ButtonProps extends Omit<ComponentProps<"button">, "children">, ButtonStyleProps {
  children: ReactNode;
  /** Stands before the text. */
  icon?: ReactNode;
  /** Stands after the text. */
  iconEnd?: ReactNode;
  /** Shows a spinner at the same width, and ignores clicks. */
  loading?: boolean;
  /** Gives the looks to the one child; for links there is ButtonLink. */
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
