"use client";

import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import type { Json } from "@/lib/domain/json";
import { typeOf } from "@/lib/planning/output-fields";
import { FileControl } from "./file-control";
import { JsonControl } from "./json-control";
import { ListControl } from "./list-control";
import { useDraft } from "./use-draft";
import type { ValueControlProps } from "./value-control-props";

/** The control for a value of a schema: one for each kind of value, JSON for what has no better. */
export function ValueControl(props: ValueControlProps) {
  const { schema, value, onChange, label } = props;
  const type = typeOf(schema);
  if (schema.enum) {
    const options = schema.enum.map((option) => ({ value: JSON.stringify(option), label: String(option) }));
    return (
      <Select
        options={options}
        value={value === undefined ? undefined : JSON.stringify(value)}
        onValueChange={(chosen) => onChange(JSON.parse(chosen) as Json)}
        placeholder="Choose"
      />
    );
  }
  if (type === "boolean") {
    return <Switch checked={value === true} onCheckedChange={(checked) => onChange(checked)} label={label} />;
  }
  if (type === "number" || type === "integer")
    return <NumberControl {...props} isWhole={type === "integer"} />;
  if (type === "string" && schema.format === "file") return <FileControl {...props} />;
  if (type === "string") return <TextControl {...props} />;
  if (type === "array" && typeOf(schema.items ?? {}) === "string" && !schema.items?.enum) {
    return <ListControl {...props} />;
  }
  return <JsonControl {...props} />;
}

const htmlTypes: Record<string, string> = { date: "date", email: "email", uri: "url", phone: "tel" };

function TextControl({ schema, value, onChange }: ValueControlProps) {
  const [draft, setDraft] = useDraft(typeof value === "string" ? value : "");
  const commit = () => {
    if (draft !== (value ?? "")) onChange(draft === "" ? undefined : draft);
  };
  const example = schema.examples?.[0];
  const placeholder = typeof example === "string" ? `For example ${example}` : undefined;
  if (schema.format === "text") {
    return (
      <Textarea
        value={draft}
        minRows={2}
        maxRows={14}
        placeholder={placeholder}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
      />
    );
  }
  return (
    <Input
      type={htmlTypes[schema.format ?? ""] ?? "text"}
      value={draft}
      placeholder={placeholder}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()}
    />
  );
}

function NumberControl({ schema, value, onChange, isWhole }: ValueControlProps & { isWhole: boolean }) {
  const [draft, setDraft] = useDraft(typeof value === "number" ? String(value) : "");
  const commit = () => {
    const number = Number(draft);
    if (draft.trim() === "") onChange(undefined);
    else if (Number.isFinite(number) && number !== value) onChange(isWhole ? Math.round(number) : number);
  };
  return (
    <Input
      type="number"
      inputMode={isWhole ? "numeric" : "decimal"}
      step={isWhole ? 1 : "any"}
      min={schema.minimum}
      max={schema.maximum}
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()}
    />
  );
}
