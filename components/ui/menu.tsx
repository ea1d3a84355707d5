"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { Kbd } from "./kbd";
import { floatingPanel } from "./popover";

/** Not modal: the page keeps its scrollbar, and nothing shifts. */
export function Menu({ modal = false, ...rest }: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root modal={modal} {...rest} />;
}

export const MenuTrigger = Primitive.Trigger;
export const MenuRadioGroup = Primitive.RadioGroup;

const itemStyles = cn(
  "relative flex min-h-7 cursor-default select-none items-center gap-2 rounded-md px-2 py-1 text-sm outline-none max-sm:min-h-11",
  "data-[disabled]:opacity-45 data-[highlighted]:bg-hover [&>svg]:size-4 [&>svg]:shrink-0",
);

export function MenuContent({ className, align = "end", ...rest }: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className={cn(
          floatingPanel,
          "max-h-(--radix-dropdown-menu-content-available-height) min-w-44 max-w-80 origin-(--radix-dropdown-menu-content-transform-origin) overflow-y-auto p-1",
          className,
        )}
        {...rest}
      />
    </Primitive.Portal>
  );
}

export interface MenuItemProps extends Omit<ComponentProps<typeof Primitive.Item>, "children"> {
  children: ReactNode;
  icon?: ReactNode;
  description?: ReactNode;
  shortcut?: string[];
  danger?: boolean;
}

export function MenuItem(props: MenuItemProps) {
  const { children, icon, description, shortcut, danger, className, asChild, ...rest } = props;
  const classes = cn(itemStyles, danger ? "text-danger" : "[&>svg]:text-text-subtle", className);
  if (asChild) {
    return (
      <Primitive.Item asChild className={classes} {...rest}>
        {children}
      </Primitive.Item>
    );
  }
  return (
    <Primitive.Item className={cn(classes, description && "items-start [&>svg]:mt-0.5")} {...rest}>
      {icon}
      <span className="min-w-0 flex-1">
        {children}
        {description ? <span className="block text-text-subtle text-xs">{description}</span> : null}
      </span>
      {shortcut ? <Kbd keys={shortcut} className="text-text-subtle" /> : null}
    </Primitive.Item>
  );
}

export interface MenuRadioItemProps extends ComponentProps<typeof Primitive.RadioItem> {
  icon?: ReactNode;
}

export function MenuRadioItem({ children, icon, className, ...rest }: MenuRadioItemProps) {
  return (
    <Primitive.RadioItem className={cn(itemStyles, "pr-8 [&>svg]:text-text-subtle", className)} {...rest}>
      {icon}
      <span className="min-w-0 flex-1">{children}</span>
      <Primitive.ItemIndicator className="absolute right-2">
        <Check aria-hidden className="size-4" />
      </Primitive.ItemIndicator>
    </Primitive.RadioItem>
  );
}

export function MenuSeparator() {
  return <Primitive.Separator className="-mx-1 my-1 h-px bg-border" />;
}
