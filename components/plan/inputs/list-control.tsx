"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { Input } from "@/components/ui/input";
import type { ValueControlProps } from "./value-control-props";

/** A list of short texts: written one by one with Enter or a comma, taken away with the cross or Backspace. */
export function ListControl({ schema, value, onChange, label }: ValueControlProps) {
  const items = Array.isArray(value) ? value.map(String) : [];
  const [draft, setDraft] = useState("");
  const add = (text: string) => {
    const more = text.split(/[,\n;]/).map((item) => item.trim());
    const next = [...items, ...more.filter((item) => item !== "" && !items.includes(item))];
    setDraft("");
    if (next.length !== items.length) onChange(next);
  };
  const remove = (index: number) => {
    const next = items.filter((_item, place) => place !== index);
    onChange(next.length === 0 ? undefined : next);
  };
  const example = schema.items?.examples?.[0] ?? schema.examples?.[0];
  return (
    <div className="flex flex-col gap-1.5">
      {items.length > 0 && (
        <ul className="flex flex-wrap gap-1" aria-label={label}>
          {items.map((item, index) => (
            <li
              key={item}
              className="inline-flex h-6 max-w-full items-center gap-1 rounded-md border border-border bg-surface-sunken pr-0.5 pl-2 text-xs"
            >
              <span className="truncate" title={item}>
                {item}
              </span>
              <button
                type="button"
                aria-label={`Remove ${item}`}
                onClick={() => remove(index)}
                className="flex size-5 items-center justify-center rounded text-text-subtle hover:bg-hover hover:text-text"
              >
                <X aria-hidden className="size-3" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Input
        value={draft}
        placeholder={typeof example === "string" ? `Add, for example ${example}` : "Add"}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => add(draft)}
        onPaste={(event) => {
          event.preventDefault();
          add(event.clipboardData.getData("text"));
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === ",") {
            event.preventDefault();
            add(draft);
          } else if (event.key === "Backspace" && draft === "" && items.length > 0) {
            remove(items.length - 1);
          }
        }}
      />
    </div>
  );
}
