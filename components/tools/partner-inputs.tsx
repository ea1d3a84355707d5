import { Plus } from "lucide-react";
import { useState } from "react";
import { ValueControl } from "@/components/plan/inputs/value-control";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import type { ComboboxOption } from "@/components/ui/combobox-list";
import { Field } from "@/components/ui/field";
import type { JsonSchema } from "@/lib/domain/json";
import { requiredInputs, type Tool, type UndoValue, type UndoInputs as Values } from "@/lib/domain/tool";
import { isAssignable } from "@/lib/planning/check-value";
import type { UndoSource } from "@/lib/planning/declared-undo";
import { schemaAt } from "@/lib/planning/output-fields";
import { placeOf, undoValueKey, undoValueText } from "./undo-draft";

/** Where each input of a tool comes from that is called about another one's call: to take it back, or to look it up. */
export function PartnerInputs(props: {
  tool: Tool;
  by: Tool;
  /** The places of the call that it can come from. */
  sources: readonly UndoSource[];
  /** The call has an answer, of which places can be written that nobody has described. */
  hasAnswer: boolean;
  inputs: Values;
  problems: readonly { input: string; message: string }[];
  onChange: (inputs: Values) => void;
}) {
  const { tool, by, sources, hasAnswer, inputs, problems, onChange } = props;
  const [showsAll, setShowsAll] = useState(false);
  const required = requiredInputs(by);
  const known = Object.keys(by.input.properties ?? {});
  const set = Object.keys(inputs);
  const shown = [...new Set([...required, ...set, ...(showsAll ? known : [])])];
  const more = known.filter((name) => !shown.includes(name)).length;
  const change = (name: string, value: UndoValue | null) => {
    const { [name]: _, ...others } = inputs;
    onChange(value === null ? others : { ...others, [name]: value });
  };
  if (known.length === 0) return <p className="text-text-muted text-xs">It needs no inputs.</p>;
  return (
    <fieldset className="flex min-w-0 flex-col gap-4 rounded-lg border p-4">
      <legend className="px-1 text-text-muted text-xs">What it is called with</legend>
      {shown.map((name) => (
        <PartnerInput
          key={name}
          tool={tool}
          name={name}
          schema={by.input.properties?.[name] ?? {}}
          isRequired={required.includes(name)}
          value={inputs[name] ?? null}
          sources={sources}
          hasAnswer={hasAnswer}
          problem={problems.find(({ input }) => input === name)?.message}
          onChange={(value) => change(name, value)}
        />
      ))}
      {more > 0 ? (
        <Button
          size="sm"
          variant="ghost"
          className="self-start"
          icon={<Plus aria-hidden />}
          onClick={() => setShowsAll(true)}
        >
          {more === 1 ? "1 more input" : `${more} more inputs`}
        </Button>
      ) : null}
    </fieldset>
  );
}

interface PartnerInputProps {
  tool: Tool;
  name: string;
  schema: JsonSchema;
  isRequired: boolean;
  value: UndoValue | null;
  sources: readonly UndoSource[];
  hasAnswer: boolean;
  problem: string | undefined;
  onChange: (value: UndoValue | null) => void;
}

function PartnerInput(props: PartnerInputProps) {
  const { name, schema, isRequired, value, sources, problem, onChange } = props;
  const [text, setText] = useState("");
  const label = schema.title ?? name;
  const offered = [
    ...sources.filter((one) => isAssignable(one.schema, schema)),
    ...writtenSource(props, text),
  ];
  const isFound = (option: ComboboxOption) =>
    `${option.label} ${option.value}`.toLowerCase().includes(text.trim().toLowerCase());
  const options: ComboboxOption[] = [
    ...offered.map(({ from, label: place }) => ({
      value: undoValueKey(from),
      label: place,
      group: from.from === "output" ? "What the call gave" : "What it was given",
    })),
    { value: "value", label: "Always the same value", group: "Other" },
    ...(isRequired ? [] : [{ value: "", label: "Nothing", group: "Other" }]),
  ];
  const choose = (key: string) => {
    setText("");
    if (key === "value") return onChange({ from: "value", value: null });
    onChange(offered.find(({ from }) => undoValueKey(from) === key)?.from ?? null);
  };
  const key = value && undoValueKey(value);
  const place = sources.find(({ from }) => undoValueKey(from) === key)?.label;
  return (
    <Field label={label} required={isRequired} error={problem && sentence(problem)}>
      <Combobox
        shown={value && undoValueText(value, place)}
        placeholder={isRequired ? "Choose where it comes from" : "Nothing"}
        value={key}
        options={options.filter(isFound)}
        onSearch={setText}
        onChoose={choose}
        searchPlaceholder={props.hasAnswer ? "Search, or write a place: order.id" : "Search"}
        emptyText="There is no such place."
      />
      {value?.from === "value" ? (
        <ValueControl
          label={`Value of ${label}`}
          schema={schema}
          value={value.value ?? undefined}
          onChange={(fixed) => onChange({ from: "value", value: fixed ?? null })}
        />
      ) : null}
    </Field>
  );
}

/** A place of an answer that its documentation doesn't describe, as it is written; of a call without an answer none is. */
function writtenSource(props: PartnerInputProps, text: string): UndoSource[] {
  const { tool, schema, sources, hasAnswer } = props;
  if (!hasAnswer) return [];
  const path = placeOf(text);
  const given = path && schemaAt(tool.output, path);
  if (!given || !isAssignable(given, schema)) return [];
  const from = { from: "output" as const, path };
  const isListed = sources.some((one) => undoValueKey(one.from) === undoValueKey(from));
  return isListed ? [] : [{ from, label: text.trim(), schema: given }];
}

const sentence = (end: string) => `It ${end}.`;
