import type { ReactNode } from "react";
import { ExactValue } from "@/components/run/values/exact-value";
import { isMail, MailView, mailInputs } from "@/components/run/values/mail-view";
import { wordsOf } from "@/components/run/values/output-parts";
import { cn } from "@/components/ui/cn";
import type { StepId } from "@/lib/domain/ids";
import type { JsonObject, JsonSchema } from "@/lib/domain/json";
import type { Provenance } from "@/lib/domain/origin";
import { ProvenanceBadge } from "./provenance-badge";
import { RevealedText } from "./revealed-text";

export interface CardInputsProps {
  inputs: JsonObject;
  schema: JsonSchema;
  provenance: Readonly<Record<string, Provenance>>;
  titleOf: (stepId: StepId) => string;
}

/** All inputs of a call, each with its value in full and where it comes from; a mail as a mail. */
export function CardInputs({ inputs, schema, provenance, titleOf }: CardInputsProps) {
  const properties = schema.properties ?? {};
  // The database keeps the order of lists, not of properties.
  const names = new Set([...(schema.required ?? []), ...Object.keys(properties), ...Object.keys(inputs)]);
  const ordered = [...names].filter((name) => Object.hasOwn(inputs, name));
  const originOf = (name: string) => (Object.hasOwn(provenance, name) ? provenance[name] : undefined);
  const mark = (name: string) => {
    const known = originOf(name);
    return known ? <ProvenanceBadge provenance={known} titleOf={titleOf} /> : null;
  };
  const inMail = isMail(schema) ? mailInputs(inputs) : [];
  const others = ordered.filter((name) => !inMail.includes(name));
  if (ordered.length === 0) return <p className="text-sm text-text-muted">It is called without inputs.</p>;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {inMail.length > 0 ? <MailView inputs={inputs} schema={schema} mark={mark} /> : null}
      {others.length > 0 ? (
        <dl className="flex min-w-0 flex-col gap-3">
          {others.map((name) => {
            const property = Object.hasOwn(properties, name) ? (properties[name] ?? {}) : {};
            const value = inputs[name] ?? null;
            const label = property.title ?? wordsOf(name);
            return (
              <InputRow
                key={name}
                label={<RevealedText text={label} />}
                count={Array.isArray(value) && value.length > 1 ? value.length : null}
                mark={mark(name)}
                isUntrusted={originOf(name)?.origin === "untrusted"}
              >
                <ExactValue value={value} schema={property} label={label} />
              </InputRow>
            );
          })}
        </dl>
      ) : null}
    </div>
  );
}

function InputRow(props: {
  label: ReactNode;
  count: number | null;
  mark: ReactNode;
  isUntrusted: boolean;
  children: ReactNode;
}) {
  return (
    <div
      className={cn(
        "min-w-0",
        props.isUntrusted && "border-origin-untrusted border-l-2 border-dashed pl-2.5",
      )}
    >
      <dt className="mb-1 flex min-h-5 flex-wrap items-center justify-between gap-x-3 gap-y-0.5 text-text-subtle text-xs">
        <span>
          {props.label}
          {props.count === null ? null : <span className="tabular-nums"> · {props.count}</span>}
        </span>
        {props.mark}
      </dt>
      <dd className="min-w-0 text-sm">{props.children}</dd>
    </div>
  );
}
