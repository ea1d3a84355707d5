"use client";

import { MessageCircleQuestionMark } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { Binding } from "@/lib/domain/binding";
import type { Json, JsonSchema } from "@/lib/domain/json";
import { ValueControl } from "./value-control";

type Question = Extract<Binding, { kind: "question" }>;

/** A question of the plan: what is asked, answers to pick from, and the control to answer in. */
export function QuestionControl({
  question,
  schema,
  label,
  onAnswer,
  children,
}: {
  question: Question;
  schema: JsonSchema;
  label: string;
  onAnswer: (value: Json) => void;
  /** Below the control: what the question is for. */
  children?: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-2 rounded-md border border-accent-line bg-accent-soft p-2.5">
      <Field
        label={
          <span className="flex items-start gap-1.5">
            <MessageCircleQuestionMark aria-hidden className="mt-0.5 size-4 shrink-0 text-accent-text" />
            {question.question}
          </span>
        }
      >
        <ValueControl
          schema={schema}
          value={undefined}
          label={label}
          onChange={(value) => value !== undefined && onAnswer(value)}
        />
      </Field>
      {question.suggestions.length > 0 && !schema.enum && (
        <div className="flex flex-wrap gap-1">
          {question.suggestions.map((suggestion) => (
            <Button
              key={JSON.stringify(suggestion)}
              variant="secondary"
              size="sm"
              onClick={() => onAnswer(suggestion)}
            >
              {typeof suggestion === "string" ? suggestion : JSON.stringify(suggestion)}
            </Button>
          ))}
        </div>
      )}
      {children}
    </div>
  );
}
