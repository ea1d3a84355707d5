import { Sparkles } from "lucide-react";
import { factsText } from "@/components/plan/planning-facts";
import { Button } from "@/components/ui/button";
import { Spinner } from "@/components/ui/spinner";
import type { AskedModel } from "./use-model-repair";

/** What the language model in use has to do with a proposal: that it may be asked, is, or was, and what came of it. */
export function AskedModelLine({ model, isAlone }: { model: AskedModel; isAlone: boolean }) {
  const { name, state, reason, title, planning } = model;
  switch (state) {
    case "shown":
      return planning ? (
        <p className="break-words text-text-subtle text-xs tabular-nums">{factsText(planning, "Proposed")}</p>
      ) : null;
    case "idle":
      return (
        <Button
          size="sm"
          variant="ghost"
          className="self-start max-w-full"
          icon={<Sparkles aria-hidden />}
          onClick={model.ask}
        >
          Ask {name}
        </Button>
      );
    case "asking":
      return (
        <Line action="Stop" onAction={model.stop}>
          <Spinner className="mr-2 inline size-3 align-[-1px]" />
          Asking {name} for {isAlone ? "a repair" : "another way"}…
        </Line>
      );
    case "canceled":
      return (
        <Line action="Ask it" onAction={model.ask}>
          Asking {name} was stopped.
        </Line>
      );
    case "failed":
      return (
        <Line action="Ask again" onAction={model.ask}>
          {name} was asked as well, and could not help: {reason}
        </Line>
      );
    case "arrived":
      return (
        <Line action="Show it" onAction={model.show}>
          <Sparkles aria-hidden className="mr-1.5 inline size-3.5 align-[-2px]" />
          {name} proposes something else: {title}.
        </Line>
      );
    default:
      return state satisfies never;
  }
}

function Line(props: { action: string; onAction: () => void; children: React.ReactNode }) {
  return (
    <div className="flex items-start justify-between gap-3 rounded-md border border-dashed px-3 py-2">
      <p className="min-w-0 text-pretty break-words py-1 text-text-muted text-xs">{props.children}</p>
      <Button size="sm" className="shrink-0" onClick={props.onAction}>
        {props.action}
      </Button>
    </div>
  );
}
