"use client";

import { Command } from "cmdk";
import { Check, Search } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cn } from "./cn";
import { Spinner } from "./spinner";

export interface ComboboxOption {
  value: string;
  label: string;
  description?: string;
  icon?: ReactNode;
  /** Stands at the end of the row: a badge, a count. */
  end?: ReactNode;
  /** More words to find it by. */
  keywords?: string[];
  /** A heading; options of one group stand together. */
  group?: string;
  disabled?: boolean;
}

export interface ComboboxListProps {
  options: readonly ComboboxOption[];
  value: string | null;
  onChoose: (value: string) => void;
  onSearch?: (text: string) => void;
  loading?: boolean;
  searchPlaceholder?: string;
  emptyText?: string;
  className?: string;
}

/** The searchable list alone, for use inside a panel. */
export function ComboboxList(props: ComboboxListProps) {
  const { options, value, onChoose, onSearch, loading, className } = props;
  const { searchPlaceholder = "Search…", emptyText = "Nothing found" } = props;
  const [text, setText] = useState("");
  const groups = Map.groupBy(options, (option) => option.group ?? "");
  return (
    <Command shouldFilter={!onSearch} loop className={cn("flex min-h-0 flex-col", className)}>
      <div className="flex items-center gap-2 border-b px-3">
        {loading ? (
          <Spinner label="Searching" className="text-text-subtle" />
        ) : (
          <Search aria-hidden className="size-4 shrink-0 text-text-subtle" />
        )}
        <Command.Input
          value={text}
          onValueChange={(next) => {
            setText(next);
            onSearch?.(next);
          }}
          placeholder={searchPlaceholder}
          className="h-9 w-full min-w-0 bg-transparent text-sm outline-none placeholder:text-text-subtle max-sm:h-11"
        />
      </div>
      <Command.List className="scroll-thin max-h-72 overflow-y-auto p-1">
        {loading ? null : (
          <Command.Empty className="px-2 py-6 text-center text-sm text-text-subtle">
            {emptyText}
          </Command.Empty>
        )}
        {[...groups].map(([heading, members]) => (
          <Command.Group
            key={heading}
            heading={heading || undefined}
            className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-1.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:text-text-subtle"
          >
            {members.map((option) => (
              <Command.Item
                key={option.value}
                value={option.value}
                keywords={[option.label, option.description ?? "", ...(option.keywords ?? [])]}
                disabled={option.disabled}
                onSelect={() => onChoose(option.value)}
                className="flex min-h-7 select-none items-center gap-2 rounded-md px-2 py-1 text-sm data-[disabled=true]:opacity-45 data-[selected=true]:bg-hover max-sm:min-h-11 [&>svg]:size-4 [&>svg]:shrink-0"
              >
                {option.icon}
                <span className="min-w-0 flex-1">
                  <span className="block truncate">{option.label}</span>
                  {option.description ? (
                    <span className="block truncate text-text-subtle text-xs">{option.description}</span>
                  ) : null}
                </span>
                {option.end}
                {option.value === value ? <Check aria-label="Chosen" /> : null}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command>
  );
}
