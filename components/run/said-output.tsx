"use client";

import { useState } from "react";
import { ValueControl } from "@/components/plan/inputs/value-control";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { Json } from "@/lib/domain/json";
import type { OutputField } from "@/lib/planning/output-fields";
import { outputOf } from "@/lib/planning/read-places";
import type { StepRecovery } from "./use-recovery";

/** What a call gave that took place although its answer was lost, as far as later steps need it: a person says it. */
export function SaidOutput(props: {
  fields: readonly OutputField[];
  recovery: StepRecovery;
  onBack: () => void;
}) {
  const { fields, recovery, onBack } = props;
  const [values, setValues] = useState<ReadonlyMap<OutputField, Json>>(new Map());
  const change = (field: OutputField, value: Json | undefined) => {
    const next = new Map(values);
    if (value === undefined) next.delete(field);
    else next.set(field, value);
    setValues(next);
  };
  const left = fields.length - values.size;
  const submit = () => {
    const said = [...values].map(([{ path }, value]) => ({ path, value }));
    recovery.recover({
      kind: "confirm-completed",
      ...(said.length > 0 ? { output: outputOf(said) } : {}),
    });
  };
  return (
    <fieldset className="flex min-w-0 flex-col gap-4">
      <legend className="mb-1 font-medium text-sm">What did it give?</legend>
      <p className="text-pretty text-text-muted text-xs">
        Steps after it go on with this. Look it up where the call took place, and write it here.
      </p>
      {fields.map((field) => (
        <Field
          key={field.label}
          label={field.label === "" ? "All it gave" : field.label}
          hint={field.schema.description}
        >
          <ValueControl
            label={field.label}
            schema={field.schema}
            value={values.get(field)}
            onChange={(value) => change(field, value)}
          />
        </Field>
      ))}
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="primary" loading={recovery.pending !== null} onClick={submit}>
          {values.size === 0 ? "Go on without it" : "Go on with this"}
        </Button>
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
      </div>
      {left > 0 && values.size > 0 ? (
        <p className="text-pretty text-text-muted text-xs">
          A step that needs what is left empty stops, and asks you.
        </p>
      ) : null}
    </fieldset>
  );
}
