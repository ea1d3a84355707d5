import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { askRefinement } from "@/lib/client/plans";
import type { Plan } from "@/lib/domain/plan";
import { changesOf, type Refinement, withoutPart, withPart } from "@/lib/domain/refinement";
import { previewRefinement, type RefinementPreview } from "./preview-refinement";
import type { PlanEditor } from "./use-plan-editor";

/** A request to change the plan in words, and what is proposed for it. */
export interface Refining {
  text: string;
  setText: (text: string) => void;
  isAsking: boolean;
  /** It takes so long that a person may want to stop it. */
  isSlow: boolean;
  stop: () => void;
  /** Why the last request could not be answered. */
  problem: string | null;
  /** What was done last, in a sentence. */
  done: string | null;
  proposed: Proposed | null;
  ask: () => Promise<void>;
  toggle: (id: string) => void;
  /** Takes the chosen parts, as one edit. */
  accept: () => void;
  reject: () => void;
}

export interface Proposed {
  refinement: Refinement;
  chosen: ReadonlySet<string>;
  preview: RefinementPreview;
  /** Those of the plan and those the parts bring in. */
  tools: PlanEditor["tools"];
}

interface Answer {
  refinement: Refinement;
  /** The plan it is about: whatever changes that makes it void. */
  plan: Plan;
  chosen: ReadonlySet<string>;
}

const slowMs = 1000;

const counted = (count: number) => (count === 1 ? "1 change" : `${count} changes`);

/** Asks for changes in words and keeps what is proposed until it is taken or left. Nothing changes before. */
export function useRefining(editor: PlanEditor): Refining {
  const [text, setText] = useState("");
  const [isAsking, setAsking] = useState(false);
  const [isSlow, setSlow] = useState(false);
  const asking = useRef<AbortController | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [answer, setAnswer] = useState<Answer | null>(null);
  const { plan, tools, whenSaved, edit } = editor;
  const current = answer && answer.plan.steps === plan.steps && answer.plan.id === plan.id ? answer : null;

  useEffect(() => {
    setSlow(false);
    if (!isAsking) return;
    const timer = setTimeout(() => setSlow(true), slowMs);
    return () => clearTimeout(timer);
  }, [isAsking]);
  // Who leaves the page asks no more.
  useEffect(() => () => asking.current?.abort(), []);

  const ask = useCallback(async () => {
    if (isAsking) return;
    setProblem(null);
    setDone(null);
    setAnswer(null);
    setAsking(true);
    const controller = new AbortController();
    asking.current = controller;
    try {
      const revision = await whenSaved();
      if (revision === null) throw new Error("The plan isn't saved yet. Try again in a moment.");
      const refinement = await askRefinement(plan.id, {
        ...{ revision, request: text, signal: controller.signal },
      });
      setAnswer({ refinement, plan, chosen: new Set(refinement.parts.map(({ id }) => id)) });
    } catch (error) {
      if (controller.signal.aborted) setDone("Stopped. Nothing was changed.");
      else setProblem(error instanceof Error ? error.message : "The request could not be answered.");
    } finally {
      setAsking(false);
    }
  }, [isAsking, whenSaved, plan, text]);

  const toggle = useCallback((id: string) => {
    setAnswer((before) => {
      if (!before) return before;
      const { refinement, chosen } = before;
      const change = chosen.has(id) ? withoutPart : withPart;
      return { ...before, chosen: change(refinement.parts, chosen, id) };
    });
  }, []);

  const proposed = useMemo((): Proposed | null => {
    if (!current) return null;
    const { refinement, chosen } = current;
    const known = new Map([...tools, ...refinement.tools.map((tool) => [tool.id, tool] as const)]);
    const preview = previewRefinement({ plan: current.plan, parts: refinement.parts, chosen, tools: known });
    return { refinement, chosen, preview, tools: known };
  }, [current, tools]);

  const accept = () => {
    if (!proposed || proposed.chosen.size === 0 || proposed.preview.problem) return;
    const { refinement, chosen } = proposed;
    edit(changesOf(refinement.parts, chosen), refinement.tools);
    setDone(`${counted(chosen.size)} made. Undo takes ${chosen.size === 1 ? "it" : "them"} back.`);
    setText("");
    setAnswer(null);
  };
  const reject = () => {
    setDone(proposed && proposed.refinement.parts.length > 0 ? "Nothing was changed." : null);
    setAnswer(null);
  };
  const stop = () => asking.current?.abort();
  return { text, setText, isAsking, isSlow, stop, problem, done, proposed, ask, toggle, accept, reject };
}
