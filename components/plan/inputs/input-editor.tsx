"use client";

import { Field } from "@/components/ui/field";
import { OriginBadge } from "@/components/ui/origin-badge";
import type { Binding } from "@/lib/domain/binding";
import type { Json, JsonSchema } from "@/lib/domain/json";
import type { Origin } from "@/lib/domain/origin";
import { isAssignable } from "@/lib/planning/check-value";
import { typeOf } from "@/lib/planning/output-fields";
import { QuestionControl } from "./question-control";
import { SourceChip } from "./source-chip";
import { SourcePicker } from "./source-picker";
import { fittingSources, hasNamedColumns, type Source } from "./sources";
import { appendOutput, TemplateControl } from "./template-control";
import { ValueControl } from "./value-control";

export interface InputEditorProps {
  name: string;
  schema: JsonSchema;
  binding: Binding | undefined;
  required: boolean;
  /** What is wrong with it or missing. */
  problem: string | null;
  /** Where its value will come from; null while unknown. */
  origin: Origin | null;
  /** All outputs the step may read; the editor offers those that fit. */
  sources: readonly Source[];
  /** Null takes the value away. */
  onChange: (binding: Binding | null) => void;
}

/** One input of a step: a value, an output of another step, a text made of both, or a question. */
export function InputEditor(props: InputEditorProps) {
  const { name, schema, binding, required, problem, origin, sources, onChange } = props;
  const label = schema.title ?? name;
  const isText = typeOf(schema) === "string";
  // A text takes any value that can be written into it.
  const fitting = isText
    ? sources.filter(({ schema: given }) => ["string", "number", "integer"].includes(typeOf(given) ?? ""))
    : fittingSources(sources, schema);
  const choose = (source: Source) => {
    onChange(boundTo(source.read, source, binding, schema));
  };
  return (
    <Field
      label={label}
      required={required}
      hint={hintOf(binding, schema)}
      error={problem && binding?.kind !== "question" ? problem : undefined}
      labelEnd={
        <span className="flex items-center gap-1">
          {origin && binding?.kind !== "question" && <OriginBadge origin={origin} variant="plain" />}
          <SourcePicker sources={fitting} namesColumns={hasNamedColumns(sources)} onChoose={choose}>
            {isText && binding ? "Insert" : "From a step"}
          </SourcePicker>
        </span>
      }
    >
      <BindingControl {...props} label={label} />
    </Field>
  );
}

const isRead = (binding: Binding | undefined) => binding?.kind === "output" || binding?.kind === "item";

/** What an input becomes when an output is chosen for it: a text gets it added, a list one more item. */
function boundTo(output: Binding, source: Source, current: Binding | undefined, wanted: JsonSchema): Binding {
  const type = typeOf(wanted);
  if (type === "string") return appendOutput(isRead(current) ? undefined : current, output);
  if (type !== "array") return output;
  const isWhole = isAssignable(source.schema, wanted) && typeOf(source.schema) === "array";
  const items = listItems(current);
  if (items.length === 0) return isWhole ? output : { kind: "list", items: [output] };
  return { kind: "list", items: [...items, output] };
}

function listItems(binding: Binding | undefined): Binding[] {
  if (!binding || binding.kind === "question") return [];
  if (binding.kind === "list") return binding.items;
  if (binding.kind === "literal" && Array.isArray(binding.value)) {
    return binding.value.map((value) => ({ ...binding, value }));
  }
  return [binding];
}

/** What an empty input is for; of a filled one, the words of the goal it was read from. */
function hintOf(binding: Binding | undefined, schema: JsonSchema): string | undefined {
  if (!binding) return schema.description;
  if (binding.kind === "literal" && binding.isUsual) return "You usually choose this";
  return binding.kind === "literal" && binding.words ? `Read from “${binding.words}”` : undefined;
}

function BindingControl(props: InputEditorProps & { label: string }) {
  const { schema, binding, sources, onChange, label } = props;
  const give = (value: Json | undefined) =>
    onChange(value === undefined ? null : { kind: "literal", value, origin: "person" });
  switch (binding?.kind) {
    case undefined:
      return <ValueControl schema={schema} value={undefined} onChange={give} label={label} />;
    case "literal":
      return <ValueControl schema={schema} value={binding.value} onChange={give} label={label} />;
    case "question":
      return <QuestionControl question={binding} schema={schema} label={label} onAnswer={give} />;
    case "output":
    case "item":
      return <SourceChip read={binding} sources={sources} onRemove={() => onChange(null)} />;
    case "template":
      return (
        <TemplateControl
          binding={binding}
          label={label}
          isRepeated={sources.some(({ read }) => read.kind === "item")}
          onChange={onChange}
        />
      );
    case "list":
      return <ListBinding {...props} items={binding.items} />;
    case "object":
      return <ObjectBinding {...props} fields={binding.fields} />;
    default:
      return binding satisfies never;
  }
}

function ListBinding(props: InputEditorProps & { items: Binding[] }) {
  const { items, name, schema, sources, onChange } = props;
  const withItem = (index: number, next: Binding | null) => {
    const changed = items.flatMap((item, place) => (place !== index ? [item] : next ? [next] : []));
    onChange(changed.length === 0 ? null : { kind: "list", items: changed });
  };
  return (
    <ol className="flex flex-col gap-1.5">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place
        <li key={index}>
          <BindingControl
            {...props}
            label={`${name}, item ${index + 1}`}
            schema={schema.items ?? {}}
            binding={item}
            sources={sources}
            onChange={(next) => withItem(index, next)}
          />
        </li>
      ))}
    </ol>
  );
}

function ObjectBinding(props: InputEditorProps & { fields: Record<string, Binding> }) {
  const { fields, schema, onChange } = props;
  return (
    <div className="flex flex-col gap-2 border-border border-l-2 pl-3">
      {Object.entries(fields).map(([name, field]) => (
        <div key={name} className="flex flex-col gap-1">
          <span className="font-mono text-2xs text-text-subtle">{name}</span>
          <BindingControl
            {...props}
            label={name}
            schema={schema.properties?.[name] ?? {}}
            binding={field}
            onChange={(next) => {
              const { [name]: _old, ...rest } = fields;
              onChange({ kind: "object", fields: next ? { ...fields, [name]: next } : rest });
            }}
          />
        </div>
      ))}
    </div>
  );
}
