"use client";

import { type ReactNode, useState } from "react";
import {
  createConnectionAction,
  lookUpSignInAction,
  updateConnectionAction,
} from "@/app/connections/actions";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useFocusInvalid } from "@/components/ui/use-focus-invalid";
import {
  type ConnectionField,
  type ConnectionForm,
  type ConnectionMethod,
  chosenMethod,
  type FieldProblem,
  fieldsOf,
  methodName,
} from "@/lib/connections/connection-form";
import type { DescribedConnection } from "@/lib/connections/described-connection";
import { ConnectionFieldControl, type FieldValue } from "./connection-field-control";
import { goToSignIn } from "./start-sign-in";

type Values = Record<string, FieldValue>;

interface Props {
  form: ConnectionForm;
  /** Null for a new one. */
  connection: DescribedConnection | null;
  callbackAddress: string;
  /** There is none of its kind yet, so tools use it without being told. */
  isFirst?: boolean;
  /** The way to another service. */
  another?: ReactNode;
  onClose: () => void;
  onSaved: (id: string) => void;
}

const unreachable = "Lamplight can't be reached. What you wrote is kept.";
const lostMessages = {
  conflict: "Somebody else changed this connection just now. Close this and open it again.",
  "not-found": "This connection is not there any more.",
};

/** The form of a kind of connection: name, where it is, how to sign in, and what that needs. */
export function ConnectionFormBody(props: Props) {
  const { form, connection } = props;
  const [name, setName] = useState(connection?.name ?? form.title);
  const [values, setValues] = useState<Values>(() => startingValues(form, connection));
  const [isDefault, setDefault] = useState(true);
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const [isSaving, setSaving] = useState(false);
  const ref = useFocusInvalid(problems);
  const method = chosenMethod(form, values);
  const fields = fieldsOf(form, method);
  const signsIn = method?.flow === "authorizationCode" && !connection;
  const change = (next: Values) => setValues({ ...values, ...next });

  const save = async () => {
    setSaving(true);
    const problem = await saveAndGo(props, { name, values, isDefault, fields, signsIn });
    if (problem) setProblems(problem);
    setSaving(false);
  };

  const fieldProps = { connection, values, problems, onChange: change };
  const isKnown = (field: string | null) =>
    field === "name" || field === methodName || fields.some((one) => one.name === field);
  const rare = fields.filter(({ isRare }) => isRare);
  return (
    <form
      ref={ref}
      className="flex flex-col gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {problems
        .filter(({ field }) => !isKnown(field))
        .map(({ message }) => (
          <Banner key={message} tone="danger" live="alert">
            {message}
          </Banner>
        ))}
      <Field label="Name" required error={problemOf(problems, "name")}>
        <Input value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Fields {...fieldProps} fields={form.fields} />
      {(form.methods.length > 1 || method?.description) && (
        <MethodField form={form} method={method} problems={problems} onChange={change} />
      )}
      {method?.metadataUrl && (
        <LookUp kind={form.kind} method={method} address={method.metadataUrl} onFound={change} />
      )}
      <Fields {...fieldProps} fields={(method?.fields ?? []).filter(({ isRare }) => !isRare)} />
      {method?.flow === "authorizationCode" && <RedirectUri address={props.callbackAddress} />}
      {rare.length > 0 && (
        <details
          open={rare.some((field) => problemOf(problems, field.name) !== undefined) || undefined}
          className="rounded-lg border px-3 py-2"
        >
          <summary className="cursor-pointer font-medium text-sm text-text-muted">More settings</summary>
          <div className="mt-3 mb-1 flex flex-col gap-4">
            <Fields {...fieldProps} fields={rare} />
          </div>
        </details>
      )}
      {!connection && !props.isFirst && (
        <Checkbox
          label="Let tools use this one"
          description="Instead of the connection they use now"
          checked={isDefault}
          onCheckedChange={(checked) => setDefault(checked === true)}
        />
      )}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {props.another ? <span className="mr-auto -ml-2">{props.another}</span> : null}
        <Button variant="ghost" onClick={props.onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" loading={isSaving}>
          {signsIn ? "Save and sign in" : "Save"}
        </Button>
      </div>
    </form>
  );
}

interface Entered {
  name: string;
  values: Values;
  isDefault: boolean;
  fields: readonly ConnectionField[];
  signsIn: boolean;
}

/** Saves, and goes on to the service's sign-in page when somebody has to sign in; what is wrong otherwise. */
async function saveAndGo(props: Props, entered: Entered): Promise<FieldProblem[] | null> {
  const { form, connection, onSaved } = props;
  const { name, isDefault, signsIn } = entered;
  // Only what belongs to the chosen way to sign in.
  const known = new Set([methodName, ...entered.fields.map((field) => field.name)]);
  const values = Object.fromEntries(Object.entries(entered.values).filter(([field]) => known.has(field)));
  try {
    const result = connection
      ? await updateConnectionAction({ id: connection.id, name, values })
      : await createConnectionAction({ kind: form.kind, name, values, makeDefault: isDefault });
    if (result.kind === "refused") return result.problems;
    if (result.kind !== "saved") return [{ field: null, message: lostMessages[result.kind] }];
    const { id } = result.connection;
    const problem = signsIn ? await goToSignIn(id) : "";
    // It is stored whatever came of the sign-in: the list offers it again.
    if (!signsIn || problem !== "") onSaved(id);
    return null;
  } catch {
    return [{ field: null, message: unreachable }];
  }
}

function startingValues(form: ConnectionForm, connection: DescribedConnection | null): Values {
  if (!connection) return presetsOf(form, form.methods[0] ?? null);
  const known = Object.entries(connection.values).filter(([, value]) => typeof value !== "object");
  return Object.fromEntries(known) as Values;
}

function presetsOf(form: ConnectionForm, method: ConnectionMethod | null): Values {
  const entries = fieldsOf(form, method)
    .filter((field) => field.part !== "secret" && typeof field.preset !== "object")
    .map((field): [string, FieldValue] => [field.name, field.preset as FieldValue]);
  return Object.fromEntries(method ? [[methodName, method.id], ...entries] : entries);
}

function problemOf(problems: readonly FieldProblem[], name: string): string | undefined {
  return problems.find(({ field }) => field === name)?.message;
}

interface FieldsProps {
  fields: readonly ConnectionField[];
  connection: DescribedConnection | null;
  values: Values;
  problems: readonly FieldProblem[];
  onChange: (next: Values) => void;
}

function Fields({ fields, connection, values, problems, onChange }: FieldsProps) {
  return fields.map((field) => (
    <Field
      key={field.name}
      label={field.label}
      required={field.required && !(field.part === "secret" && connection)}
      hint={hintOf(field, connection)}
      error={problemOf(problems, field.name)}
    >
      <ConnectionFieldControl
        field={field}
        value={values[field.name] ?? null}
        onChange={(value) => onChange({ [field.name]: value })}
      />
    </Field>
  ));
}

function hintOf(field: ConnectionField, connection: DescribedConnection | null): string | undefined {
  if (field.part === "secret" && connection?.hasSecret) return "Leave empty to keep the stored one.";
  return field.help || undefined;
}

function MethodField(props: {
  form: ConnectionForm;
  method: ConnectionMethod | null;
  problems: readonly FieldProblem[];
  onChange: (next: Values) => void;
}) {
  const { form, method } = props;
  return (
    <Field
      label="How to sign in"
      hint={method?.description || undefined}
      error={problemOf(props.problems, methodName)}
    >
      <Select
        options={form.methods.map(({ id, title }) => ({ value: id, label: title }))}
        value={method?.id}
        onValueChange={(id) => {
          const next = form.methods.find((one) => one.id === id);
          if (next) props.onChange(presetsOf({ ...form, fields: [] }, next));
        }}
      />
    </Field>
  );
}

/** What an operator registers with the service, before anybody can sign in. */
function RedirectUri({ address }: { address: string }) {
  return (
    <Field label="Redirect URI" hint="Register it with the service, letter for letter.">
      <Input
        readOnly
        mono
        value={address}
        end={<CopyButton text={address} label="Copy the redirect URI" />}
      />
    </Field>
  );
}

function LookUp(props: {
  kind: string;
  method: ConnectionMethod;
  address: string;
  onFound: (next: Values) => void;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isWorking, setWorking] = useState(false);
  const lookUp = async () => {
    setWorking(true);
    setProblem(null);
    try {
      const result = await lookUpSignInAction({ kind: props.kind, method: props.method.id });
      if (result.kind === "found") props.onFound(result.values);
      else setProblem(result.message);
    } catch {
      setProblem(unreachable);
    }
    setWorking(false);
  };
  return (
    <Banner
      tone={problem === null ? "info" : "danger"}
      live={problem === null ? undefined : "alert"}
      title={problem === null ? "The service says itself where its addresses are" : problem}
      actions={
        <Button size="sm" loading={isWorking} onClick={() => void lookUp()}>
          Read them
        </Button>
      }
    >
      <span className="break-all font-mono text-xs">{props.address}</span>
    </Banner>
  );
}
