"use client";

import { useState } from "react";
import { createConnectionAction, updateConnectionAction } from "@/app/connections/actions";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import type { EditableConnection } from "@/lib/client/connections";
import type { ConnectionField, ConnectionForm, FieldProblem } from "@/lib/connections/connection-form";
import type { SaveResult } from "@/lib/flow/manage-connections";

type Value = string | number | boolean | null;
type Values = Record<string, Value>;

/** A new connection, or a change of one: the form of its kind. */
export function ConnectionDialog(props: {
  forms: readonly ConnectionForm[];
  /** Null for a new one. */
  connection: EditableConnection | null;
  onClose: () => void;
  onSaved: () => void;
}) {
  const { forms, connection } = props;
  const [kind, setKind] = useState(connection?.kind ?? "");
  const form = forms.find((one) => one.kind === kind) ?? null;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <DialogContent
        title={connection ? `Edit "${connection.name}"` : "Add a connection"}
        description={form?.description ?? "Choose what to connect to."}
      >
        <div className="flex flex-col gap-4">
          {!connection && (
            <Field label="Service">
              <Select
                options={forms.map((one) => ({ value: one.kind, label: one.title }))}
                value={kind || undefined}
                onValueChange={setKind}
                placeholder="Choose"
              />
            </Field>
          )}
          {form && <KindForm key={form.kind} {...props} form={form} />}
        </div>
      </DialogContent>
    </Dialog>
  );
}

function startingValues(form: ConnectionForm, connection: EditableConnection | null): Values {
  const entries = form.fields
    .filter((field) => field.part !== "secret")
    .map((field): [string, Value] => {
      const known = connection ? connection.values[field.name] : field.preset;
      return [field.name, typeof known === "object" ? null : (known ?? null)];
    });
  return Object.fromEntries(entries);
}

function KindForm(props: {
  form: ConnectionForm;
  connection: EditableConnection | null;
  onClose: () => void;
  onSaved: () => void;
}) {
  const { form, connection } = props;
  const [name, setName] = useState(connection?.name ?? form.title);
  const [values, setValues] = useState(() => startingValues(form, connection));
  const [isDefault, setDefault] = useState(true);
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const [isSaving, setSaving] = useState(false);
  const problemOf = (field: string) => problems.find((problem) => problem.field === field)?.message;
  const general = problems.filter(
    ({ field }) => field === null || (field !== "name" && !form.fields.some((one) => one.name === field)),
  );

  const save = async () => {
    setSaving(true);
    try {
      const result: SaveResult = connection
        ? await updateConnectionAction({ id: connection.id, name, values })
        : await createConnectionAction({ kind: form.kind, name, values, makeDefault: isDefault });
      if (result.kind === "saved") return props.onSaved();
      setProblems(
        result.kind === "refused" ? result.problems : [{ field: null, message: lostMessages[result.kind] }],
      );
    } catch {
      setProblems([{ field: null, message: "Lamplight can't be reached. What you wrote is kept." }]);
    }
    setSaving(false);
  };

  return (
    <form
      className="flex flex-col gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {general.map((problem) => (
        <Banner key={problem.message} tone="danger" live="alert">
          {problem.message}
        </Banner>
      ))}
      <Field label="Name" required error={problemOf("name")}>
        <Input value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      {form.fields.map((field) => (
        <Field
          key={field.name}
          label={field.label}
          required={field.required && !(field.part === "secret" && connection)}
          hint={hintOf(field, connection)}
          error={problemOf(field.name)}
        >
          <FieldControl
            field={field}
            value={values[field.name] ?? null}
            onChange={(value) => setValues({ ...values, [field.name]: value })}
          />
        </Field>
      ))}
      {!connection && (
        <Checkbox
          label="Let tools use this one"
          description="Instead of the connection they use now"
          checked={isDefault}
          onCheckedChange={(checked) => setDefault(checked === true)}
        />
      )}
      <div className="flex justify-end gap-2">
        <Button type="button" variant="ghost" onClick={props.onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" loading={isSaving}>
          Save
        </Button>
      </div>
    </form>
  );
}

const lostMessages = {
  conflict: "Somebody else changed this connection just now. Close this and open it again.",
  "not-found": "This connection is not there any more.",
};

function hintOf(field: ConnectionField, connection: EditableConnection | null): string | undefined {
  if (field.part === "secret" && connection?.hasSecret) return "Leave empty to keep the stored one.";
  return field.help || undefined;
}

function FieldControl(props: { field: ConnectionField; value: Value; onChange: (value: Value) => void }) {
  const { field, value, onChange } = props;
  switch (field.type) {
    case "select":
      return (
        <Select
          options={field.options}
          value={typeof value === "string" ? value : undefined}
          onValueChange={onChange}
          placeholder="Choose"
        />
      );
    case "boolean":
      return <Switch label={field.label} checked={value === true} onCheckedChange={onChange} />;
    case "text":
    case "number":
    case "password":
      return (
        <Input
          type={field.type}
          autoComplete={field.type === "password" ? "new-password" : "off"}
          mono={field.part !== "config"}
          value={value === null ? "" : String(value)}
          placeholder={field.placeholder}
          onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
        />
      );
    default:
      return field.type satisfies never;
  }
}
