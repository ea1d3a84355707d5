"use client";

import { ListPlus, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { Binding } from "@/lib/domain/binding";
import { itemLimit, type Repeat } from "@/lib/domain/repeat";
import { ListControl } from "./inputs/list-control";
import { SourceChip } from "./inputs/source-chip";
import { SourcePicker } from "./inputs/source-picker";
import { listSources, type Source } from "./inputs/sources";
import { ValueControl } from "./inputs/value-control";

export interface RepeatEditorProps {
  repeat: Repeat | null;
  sources: readonly Source[];
  /** Items this installation allows. */
  mostItems: number;
  /** Null: the step is done once. */
  onChange: (repeat: Repeat | null) => void;
}

/** What a step is repeated over, and how often at most. */
export function RepeatEditor({ repeat, sources, mostItems, onChange }: RepeatEditorProps) {
  const lists = listSources(sources);
  const over = (binding: Binding) => onChange({ limit: itemLimit(mostItems), ...repeat, over: binding });
  if (!repeat) {
    return (
      <div className="flex flex-col gap-2">
        <p className="text-pretty text-sm text-text-muted">
          Done once. It can be done for each item of a list, or each row of a table, with inputs of its own.
        </p>
        <div className="flex flex-wrap gap-2">
          <SourcePicker sources={lists} onChoose={({ read }) => over(read)}>
            Each of a step’s list
          </SourcePicker>
          <Button
            variant="ghost"
            size="sm"
            icon={<ListPlus aria-hidden />}
            onClick={() => over({ kind: "literal", value: [], origin: "person" })}
          >
            Each of my own list
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-3.5">
      <Field
        label="The list"
        hint={repeat.words ? `Read from “${repeat.words}”` : undefined}
        labelEnd={
          <SourcePicker sources={lists} onChoose={({ read }) => over(read)}>
            From a step
          </SourcePicker>
        }
      >
        <OverControl over={repeat.over} sources={sources} onChange={over} onRemove={() => onChange(null)} />
      </Field>
      <Field
        label="At most"
        hint={`More items than this are refused before anything is done; ${mostItems.toLocaleString("en")} are allowed here. Each item is called, approved and retried by itself.`}
      >
        <ValueControl
          schema={{ type: "integer", minimum: 1, maximum: mostItems }}
          value={repeat.limit}
          label="At most"
          onChange={(limit) =>
            typeof limit === "number" &&
            onChange({ ...repeat, limit: Math.min(mostItems, Math.max(1, limit)) })
          }
        />
      </Field>
      <Button
        variant="ghost"
        size="sm"
        className="self-start"
        icon={<Trash2 aria-hidden />}
        onClick={() => onChange(null)}
      >
        Do it once
      </Button>
    </div>
  );
}

function OverControl(props: {
  over: Binding;
  sources: readonly Source[];
  onChange: (over: Binding) => void;
  onRemove: () => void;
}) {
  const { over, sources, onChange, onRemove } = props;
  if (over.kind === "output" || over.kind === "item") {
    return <SourceChip read={over} sources={sources} onRemove={onRemove} />;
  }
  if (over.kind === "question") {
    return (
      <p className="rounded-md border border-accent-line bg-accent-soft p-2.5 text-sm">{over.question}</p>
    );
  }
  if (
    over.kind === "literal" &&
    Array.isArray(over.value) &&
    over.value.every((one) => typeof one === "string")
  ) {
    return (
      <ListControl
        schema={{ type: "array", items: { type: "string" } }}
        value={over.value}
        label="The list"
        onChange={(value) => onChange({ kind: "literal", value: value ?? [], origin: "person" })}
      />
    );
  }
  if (over.kind === "literal") {
    return (
      <ValueControl
        schema={{}}
        value={over.value}
        label="The list"
        onChange={(value) => onChange({ kind: "literal", value: value ?? [], origin: "person" })}
      />
    );
  }
  return <p className="text-sm text-text-muted">Made of several lists. Choose one to replace them.</p>;
}
