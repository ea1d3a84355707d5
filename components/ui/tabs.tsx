"use client";

import { Tabs as Primitive } from "radix-ui";
import { type ComponentProps, createContext, type ReactNode, useContext } from "react";
import { cn } from "./cn";

type TabsVariant = "underline" | "segmented";
const VariantContext = createContext<TabsVariant>("underline");

export const Tabs = Primitive.Root;

export interface TabsListProps extends ComponentProps<typeof Primitive.List> {
  /** `underline` for the parts of a page; `segmented` for a small switch of views. */
  variant?: TabsVariant;
}

export function TabsList({ variant = "underline", className, ...rest }: TabsListProps) {
  return (
    <VariantContext value={variant}>
      <Primitive.List
        className={cn(
          variant === "underline"
            ? "scroll-thin flex gap-5 overflow-x-auto overflow-y-hidden border-b"
            : "inline-flex h-8 w-fit items-center gap-0.5 rounded-lg border bg-surface-sunken p-0.5 max-sm:h-11",
          className,
        )}
        {...rest}
      />
    </VariantContext>
  );
}

export interface TabsTriggerProps extends ComponentProps<typeof Primitive.Trigger> {
  icon?: ReactNode;
  count?: number;
}

export function TabsTrigger({ icon, count, className, children, ...rest }: TabsTriggerProps) {
  const variant = useContext(VariantContext);
  return (
    <Primitive.Trigger
      className={cn(
        "inline-flex shrink-0 items-center justify-center gap-1.5 whitespace-nowrap font-medium text-sm text-text-muted transition-colors hover:text-text disabled:opacity-45 data-[state=active]:text-text [&_svg]:size-4",
        variant === "underline"
          ? "-mx-1.5 -mb-px h-9 rounded-sm px-1.5 outline-offset-[-3px] [box-shadow:inset_0_-2px_0_var(--tab-line,transparent)] data-[state=active]:[--tab-line:var(--color-accent)] max-sm:h-11"
          : "h-full min-w-7 rounded-md border border-transparent px-2.5 data-[state=active]:border-border data-[state=active]:bg-surface data-[state=active]:shadow-raised dark:data-[state=active]:bg-surface-raised",
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
      {count === undefined ? null : (
        <span className="rounded-full bg-hover px-1.5 font-normal text-2xs text-text-muted tabular-nums">
          {count}
        </span>
      )}
    </Primitive.Trigger>
  );
}

export function TabsContent({ className, ...rest }: ComponentProps<typeof Primitive.Content>) {
  return <Primitive.Content className={cn("pt-4", className)} {...rest} />;
}
