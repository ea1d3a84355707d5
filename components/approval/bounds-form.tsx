"use client";

import { useState } from "react";
import { ExactValue } from "@/components/run/values/exact-value";
import { wordsOf } from "@/components/run/values/output-parts";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { ApprovalCard } from "@/lib/domain/approval";
import { type Bound, type EnvelopeGrant, mostUses } from "@/lib/domain/envelope";
import type { Json } from "@/lib/domain/json";
import { type BoundDraft, boundChoices, boundOf, draftOf } from "./bound-draft";
import type { ApprovalDecision } from "./use-decision";

const lengths = [
  { value: "1", label: "24 hours" },
  { value: "7", label: "7 days" },
  { value: "30", label: "30 days" },
] as const;

/** Approves an action and, within bounds, more like it: how many, until when, where, and what each input may be. */
export function BoundsForm(props: { card: ApprovalCard; decision: ApprovalDecision; onBack: () => void }) {
  const { card, decision, onBack } = props;
  const names = Object.keys(card.inputs);
  const [most, setMost] = useState("3");
  const [days, setDays] = useState<(typeof lengths)[number]["value"]>("1");
  const [scope, setScope] = useState<EnvelopeGrant["scope"]>("run");
  const [drafts, setDrafts] = useState<Readonly<Record<string, BoundDraft>>>(() =>
    Object.fromEntries(Object.entries(card.inputs).map(([name, value]) => [name, draftOf(value)])),
  );
  const made = names.map((name) => ({
    name,
    bound: boundOf(drafts[name] as BoundDraft, card.inputs[name] ?? null),
  }));
  const wrong = Object.fromEntries(
    made.flatMap(({ name, bound }) => ("problem" in bound ? [[name, bound.problem]] : [])),
  );
  const count = Number(most);
  const isCount = Number.isInteger(count) && count >= 1 && count <= mostUses;
  const approve = () => {
    const bounds = Object.fromEntries(
      made.flatMap(({ name, bound }): [string, Bound][] => ("problem" in bound ? [] : [[name, bound]])),
    );
    const until = new Date(Date.now() + Number(days) * 86_400_000).toISOString();
    decision.approveWithin({ scope, most: count, until, bounds });
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        approve();
      }}
    >
      <p className="text-pretty text-sm text-text-muted">
        Approves this one, and more like it without asking you. The first that is not within these bounds asks
        again. What comes from outside content only passes where you say what it may be.
      </p>
      <div className="flex flex-wrap items-end gap-x-5 gap-y-3">
        <Field label="How many more" error={isCount ? undefined : `1 to ${mostUses}.`} className="w-28">
          <Input
            autoFocus
            inputMode="numeric"
            value={most}
            maxLength={3}
            onChange={(event) => setMost(event.target.value)}
          />
        </Field>
        <Choice label="For how long">
          <Segmented label="For how long" options={lengths} value={days} onValueChange={setDays} />
        </Choice>
        <Choice label="Where">
          <Segmented<EnvelopeGrant["scope"]>
            label="Where"
            value={scope}
            onValueChange={setScope}
            options={[
              { value: "run", label: "This run" },
              { value: "plan", label: "All runs of this plan" },
            ]}
          />
        </Choice>
      </div>
      <ul aria-label="What each input may be" className="flex flex-col divide-y border-y">
        {names.map((name) => (
          <li key={name} className="py-3">
            <InputBound
              name={name}
              card={card}
              draft={drafts[name] as BoundDraft}
              problem={wrong[name]}
              onChange={(part) =>
                setDrafts((before) => ({ ...before, [name]: { ...(before[name] as BoundDraft), ...part } }))
              }
            />
          </li>
        ))}
      </ul>
      {decision.failure ? (
        <Banner tone="danger" live="alert">
          {decision.failure}
        </Banner>
      ) : null}
      <div className="flex flex-wrap items-center gap-2 max-sm:[&>*]:flex-1">
        <Button
          type="submit"
          variant="primary"
          loading={decision.pending === "approve"}
          disabled={!isCount || Object.keys(wrong).length > 0}
          className="max-sm:basis-full"
        >
          {isCount ? `Approve this and up to ${count} more` : "Approve"}
        </Button>
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
      </div>
    </form>
  );
}

function Choice({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <span aria-hidden className="font-medium text-sm">
        {label}
      </span>
      {children}
    </div>
  );
}

function InputBound(props: {
  name: string;
  card: ApprovalCard;
  draft: BoundDraft;
  problem: string | undefined;
  onChange: (part: Partial<BoundDraft>) => void;
}) {
  const { name, card, draft, problem, onChange } = props;
  const schema = card.inputSchema.properties?.[name] ?? {};
  const label = schema.title ?? wordsOf(name);
  const value: Json = card.inputs[name] ?? null;
  const isControl = card.controlInputs?.includes(name) ?? true;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex min-w-0 flex-wrap items-start justify-between gap-x-4 gap-y-1.5">
        <div className="min-w-0 flex-1 basis-40">
          <p className="font-medium text-sm">{label}</p>
          <div className="line-clamp-3 min-w-0 break-words text-text-muted text-xs">
            <ExactValue value={value} schema={schema} label={label} />
          </div>
        </div>
        <Select
          aria-label={`What ${label} may be`}
          size="sm"
          className="w-48 shrink-0 max-sm:w-full"
          options={boundChoices(value, isControl)}
          value={draft.kind}
          onValueChange={(kind) => onChange({ kind })}
        />
      </div>
      {draft.kind === "domain" || draft.kind === "any-of" ? (
        <Field
          label={draft.kind === "domain" ? `Domains of ${label}` : `Values of ${label}`}
          hideLabel
          hint="One a line."
          error={problem}
        >
          <Textarea
            minRows={1}
            maxRows={6}
            maxLength={5000}
            value={draft.lines}
            onChange={(event) => onChange({ lines: event.target.value })}
          />
        </Field>
      ) : null}
      {draft.kind === "range" ? (
        <div className="flex items-start gap-2">
          <Field label="At least" error={problem} className="flex-1">
            <Input
              inputMode="decimal"
              value={draft.least}
              onChange={(event) => onChange({ least: event.target.value })}
            />
          </Field>
          <Field label="At most" className="flex-1">
            <Input
              inputMode="decimal"
              value={draft.most}
              onChange={(event) => onChange({ most: event.target.value })}
            />
          </Field>
        </div>
      ) : null}
    </div>
  );
}
