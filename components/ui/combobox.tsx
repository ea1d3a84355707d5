"use client";

import { ChevronsUpDown } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { cn } from "./cn";
import { ComboboxList, type ComboboxListProps } from "./combobox-list";
import { controlStyles } from "./control-styles";
import { useFieldControl } from "./field";
import { Popover, PopoverContent, PopoverTrigger } from "./popover";

export interface ComboboxProps extends Omit<ComboboxListProps, "className"> {
  /** What is chosen, for people; null while nothing is. */
  shown: ReactNode | null;
  placeholder?: string;
  required?: boolean;
}

/** One of many, found by typing: inside a Field, which names it. */
export function Combobox({ shown, placeholder = "Choose…", required, onChoose, ...list }: ComboboxProps) {
  const [isOpen, setOpen] = useState(false);
  const wiring = useFieldControl({ required });
  const valueId = useId();
  const describedBy = [valueId, wiring["aria-describedby"]].filter(Boolean).join(" ");
  return (
    // Modal, so that its list scrolls inside a sheet that is.
    <Popover modal open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger
        id={wiring.id}
        aria-describedby={describedBy}
        aria-invalid={wiring["aria-invalid"]}
        className={cn(controlStyles(), "flex items-center justify-between gap-2 text-left")}
      >
        <span id={valueId} className={cn("min-w-0 truncate", shown === null && "text-text-subtle")}>
          {shown ?? placeholder}
        </span>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-text-subtle" />
      </PopoverTrigger>
      <PopoverContent className="w-(--radix-popover-trigger-width) min-w-72 p-0">
        <ComboboxList
          {...list}
          onChoose={(value) => {
            onChoose(value);
            setOpen(false);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}
