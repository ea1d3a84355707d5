"use client";

import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { Button, type ButtonProps } from "./button";
import { cn } from "./cn";
import { Menu, MenuContent, MenuTrigger } from "./menu";

export interface SplitButtonProps extends Omit<ButtonProps, "asChild" | "block" | "iconEnd"> {
  /** MenuItems. */
  menu: ReactNode;
  /** The accessible name of the arrow, for example "More ways to approve". */
  menuLabel: string;
}

const seams = {
  primary: "border-l-accent-contrast/25 dark:border-l-accent-contrast/35",
  secondary: "",
  ghost: "",
  danger: "border-l-danger-contrast/35",
};

/** One main verb; its variants behind the arrow. */
export function SplitButton({ menu, menuLabel, className, ...rest }: SplitButtonProps) {
  const { variant, size, disabled, loading } = rest;
  const arrowWidth = size === "sm" ? "w-6 max-sm:w-9" : "w-7 max-sm:w-11";
  return (
    <div className={cn("inline-flex", className)}>
      <Button {...rest} className="flex-1 rounded-r-none focus-visible:z-10" />
      <Menu>
        <MenuTrigger asChild>
          <Button
            variant={variant}
            size={size}
            disabled={disabled || loading}
            aria-label={menuLabel}
            className={cn(
              "-ml-px rounded-l-none px-0 focus-visible:z-10 max-sm:px-0",
              arrowWidth,
              seams[variant ?? "secondary"],
            )}
          >
            <ChevronDown aria-hidden />
          </Button>
        </MenuTrigger>
        <MenuContent>{menu}</MenuContent>
      </Menu>
    </div>
  );
}
