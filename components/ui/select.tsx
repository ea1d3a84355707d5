"use client";

import { Check, ChevronDown, ChevronUp } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { controlStyles } from "./control-styles";
import { useFieldControl } from "./field";
import { floatingPanel } from "./popover";

export interface SelectOption<Value extends string = string> {
  value: Value;
  label: string;
  description?: string;
  icon?: ReactNode;
  disabled?: boolean;
}

export interface SelectProps<Value extends string = string> {
  options: readonly SelectOption<Value>[];
  value?: Value;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  placeholder?: string;
  size?: "sm" | "md" | "lg";
  disabled?: boolean;
  required?: boolean;
  /** Submits with a form. */
  name?: string;
  id?: string;
  /** Only where no Field names it. */
  "aria-label"?: string;
  className?: string;
}

/** For up to about ten choices; more want a Combobox. */
export function Select<Value extends string = string>(props: SelectProps<Value>) {
  const { options, placeholder = "Choose…", size, className, onValueChange, ...rest } = props;
  const { id, "aria-label": ariaLabel, ...root } = rest;
  const wiring = useFieldControl({ id, required: root.required });
  return (
    <Primitive.Root
      {...root}
      onValueChange={(value) => {
        const option = options.find((candidate) => candidate.value === value);
        if (option) onValueChange?.(option.value);
      }}
    >
      <Primitive.Trigger
        {...wiring}
        aria-label={ariaLabel}
        className={cn(
          controlStyles({ size }),
          "flex items-center justify-between gap-2 text-left data-[placeholder]:text-text-subtle",
          className,
        )}
      >
        <span className="min-w-0 truncate">
          <Primitive.Value placeholder={placeholder} />
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-text-subtle" />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            floatingPanel,
            "max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-[min(28rem,calc(100vw-16px))] overflow-hidden",
          )}
        >
          <Primitive.ScrollUpButton className="grid h-6 place-items-center text-text-subtle">
            <ChevronUp aria-hidden className="size-4" />
          </Primitive.ScrollUpButton>
          <Primitive.Viewport className="p-1">
            {options.map((option) => (
              <SelectItem key={option.value} option={option} />
            ))}
          </Primitive.Viewport>
          <Primitive.ScrollDownButton className="grid h-6 place-items-center text-text-subtle">
            <ChevronDown aria-hidden className="size-4" />
          </Primitive.ScrollDownButton>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function SelectItem({ option }: { option: SelectOption }) {
  return (
    <Primitive.Item
      value={option.value}
      disabled={option.disabled}
      className="relative flex min-h-7 select-none items-center gap-2 rounded-md py-1 pr-8 pl-2 text-sm outline-none data-[highlighted]:bg-hover data-[disabled]:opacity-45 max-sm:min-h-11"
    >
      <span className="min-w-0 flex-1">
        <Primitive.ItemText>
          <span className="inline-flex items-center gap-2 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-text-subtle">
            {option.icon}
            {option.label}
          </span>
        </Primitive.ItemText>
        {option.description ? (
          <span className="block text-text-subtle text-xs">{option.description}</span>
        ) : null}
      </span>
      <Primitive.ItemIndicator className="absolute right-2">
        <Check aria-hidden className="size-4" />
      </Primitive.ItemIndicator>
    </Primitive.Item>
  );
}
