"use client";

import { Trash2 } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { type Condition, isUnary, type Operator, type Test } from "@/lib/domain/condition";
import type { JsonSchema } from "@/lib/domain/json";
import {
  type ComparedType,
  comparedType,
  operatorsFor,
  testMismatch,
} from "@/lib/planning/condition-problems";
import { operatorWords } from "@/lib/planning/condition-words";
import { SourceChip } from "./inputs/source-chip";
import { SourcePicker } from "./inputs/source-picker";
import { hasNamedColumns, type Source, sourceKey } from "./inputs/sources";
import { ValueControl } from "./inputs/value-control";

export interface ConditionEditorProps {
  condition: Condition | null;
  sources: readonly Source[];
  /** Null: there is none left. */
  onChange: (condition: Condition | null) => void;
  words: { empty: string; add: string };
  /** Whether one of several may be enough. */
  mayMatchAny: boolean;
}

/** Values of a run compared with some of the person's. Kept as soon as it is whole. */
export function ConditionEditor(props: ConditionEditorProps) {
  const { condition, sources, onChange, words, mayMatchAny } = props;
  const [draft, setDraft] = useState<readonly Test[]>(condition?.tests ?? []);
  const [match, setMatch] = useState<Condition["match"]>(condition?.match ?? "all");
  const schemaOf = ({ value }: Test): JsonSchema =>
    value.kind === "question" ? {} : (sources.find(({ key }) => key === sourceKey(value))?.schema ?? {});
  const change = (tests: readonly Test[], matching = match) => {
    setDraft(tests);
    setMatch(matching);
    if (tests.length === 0) onChange(null);
    else if (
      tests.every((test) => test.value.kind !== "question" && testMismatch(test, schemaOf(test)) === null)
    ) {
      onChange({ match: matching, tests: [...tests] });
    }
  };
  const replace = (index: number, next: Test | null) =>
    change(draft.flatMap((test, place) => (place !== index ? [test] : next ? [next] : [])));
  return (
    <div className="flex flex-col items-stretch gap-2.5 [&>button]:self-start">
      {draft.length === 0 ? <p className="text-pretty text-sm text-text-muted">{words.empty}</p> : null}
      {draft.length > 1 && mayMatchAny ? (
        <Select
          aria-label="How the conditions go together"
          size="sm"
          options={[
            { value: "all", label: "All of these hold" },
            { value: "any", label: "One of these holds" },
          ]}
          value={match}
          onValueChange={(next) => change(draft, next)}
        />
      ) : null}
      {draft.map((test, index) => (
        <TestRow
          // biome-ignore lint/suspicious/noArrayIndexKey: tests have no identity but their place
          key={index}
          test={test}
          schema={schemaOf(test)}
          sources={sources}
          onChange={(next) => replace(index, next)}
        />
      ))}
      <SourcePicker
        sources={sources}
        namesColumns={hasNamedColumns(sources)}
        onChoose={(source) => change([...draft, freshTest(source)])}
      >
        {draft.length === 0 ? words.add : "Add another"}
      </SourcePicker>
    </div>
  );
}

const firstOperators: Partial<Record<ComparedType, Operator>> = { number: "above", count: "is-not-empty" };

function freshTest({ read, schema }: Source): Test {
  const type = comparedType(schema, { value: read });
  const operator = firstOperators[type] ?? "is";
  return { value: read, of: "any", operator, operand: type === "boolean" ? true : null };
}

function TestRow(props: {
  test: Test;
  schema: JsonSchema;
  sources: readonly Source[];
  onChange: (test: Test | null) => void;
}) {
  const { test, schema, sources, onChange } = props;
  const { value, operator } = test;
  const type = comparedType(schema, test);
  const isOfEvery = value.kind !== "question" && value.path.includes("*");
  const mismatch = value.kind === "question" ? null : testMismatch(test, schema);
  const operators = operatorsFor(type).map((one) => ({
    value: one,
    label: operatorWords(one, type === "date"),
  }));
  return (
    <div className="flex flex-col gap-2 rounded-md border p-2.5">
      {value.kind === "question" ? (
        <div className="flex items-start gap-2 rounded-md border border-accent-line bg-accent-soft p-2 text-sm">
          <span className="min-w-0 flex-1 text-pretty">{value.question}</span>
          <SourcePicker
            sources={sources}
            namesColumns={hasNamedColumns(sources)}
            onChoose={(source) => onChange(rebased(test, source))}
          >
            Choose
          </SourcePicker>
        </div>
      ) : (
        <SourceChip read={value} sources={sources} onRemove={() => onChange(null)} removeLabel="Remove" />
      )}
      <div className="flex flex-wrap items-end gap-2">
        {isOfEvery ? (
          <Select
            aria-label="Of how many"
            size="sm"
            className="w-auto"
            options={[
              { value: "any", label: "any" },
              { value: "every", label: "every" },
            ]}
            value={test.of}
            onValueChange={(of) => onChange({ ...test, of })}
          />
        ) : null}
        <Select
          aria-label="Comparison"
          size="sm"
          className="w-auto min-w-36 flex-1"
          options={operators}
          value={operator}
          onValueChange={(next) =>
            onChange({ ...test, operator: next, operand: isUnary(next) ? null : test.operand })
          }
        />
        <div className="min-w-28 flex-1">
          {isUnary(operator) ? null : <OperandControl test={test} type={type} onChange={onChange} />}
        </div>
        {value.kind === "question" ? (
          <IconButton label="Remove" size="sm" onClick={() => onChange(null)}>
            <Trash2 />
          </IconButton>
        ) : null}
      </div>
      {mismatch ? (
        <p role="status" className="text-accent-text text-xs">
          Not kept yet: it {mismatch}.
        </p>
      ) : null}
    </div>
  );
}

/** A test of another value; what it is compared with stays where it fits. */
function rebased(test: Test, source: Source): Test {
  const moved: Test = { ...test, value: source.read };
  const fits = operatorsFor(comparedType(source.schema, moved)).includes(test.operator);
  return fits ? moved : freshTest(source);
}

function OperandControl(props: { test: Test; type: ComparedType; onChange: (test: Test) => void }) {
  const { test, type, onChange } = props;
  const isContaining = test.operator === "contains" || test.operator === "does-not-contain";
  if (type === "boolean") {
    return (
      <Select
        aria-label="Compared with"
        size="sm"
        options={[
          { value: "yes", label: "yes" },
          { value: "no", label: "no" },
        ]}
        value={test.operand === false ? "no" : "yes"}
        onValueChange={(chosen) => onChange({ ...test, operand: chosen === "yes" })}
      />
    );
  }
  const isNumber = type === "number" || (type === "count" && !isContaining);
  const schema: JsonSchema = isNumber
    ? { type: "number" }
    : { type: "string", ...(type === "date" ? { format: "date" } : {}) };
  const shown = isNumber || test.operand === null ? test.operand : String(test.operand);
  return (
    <Field label="Compared with" hideLabel>
      <ValueControl
        schema={schema}
        value={shown ?? undefined}
        label="Compared with"
        onChange={(next) => onChange({ ...test, operand: operandOf(next, test.operator) })}
      />
    </Field>
  );
}

/** Of a value whose kind is not known, a number where numbers are compared. */
function operandOf(next: unknown, operator: Operator): Test["operand"] {
  if (typeof next === "number") return next;
  if (typeof next !== "string" || next.trim() === "") return null;
  const isOrder = ["above", "at-least", "below", "at-most"].includes(operator);
  return isOrder && Number.isFinite(Number(next)) ? Number(next) : next;
}
