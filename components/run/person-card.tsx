"use client";

import { ApprovalCard } from "@/components/approval/approval-card";
import { QuestionCard } from "@/components/approval/question-card";
import { stepRunKey } from "@/lib/domain/run";
import { FailureCard } from "./failure-card";
import type { Journal } from "./run-journal";
import type { RunView, StepView } from "./run-view";
import { UnexpectedCard } from "./unexpected-card";
import { UnknownCard } from "./unknown-card";
import type { RecoveryPage } from "./use-recovery";

/** The page around the cards: what they tell of a change, and where they ask for one. */
export type RunPage = RecoveryPage;

export interface PersonCardProps extends RunPage {
  view: RunView;
  step: StepView;
  journal: Journal;
}

/** The card of a step, or of one item of a repeated one, that goes on only when the person does something. */
export function PersonCard({ view, step: asked, journal, ...page }: PersonCardProps) {
  const { step, run } = asked;
  const since = journal.askedAt[stepRunKey(step.id, run.item)] ?? null;
  switch (run.status) {
    case "waiting-approval":
      return (
        <ApprovalCard
          key={run.approvalId}
          approvalId={run.approvalId}
          contentHash={run.contentHash}
          card={run.card}
          askedAt={since}
          titleOf={view.titleOf}
          {...page}
        />
      );
    case "waiting-answer":
      return (
        <QuestionCard
          key={run.questionId}
          questionId={run.questionId}
          question={run.question}
          options={run.options}
          form={run.form}
          stepTitle={step.title}
          askedAt={since}
          {...page}
        />
      );
    case "failed":
      return (
        <FailureCard
          key={run.attempts.length}
          view={view}
          step={asked}
          failure={run.failure}
          since={since}
          {...page}
        />
      );
    case "outcome-unknown":
      return (
        <UnknownCard
          key={`${run.attempts.length}/${run.looks.length}`}
          view={view}
          step={asked}
          failure={run.failure}
          looks={run.looks}
          since={since}
          {...page}
        />
      );
    case "unexpected":
      return (
        <UnexpectedCard
          key={run.attempts.length}
          view={view}
          step={asked}
          run={run}
          since={since}
          {...page}
        />
      );
    default:
      return null;
  }
}
