"use client";

import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { ToolIcon } from "@/components/tools/tool-icon";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { EffectBadge } from "@/components/ui/effect-badge";
import { Input } from "@/components/ui/input";
import { toolSearchQuery } from "@/lib/client/tools";
import type { StepId } from "@/lib/domain/ids";
import { stepIdSchema } from "@/lib/domain/ids";
import type { Plan, Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";

/** Finds a tool by meaning and adds a step that uses it. */
export function AddStepDialog(props: {
  plan: Plan;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onAdd: (step: Step, tool: Tool) => void;
}) {
  const { plan, isOpen, onOpenChange, onAdd } = props;
  const [text, setText] = useState("");
  const query = useDeferredValue(text);
  const { data, error } = useQuery({ ...toolSearchQuery({ query, limit: 12 }), enabled: isOpen });
  const candidates = data?.candidates ?? [];
  const add = (tool: Tool) => {
    onAdd(newStep(plan, tool, text.trim()), tool);
    setText("");
    onOpenChange(false);
  };
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange}>
      <DialogContent title="Add a step" description="Say what it should do; the nearest tools are shown.">
        <Input
          autoFocus
          aria-label="What should the step do?"
          icon={<Search />}
          value={text}
          placeholder="Post a message to a channel"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            const [first] = candidates;
            if (event.key === "Enter" && first && text.trim() !== "") add(first.tool);
          }}
        />
        <ul className="mt-3 flex max-h-[50dvh] min-h-64 flex-col gap-1 overflow-y-auto" aria-label="Tools">
          {error && <li className="p-3 text-danger text-sm">{error.message}</li>}
          {candidates.map(({ tool }) => (
            <li key={tool.id}>
              <button
                type="button"
                onClick={() => add(tool)}
                className="flex w-full items-center gap-3 rounded-md px-2.5 py-2 text-left hover:bg-hover focus-visible:outline-2 focus-visible:outline-focus"
              >
                <ToolIcon name={tool.icon} className="size-4 shrink-0 text-text-muted" />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium text-sm">{tool.title}</span>
                  <span className="block truncate text-text-muted text-xs">{tool.description}</span>
                </span>
                <EffectBadge effect={tool.effect} />
              </button>
            </li>
          ))}
        </ul>
      </DialogContent>
    </Dialog>
  );
}

/** A step with the next free number, so that ids stay short and are never used twice. */
function newStep(plan: Plan, tool: Tool, words: string): Step {
  const numbers = plan.steps.map((step) => Number(/^s(\d+)$/.exec(step.id)?.[1] ?? 0));
  const id: StepId = stepIdSchema.parse(`s${Math.max(0, ...numbers) + 1}`);
  return {
    id,
    title: words.length > 0 ? words.slice(0, 200) : tool.title,
    toolId: tool.id,
    inputs: {},
    after: [],
    why: { words: "", reason: "You added it." },
    position: null,
  };
}
