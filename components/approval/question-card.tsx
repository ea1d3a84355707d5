"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { answerQuestionAction } from "@/app/runs/[runId]/actions";
import { type CommandOutcome, useCommand } from "@/components/run/use-command";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { FormAnswer, QuestionForm } from "@/lib/domain/elicitation";
import type { QuestionId } from "@/lib/domain/ids";
import { FormQuestion } from "./form-question";
import { RevealedText } from "./revealed-text";

export interface QuestionCardProps {
  questionId: QuestionId;
  question: string;
  /** Empty: any answer. */
  options: readonly string[];
  /** Asked by a tool in the middle of its call; null: answered in words. */
  form: QuestionForm | null;
  /** The step that asks; left out where it is not known. */
  stepTitle?: string;
  /** ISO. */
  askedAt: string | null;
  onDecided?: () => void;
  refresh: () => void;
}

/** A question of a running step: answers to choose from, a form, or a text. */
export function QuestionCard(props: QuestionCardProps) {
  const { questionId, question, options, form, stepTitle, askedAt, onDecided = () => {}, refresh } = props;
  const headingId = useId();
  const queryClient = useQueryClient();
  const { pending, failure, send } = useCommand(questionId, refresh);

  const answer = async (given: string | FormAnswer): Promise<CommandOutcome> => {
    const answered = await answerQuestionAction({ questionId, answer: given });
    void queryClient.invalidateQueries({ queryKey: ["inbox"] });
    switch (answered.kind) {
      case "answered":
        onDecided();
        return "sent";
      case "conflict":
      case "not-found": {
        const isAnswered = answered.kind === "conflict" && answered.question.status === "answered";
        toast.info(isAnswered ? "This was answered already, in another window." : "This is no longer asked.");
        refresh();
        onDecided();
        return "sent";
      }
      case "refused":
        return { failure: answered.message };
      default:
        return answered satisfies never;
    }
  };
  return (
    <Card tone="accent" role="group" aria-labelledby={headingId}>
      <header className="flex flex-col gap-1.5 px-4 pt-3.5 pb-3">
        <div className="flex flex-wrap items-center gap-1.5">
          <StatusBadge status="waiting-answer" />
          {stepTitle ? <span className="truncate text-text-subtle text-xs">{stepTitle}</span> : null}
          {askedAt ? <RelativeTime date={askedAt} className="ml-auto text-text-subtle text-xs" /> : null}
        </div>
        <h3 id={headingId} className="whitespace-pre-wrap break-words font-semibold text-base">
          <RevealedText text={question} multiline />
        </h3>
      </header>
      <div className="flex flex-col gap-3 px-4 pb-4">
        {form ? (
          <FormQuestion
            form={form}
            pending={pending}
            onAnswer={(given) => send(given.action, () => answer(given))}
          />
        ) : options.length > 0 ? (
          <div role="group" aria-labelledby={headingId} className="flex flex-wrap gap-2 max-sm:flex-col">
            {options.map((option) => (
              <Button
                key={option}
                loading={pending === option}
                disabled={pending !== null && pending !== option}
                onClick={() => send(option, () => answer(option))}
                className="h-auto min-h-8 max-w-full whitespace-normal py-1 text-left max-sm:min-h-11"
              >
                {option}
              </Button>
            ))}
          </div>
        ) : (
          <AnswerForm isPending={pending !== null} onAnswer={(text) => send("answer", () => answer(text))} />
        )}
        {failure ? (
          <Banner tone="danger" live="alert">
            {failure}
          </Banner>
        ) : null}
      </div>
    </Card>
  );
}

function AnswerForm({ isPending, onAnswer }: { isPending: boolean; onAnswer: (text: string) => void }) {
  const [text, setText] = useState("");
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer(text.trim());
      }}
    >
      <Field label="Your answer">
        <Textarea
          minRows={2}
          maxRows={10}
          maxLength={20_000}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey))
              event.currentTarget.form?.requestSubmit();
          }}
        />
      </Field>
      <Button
        type="submit"
        variant="primary"
        loading={isPending}
        disabled={text.trim() === ""}
        className="self-start max-sm:w-full"
      >
        Answer
      </Button>
    </form>
  );
}
