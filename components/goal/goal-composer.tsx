"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowUp, Paperclip } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { proposePlanAction } from "@/app/actions";
import { LogoMark } from "@/components/shell/logo";
import { Button, IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Kbd } from "@/components/ui/kbd";
import { Textarea } from "@/components/ui/textarea";
import { similarEpisodesQuery } from "@/lib/client/memory";
import type { SimilarEpisode } from "@/lib/domain/episode";
import { maxGoalLength } from "@/lib/domain/goal";
import { AttachedFiles } from "./attached-files";
import { exampleGoals } from "./example-goals";
import { GrowingPlan } from "./growing-plan";
import { SimilarPlans, useSettled } from "./similar-plans";
import { useAttachments } from "./use-attachments";
import { usePlanning } from "./use-planning";

const draftKey = "lamplight.goal";

/**
 * The large box: a goal in one's own words, with files, turned into a plan. Where a model plans, the plan takes the
 * page's place as it grows; `children` stand below the box.
 */
export function GoalComposer({
  isModelPlanning,
  children,
}: {
  isModelPlanning: boolean;
  children: ReactNode;
}) {
  const router = useRouter();
  const [goal, setGoal] = useDraftGoal();
  const [problem, setProblem] = useState<string | null>(null);
  const [isPlanning, setPlanning] = useState(false);
  const attachments = useAttachments();
  const fileInput = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const problemId = useId();

  const planning = usePlanning({
    onPlanned: () => sessionStorage.removeItem(draftKey),
    onEnd: (ended) => {
      setProblem(ended);
      setPlanning(false);
    },
  });

  const similarList = useRef<HTMLUListElement>(null);
  const similar = useQuery(similarEpisodesQuery(useSettled(goal.trim()))).data ?? [];
  const propose = async (event?: FormEvent, from?: SimilarEpisode) => {
    event?.preventDefault();
    if (isPlanning || attachments.isUploading) return;
    setProblem(null);
    setPlanning(true);
    const wanted = {
      // Who has typed the beginning of an earlier goal means that one.
      goal: from && isBeginningOf(goal, from.goal) ? from.goal : goal,
      fileIds: attachments.files.flatMap((file) => file.stored?.id ?? []),
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(from ? { fromPlanId: from.planId } : {}),
    };
    if (isModelPlanning && !from) return planning.start(wanted);
    try {
      const proposed = await proposePlanAction(wanted);
      if (proposed.kind === "refused") {
        setProblem(proposed.message);
        setPlanning(false);
        return;
      }
      sessionStorage.removeItem(draftKey);
      router.push(`/plans/${proposed.plan.id}`);
    } catch {
      setProblem("Lamplight can't be reached. What you wrote is kept; try again in a moment.");
      setPlanning(false);
    }
  };
  const takeExample = (text: string, needsFile?: boolean) => {
    setGoal(text);
    setProblem(null);
    box.current?.focus();
    if (needsFile && attachments.files.length === 0) fileInput.current?.click();
  };

  const hasSimilar = similar.length > 0 && goal.trim() !== "";
  if (planning.growing) return <GrowingPlan growing={planning.growing} onCancel={planning.cancel} />;
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-12 px-4 pt-[10dvh] pb-16 sm:px-6">
      <section aria-labelledby="goal-heading" className="flex flex-col gap-6">
        <div className="flex flex-col items-center gap-3 text-center">
          <LogoMark className="size-9" />
          <h1 id="goal-heading" className="text-balance font-semibold text-2xl sm:text-3xl">
            What should be done?
          </h1>
          <p className="text-balance text-text-muted">
            Say it in your own words. You see every step before anything happens.
          </p>
        </div>
        {/* Dropping a file anywhere on the box attaches it; the paper clip does the same. */}
        <form
          onSubmit={propose}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            attachments.add([...event.dataTransfer.files]);
          }}
          className="flex flex-col gap-2 rounded-xl border border-border-strong bg-surface p-3 shadow-float transition-colors focus-within:border-accent"
        >
          <Textarea
            ref={box}
            bare
            autoFocus
            aria-label="Goal"
            aria-invalid={problem !== null}
            aria-describedby={problem ? problemId : undefined}
            minRows={3}
            maxRows={14}
            value={goal}
            placeholder="Analyze quarterly sales data and email a summary to the marketing team"
            className="px-1.5 text-lg"
            onChange={(event) => setGoal(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing)
                void propose(event);
              const { selectionStart, value } = event.currentTarget;
              if (event.key === "ArrowDown" && selectionStart === value.length)
                similarList.current?.querySelector("button")?.focus();
            }}
          />
          <AttachedFiles files={attachments.files} onRemove={attachments.remove} />
          <div className="flex items-center gap-2">
            <input
              ref={fileInput}
              type="file"
              multiple
              hidden
              aria-label="Attach files"
              onChange={(event) => {
                attachments.add([...(event.target.files ?? [])]);
                event.target.value = "";
              }}
            />
            <IconButton label="Attach a file" onClick={() => fileInput.current?.click()}>
              <Paperclip />
            </IconButton>
            <GoalLength length={goal.length} />
            <span className="ml-auto text-text-subtle text-xs max-sm:hidden">
              <Kbd keys={["Enter"]} /> to plan
            </span>
            <Button
              type="submit"
              variant="primary"
              icon={<ArrowUp />}
              loading={isPlanning || attachments.isUploading}
              className="max-sm:ml-auto"
            >
              Plan
            </Button>
          </div>
        </form>
        <p id={problemId} role="alert" className="-mt-3 min-h-5 text-center text-danger text-sm">
          {problem}
        </p>
        {/* Examples and what was done before take turns in one place, so that nothing below moves. */}
        <div className="-mt-3 grid min-h-36 grid-cols-1">
          <ul
            aria-label="Examples"
            className={cn(
              "col-start-1 row-start-1 flex flex-wrap content-start justify-center gap-2",
              hasSimilar && "invisible",
            )}
          >
            {exampleGoals.map(({ icon: Icon, goal: text, needsFile }) => (
              <li key={text} className="max-w-full">
                <button
                  type="button"
                  onClick={() => takeExample(text, needsFile)}
                  className="flex max-w-full items-center gap-2 rounded-full border border-border bg-surface px-3 py-1.5 text-left text-text-muted text-xs transition-colors hover:border-border-strong hover:text-text focus-visible:outline-2 focus-visible:outline-focus"
                >
                  <Icon aria-hidden className="size-3.5 shrink-0 text-text-subtle" />
                  <span className="truncate" title={text}>
                    {text}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          {hasSimilar && (
            <div className="col-start-1 row-start-1 min-w-0">
              <SimilarPlans
                plans={similar}
                isBusy={isPlanning}
                listRef={similarList}
                onStart={(plan) => void propose(undefined, plan)}
                onLeave={() => box.current?.focus()}
              />
            </div>
          )}
        </div>
        <p role="status" className="sr-only">
          {hasSimilar && `${similar.length} similar ${similar.length === 1 ? "plan" : "plans"} below the box`}
        </p>
      </section>
      {children}
    </div>
  );
}

const isBeginningOf = (typed: string, goal: string) =>
  goal.toLowerCase().startsWith(typed.trim().toLowerCase());

/** Shown once the limit comes near. */
function GoalLength({ length }: { length: number }) {
  if (length < maxGoalLength * 0.8) return null;
  return (
    <span className={length > maxGoalLength ? "text-danger text-xs" : "text-text-subtle text-xs"}>
      {length.toLocaleString("en")} of {maxGoalLength.toLocaleString("en")} characters
    </span>
  );
}

/** What was written survives a reload and the way back. */
function useDraftGoal(): [string, (goal: string) => void] {
  const [goal, setGoal] = useState("");
  useEffect(() => setGoal(sessionStorage.getItem(draftKey) ?? ""), []);
  return [
    goal,
    (text) => {
      setGoal(text);
      sessionStorage.setItem(draftKey, text);
    },
  ];
}
