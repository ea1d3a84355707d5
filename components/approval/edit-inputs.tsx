"use client";

import { RotateCcw } from "lucide-react";
import { useRef, useState } from "react";
import { ValueControl } from "@/components/plan/inputs/value-control";
import { wordsOf } from "@/components/run/values/output-parts";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { OriginBadge } from "@/components/ui/origin-badge";
import type { ApprovalCard } from "@/lib/domain/approval";
import { canonicalJson } from "@/lib/domain/canonical-json";
import type { StepId } from "@/lib/domain/ids";
import type { Json, JsonObject, JsonSchema } from "@/lib/domain/json";
import { checkValue } from "@/lib/planning/check-value";
import { ProvenanceBadge } from "./provenance-badge";
import type { ApprovalDecision } from "./use-decision";

/** A JSON control that holds something it could not read: see components/plan/inputs/json-control.tsx. */
export const unfinishedJson = 'textarea[aria-label$="as JSON"][aria-invalid="true"]';

export interface EditInputsProps {
  card: ApprovalCard;
  decision: ApprovalDecision;
  titleOf: (stepId: StepId) => string;
  onBack: () => void;
}

/** The inputs of a card as a form; approving sends all of them as they stand in it. */
export function EditInputs({ card, decision, titleOf, onBack }: EditInputsProps) {
  const [inputs, setInputs] = useState<JsonObject>(card.inputs);
  /** Counts resets, so that controls begin anew and forget what was half written. */
  const [round, setRound] = useState(0);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const form = useRef<HTMLDivElement>(null);
  const [showsAll, setShowsAll] = useState(false);
  const isChanged = canonicalJson(inputs) !== canonicalJson(card.inputs);
  const fields = fieldsOf(card, inputs);
  const shown = fields.filter((field) => showsAll || field.rank < 2);
  const foldedCount = fields.length - shown.length;

  const change = (name: string, value: Json | undefined) => {
    setInputs(({ [name]: _old, ...others }) => (value === undefined ? others : { ...others, [name]: value }));
    setProblems(({ [name]: _settled, ...others }) => others);
  };
  const approve = () => {
    const wrong = problemsOf(inputs, card.inputSchema);
    setProblems(wrong);
    // A control that holds something unfinished says so itself; approving what stood there before would be wrong.
    const unfinished = form.current?.querySelector<HTMLElement>(unfinishedJson);
    unfinished?.focus();
    if (Object.keys(wrong).length === 0 && !unfinished) decision.approve(inputs);
  };
  return (
    <div ref={form} className="flex min-w-0 flex-col gap-4">
      {shown.map(({ name, schema, isRequired }) => {
        const label = schema.title ?? wordsOf(name);
        const refused = decision.problems.find((problem) => problem.input === name)?.message;
        const isSame = canonicalJson(inputs[name] ?? null) === canonicalJson(card.inputs[name] ?? null);
        const known = Object.hasOwn(card.provenance, name) ? card.provenance[name] : undefined;
        return (
          <Field
            key={`${round}/${name}`}
            label={label}
            required={isRequired}
            error={problems[name] ?? refused}
            labelEnd={
              !isSame ? (
                <OriginBadge origin="person" />
              ) : known ? (
                <ProvenanceBadge provenance={known} titleOf={titleOf} />
              ) : undefined
            }
          >
            <ValueControl
              schema={schema}
              value={Object.hasOwn(inputs, name) ? inputs[name] : undefined}
              label={label}
              onChange={(value) => change(name, value)}
            />
          </Field>
        );
      })}
      {foldedCount > 0 ? (
        <Button variant="ghost" size="sm" className="self-start" onClick={() => setShowsAll(true)}>
          {foldedCount === 1 ? "1 more input" : `${foldedCount} more inputs`}
        </Button>
      ) : null}
      {decision.failure ? (
        <Banner tone="danger" live="alert">
          {decision.failure}
        </Banner>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          variant="primary"
          loading={decision.pending === "approve"}
          onClick={approve}
          className="max-sm:w-full"
        >
          Approve edited
        </Button>
        <Button
          icon={<RotateCcw aria-hidden />}
          disabled={!isChanged}
          onClick={() => {
            setInputs(card.inputs);
            setProblems({});
            setRound(round + 1);
          }}
        >
          Reset
        </Button>
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
      </div>
    </div>
  );
}

interface InputField {
  name: string;
  schema: JsonSchema;
  isRequired: boolean;
  /** 0 for required ones, 1 for others with a value, 2 for those that could have one. */
  rank: 0 | 1 | 2;
}

/** All inputs, in the order of their rank. */
function fieldsOf(card: ApprovalCard, inputs: JsonObject): InputField[] {
  const { properties = {}, required = [] } = card.inputSchema;
  const names = new Set([
    ...required,
    ...Object.keys(properties),
    ...Object.keys(card.inputs),
    ...Object.keys(inputs),
  ]);
  const fields = [...names].map((name): InputField => {
    const isRequired = required.includes(name);
    const hasValue = Object.hasOwn(card.inputs, name) || Object.hasOwn(inputs, name);
    const schema = Object.hasOwn(properties, name) ? (properties[name] ?? {}) : {};
    return { name, schema, isRequired, rank: isRequired ? 0 : hasValue ? 1 : 2 };
  });
  return fields.sort((a, b) => a.rank - b.rank);
}

function problemsOf(inputs: JsonObject, schema: JsonSchema): Record<string, string> {
  const missing = (schema.required ?? []).filter((name) => !Object.hasOwn(inputs, name));
  const wrong = Object.entries(inputs).flatMap(([name, value]): [string, string][] => {
    const property =
      schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : {};
    const problem = checkValue(value, property ?? {});
    return problem ? [[name, `It ${problem}.`]] : [];
  });
  return Object.fromEntries([...missing.map((name) => [name, "It can't be left out."]), ...wrong]);
}
