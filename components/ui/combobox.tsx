"use client";

import { ChevronsUpDown, X } from "lucide-react";
import { useState } from "react";
import { cn } from "./cn";
import { ComboboxList, type ComboboxOption } from "./combobox-list";
import { controlStyles } from "./control-styles";
import { useFieldControl } from "./field";
import { Popover, PopoverContent, PopoverTrigger } from "./popover";

export interface ComboboxProps {
  options: readonly ComboboxOption[];
  value: string | null;
  onValueChange: (value: string | null) => void;
  /** Given, the caller searches: it gets the text and passes new `options`. Left out, the list filters itself. */
  onSearch?: (text: string) => void;
  loading?: boolean;
  /** What the trigger shows when the chosen value is not among `options` (searched away). */
  selectedLabel?: string;
  placeholder?: string;
  searchPlaceholder?: string;
  emptyText?: string;
  clearable?: boolean;
  size?: "sm" | "md" | "lg";
  disabled?: boolean;
  required?: boolean;
  id?: string;
  /** Only where no Field names it. */
  "aria-label"?: string;
  className?: string;
}

export function Combobox(props: ComboboxProps) {
  const {
    options,
    value,
    onValueChange,
    placeholder = "Choose…",
    selectedLabel,
    clearable,
    size,
    disabled,
  } = props;
  const [open, setOpen] = useState(false);
  const wiring = useFieldControl({ id: props.id, required: props.required });
  const selected = options.find((option) => option.value === value);
  const label = selected?.label ?? (value === null ? undefined : (selectedLabel ?? value));
  const showsClear = clearable && value !== null && !disabled;

  function choose(next: string) {
    onValueChange(next);
    setOpen(false);
  }

  return (
    <div className={cn("relative", props.className)}>
      <Popover open={open} onOpenChange={setOpen}>
        <PopoverTrigger asChild>
          <button
            type="button"
            role="combobox"
            aria-expanded={open}
            aria-label={props["aria-label"]}
            disabled={disabled}
            {...wiring}
            className={cn(controlStyles({ size }), "flex items-center justify-between gap-2 text-left")}
          >
            <span
              className={cn(
                "flex min-w-0 items-center gap-2 [&_svg]:size-4",
                !label && "text-text-subtle",
                showsClear && "mr-6",
              )}
            >
              {selected?.icon}
              <span className="truncate">{label ?? placeholder}</span>
            </span>
            <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-text-subtle" />
          </button>
        </PopoverTrigger>
        <PopoverContent className="w-(--radix-popover-trigger-width) min-w-60 overflow-hidden p-0">
          <ComboboxList
            options={options}
            value={value}
            onChoose={choose}
            onSearch={props.onSearch}
            loading={props.loading}
            searchPlaceholder={props.searchPlaceholder}
            emptyText={props.emptyText}
          />
        </PopoverContent>
      </Popover>
      {showsClear ? (
        <button
          type="button"
          aria-label="Clear"
          onClick={() => onValueChange(null)}
          className="absolute top-1/2 right-7 max-sm:right-8 grid size-6 -translate-y-1/2 place-items-center rounded-sm text-text-subtle hover:bg-hover hover:text-text"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      ) : null}
    </div>
  );
}
