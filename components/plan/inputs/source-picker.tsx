"use client";

import { Link2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ToolIcon } from "@/components/tools/tool-icon";
import { Button } from "@/components/ui/button";
import { ComboboxList } from "@/components/ui/combobox-list";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { Source } from "./sources";

export interface SourcePickerProps {
  sources: readonly Source[];
  onChoose: (source: Source) => void;
  children?: ReactNode;
}

/** Chooses an output of another step: a searchable list, grouped by step. */
export function SourcePicker({ sources, onChoose, children = "From a step" }: SourcePickerProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="sm" icon={<Link2 />} disabled={sources.length === 0}>
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
      </PopoverContent>
    </Popover>
  );
}
