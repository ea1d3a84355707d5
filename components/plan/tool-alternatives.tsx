"use client";

import { useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import type { Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { swapChanges } from "@/lib/planning/swap-changes";
import { SwapConsequences } from "./swap-consequences";
import { type Chosen, SwapPanel } from "./swap-panel";
import type { PlanEditor } from "./use-plan-editor";

/** Tools that could do the step, best first; choosing one shows what it would change before it does. */
export function ToolAlternatives(props: { editor: PlanEditor; step: Step; tool: Tool | null }) {
  const { editor, step, tool } = props;
  return (
    <SwapPanel
      plan={editor.plan}
      step={step}
      current={tool}
      tools={editor.tools}
      renderChosen={(chosen) => <ConfirmSwap editor={editor} step={step} current={tool} chosen={chosen} />}
    />
  );
}

function ConfirmSwap(props: { editor: PlanEditor; step: Step; current: Tool | null; chosen: Chosen }) {
  const { editor, step, current, chosen } = props;
  const { candidate, rebinding, onBack } = chosen;
  const { tool } = candidate;
  const confirm = useRef<HTMLButtonElement>(null);
  // What was pressed is gone; the keyboard goes on here.
  useEffect(() => {
    confirm.current?.focus({ preventScroll: true });
    confirm.current?.scrollIntoView({ block: "nearest" });
  }, []);
  const swap = () => {
    editor.edit(swapChanges(step, tool, rebinding), [tool]);
    onBack();
    toast.success(`“${step.title}” now uses “${tool.title}”.`, {
      action: { label: "Undo", onClick: editor.undo },
    });
  };
  return (
    <>
      <SwapConsequences
        rebinding={rebinding}
        steps={editor.plan.steps}
        policy={editor.plan.policy}
        from={current}
        to={tool}
        isConnected={candidate.connected}
      />
      <div className="flex gap-2">
        <Button ref={confirm} size="sm" variant="primary" onClick={swap}>
          Use this tool
        </Button>
        <Button size="sm" variant="ghost" onClick={onBack}>
          Keep
        </Button>
      </div>
    </>
  );
}
