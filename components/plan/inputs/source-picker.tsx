"use client";

import { Link2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ToolIcon } from "@/components/tools/tool-icon";
import { Button } from "@/components/ui/button";
import { ComboboxList } from "@/components/ui/combobox-list";
import { Input } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { columnSource, type Source } from "./sources";

export interface SourcePickerProps {
  sources: readonly Source[];
  onChoose: (source: Source) => void;
  /** The item of the step has columns nobody knows before the run: they can be named. */
  namesColumns?: boolean;
  children?: ReactNode;
}

/** Chooses an output of another step: a searchable list, grouped by step. */
export function SourcePicker({
  sources,
  onChoose,
  namesColumns = false,
  children = "From a step",
}: SourcePickerProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="sm" icon={<Link2 />} disabled={sources.length === 0 && !namesColumns}>
          {children}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-80 p-0">
        <ComboboxList
          options={sources.map((source) => ({
            value: source.key,
            label: source.label,
            group: source.stepTitle,
            icon: <ToolIcon name={source.icon} />,
            keywords: [source.stepTitle, ...(source.read.kind === "output" ? [source.read.stepId] : [])],
            description: source.schema.description ?? source.schema.title,
          }))}
          value={null}
          searchPlaceholder="Search outputs"
          emptyText="No step before this one gives what is needed here."
          onChoose={(key) => {
            const source = sources.find((one) => one.key === key);
            if (source) onChoose(source);
            setOpen(false);
          }}
        />
        {namesColumns && (
          <ColumnForm
            onChoose={(name) => {
              onChoose(columnSource(name));
              setOpen(false);
            }}
          />
        )}
      </PopoverContent>
    </Popover>
  );
}

/** A column of the rows the step goes through, by its name. */
function ColumnForm({ onChoose }: { onChoose: (name: string) => void }) {
  const [name, setName] = useState("");
  return (
    <form
      className="flex items-center gap-2 border-t p-2"
      onSubmit={(event) => {
        event.preventDefault();
        // The form stands inside another one's field.
        event.stopPropagation();
        if (name.trim() !== "") onChoose(name.trim());
      }}
    >
      <Input
        size="sm"
        aria-label="Column of the item"
        placeholder="Column of the item, for example email"
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" size="sm" disabled={name.trim() === ""}>
        Use
      </Button>
    </form>
  );
}
