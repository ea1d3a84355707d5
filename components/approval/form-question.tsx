"use client";

import { ExternalLink } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import type { FormAnswer, QuestionForm } from "@/lib/domain/elicitation";
import type { Json, JsonObject, JsonSchema } from "@/lib/domain/json";
import { RevealedText } from "./revealed-text";

interface FormQuestionProps {
  form: QuestionForm;
  /** The answer on its way; null when there is none. */
  pending: string | null;
  onAnswer: (answer: FormAnswer) => void;
}

/** What a tool asks for in the middle of its call: fields by its schema, or a page to go to. */
export function FormQuestion({ form, pending, onAnswer }: FormQuestionProps) {
  return form.kind === "page" ? (
    <PageQuestion url={form.url} pending={pending} onAnswer={onAnswer} />
  ) : (
    <FieldsQuestion schema={form.schema} pending={pending} onAnswer={onAnswer} />
  );
}

/** The address is shown whole and opened by nobody but the person (M3). */
function PageQuestion(props: {
  url: string;
  pending: string | null;
  onAnswer: FormQuestionProps["onAnswer"];
}) {
  const { url, pending, onAnswer } = props;
  const host = URL.canParse(url) ? new URL(url).host : url;
  return (
    <div className="flex flex-col gap-3">
      <p className="break-all rounded-md border bg-surface-sunken px-3 py-2 font-mono text-xs leading-5">
        <RevealedText text={url} />
      </p>
      <a
        href={url}
        target="_blank"
        rel="noopener noreferrer"
        className="inline-flex w-fit items-center gap-1.5 rounded-sm text-accent-text text-sm hover:underline"
      >
        <ExternalLink aria-hidden className="size-4" />
        Open {host} in a new tab
      </a>
      <p className="text-text-muted text-xs">
        The tool asks for this, not Lamplight. Enter there only what you would tell {host} anyway.
      </p>
      <Answers
        pending={pending}
        acceptLabel="I have done it"
        onAccept={() => onAnswer({ action: "accept", content: {} })}
        onAnswer={onAnswer}
      />
    </div>
  );
}

function FieldsQuestion(props: {
  schema: JsonSchema;
  pending: string | null;
  onAnswer: FormQuestionProps["onAnswer"];
}) {
  const { schema, pending, onAnswer } = props;
  const fields = Object.entries(schema.properties ?? {});
  const required = new Set(schema.required ?? []);
  const [values, setValues] = useState<JsonObject>(() => startingValues(fields));
  const [isTried, setTried] = useState(false);
  const missing = fields.filter(([name]) => required.has(name) && !Object.hasOwn(values, name));
  const set = (name: string, value: Json | undefined) => {
    const { [name]: _, ...rest } = values;
    setValues(value === undefined ? rest : { ...rest, [name]: value });
  };
  return (
    <form
      className="flex flex-col gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (missing.length === 0) onAnswer({ action: "accept", content: values });
      }}
    >
      {fields.map(([name, field]) => (
        <FormField
          key={name}
          name={name}
          field={field}
          isRequired={required.has(name)}
          isMissing={isTried && missing.some(([one]) => one === name)}
          value={Object.hasOwn(values, name) ? values[name] : undefined}
          onChange={(value) => set(name, value)}
        />
      ))}
      <Answers pending={pending} acceptLabel="Answer" onAnswer={onAnswer} />
    </form>
  );
}

function startingValues(fields: readonly (readonly [string, JsonSchema])[]): JsonObject {
  return Object.fromEntries(
    fields.flatMap(([name, field]): [string, Json][] => {
      if (field.default !== undefined) return [[name, field.default]];
      // A switch always says one of two.
      return field.type === "boolean" ? [[name, false]] : [];
    }),
  );
}

function Answers(props: {
  pending: string | null;
  acceptLabel: string;
  /** Left out where the button submits a form. */
  onAccept?: () => void;
  onAnswer: FormQuestionProps["onAnswer"];
}) {
  const { pending, acceptLabel, onAccept, onAnswer } = props;
  return (
    <div className="flex flex-wrap gap-2 max-sm:flex-col">
      <Button
        type={onAccept ? "button" : "submit"}
        variant="primary"
        loading={pending === "accept"}
        disabled={pending !== null && pending !== "accept"}
        onClick={onAccept}
      >
        {acceptLabel}
      </Button>
      <Button
        type="button"
        loading={pending === "decline"}
        disabled={pending !== null && pending !== "decline"}
        onClick={() => onAnswer({ action: "decline" })}
      >
        Decline
      </Button>
      <Button
        type="button"
        variant="ghost"
        loading={pending === "cancel"}
        disabled={pending !== null && pending !== "cancel"}
        onClick={() => onAnswer({ action: "cancel" })}
      >
        Leave it open
      </Button>
    </div>
  );
}

interface FormFieldProps {
  name: string;
  field: JsonSchema;
  isRequired: boolean;
  isMissing: boolean;
  value: Json | undefined;
  onChange: (value: Json | undefined) => void;
}

function FormField({ name, field, isRequired, isMissing, value, onChange }: FormFieldProps) {
  const label = <RevealedText text={field.title ?? name} />;
  const hint = field.description ? <RevealedText text={field.description} /> : undefined;
  if (field.type === "boolean") {
    return <Switch label={label} description={hint} checked={value === true} onCheckedChange={onChange} />;
  }
  if (field.type === "array") {
    const list = Array.isArray(value) ? value : [];
    return (
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 font-medium text-sm">{label}</legend>
        {hint ? <p className="text-text-subtle text-xs">{hint}</p> : null}
        {choicesOf(field.items ?? {}).map((choice) => (
          <Checkbox
            key={choice.value}
            label={<RevealedText text={choice.label} />}
            checked={list.includes(choice.value)}
            onCheckedChange={(checked) => {
              const others = list.filter((one) => one !== choice.value);
              const next = checked === true ? [...others, choice.value] : others;
              onChange(next.length === 0 && !isRequired ? undefined : next);
            }}
          />
        ))}
        {isMissing ? <p className="text-danger text-xs">Choose at least one.</p> : null}
      </fieldset>
    );
  }
  return (
    <Field label={label} required={isRequired} hint={hint} error={isMissing ? "This is needed." : undefined}>
      <FieldControl field={field} value={value} onChange={onChange} />
    </Field>
  );
}

function FieldControl({ field, value, onChange }: Pick<FormFieldProps, "field" | "value" | "onChange">) {
  const choices = choicesOf(field);
  if (choices.length > 0) {
    return (
      <Select
        options={choices}
        value={typeof value === "string" ? value : undefined}
        onValueChange={onChange}
      />
    );
  }
  const isNumber = field.type === "number" || field.type === "integer";
  const types: Record<string, string> = {
    email: "email",
    uri: "url",
    date: "date",
    "date-time": "datetime-local",
  };
  const type = isNumber ? "number" : (types[field.format ?? ""] ?? "text");
  return (
    <Input
      type={type}
      step={field.type === "integer" ? 1 : isNumber ? "any" : undefined}
      autoComplete="off"
      defaultValue={shownValue(value, type)}
      onChange={(event) => onChange(readValue(event.target.value, type))}
    />
  );
}

function shownValue(value: Json | undefined, type: string): string {
  if (value === undefined || value === null || typeof value === "object") return "";
  if (type !== "datetime-local") return String(value);
  const date = new Date(String(value));
  if (Number.isNaN(date.getTime())) return "";
  // The control shows and takes the time of this place, without saying so.
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function readValue(text: string, type: string): Json | undefined {
  if (text === "") return undefined;
  if (type === "number") return Number.isFinite(Number(text)) ? Number(text) : undefined;
  if (type === "datetime-local") {
    const date = new Date(text);
    return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
  }
  return text;
}

function choicesOf(field: JsonSchema): { value: string; label: string }[] {
  const titles = Array.isArray(field.enumTitles) ? field.enumTitles : [];
  return (field.enum ?? []).flatMap((value, index) => {
    const title = titles[index];
    return typeof value === "string" ? [{ value, label: typeof title === "string" ? title : value }] : [];
  });
}
