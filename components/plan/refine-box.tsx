"use client";

import { ArrowUp, Square } from "lucide-react";
import { type FormEvent, type Ref, useId } from "react";
import { IconButton } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Textarea } from "@/components/ui/textarea";
import { maxRefinementLength } from "@/lib/domain/refinement";
import type { Refining } from "./use-refining";

/** Where a change of the plan is asked for in words. */
export function RefineBox({ ref, refining }: { ref: Ref<HTMLTextAreaElement>; refining: Refining }) {
  const { text, setText, isAsking, isSlow, stop, problem, done, proposed, ask } = refining;
  const messageId = useId();
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== "") void ask();
  };
  return (
    <div
      className={cn("flex shrink-0 flex-col gap-1.5 border-t bg-surface p-3", proposed && "max-lg:hidden")}
    >
      <form
        onSubmit={send}
        className="flex items-end gap-1 rounded-lg border border-border-control bg-surface py-1 pr-1 pl-2.5 transition-colors focus-within:border-accent"
      >
        <Textarea
          ref={ref}
          bare
          aria-label="Change the plan in words"
          aria-invalid={problem !== null}
          aria-describedby={messageId}
          minRows={1}
          maxRows={5}
          maxLength={maxRefinementLength}
          value={text}
          placeholder="Change it in words: also post it to Slack"
          className="min-w-0 flex-1 py-1.5"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) send(event);
          }}
        />
        {/* Two buttons, not one that changes: a click that stops would go on to send. */}
        {isSlow ? (
          <IconButton key="stop" type="button" label="Stop asking" size="sm" onClick={stop}>
            <Square />
          </IconButton>
        ) : (
          <IconButton
            key="send"
            type="submit"
            label="Propose changes"
            size="sm"
            loading={isAsking}
            disabled={text.trim() === ""}
          >
            <ArrowUp />
          </IconButton>
        )}
      </form>
      <div id={messageId} className="text-xs empty:hidden">
        {problem ? (
          <p role="alert" className="text-danger">
            {problem}
          </p>
        ) : isSlow ? (
          <p role="status" className="text-text-muted">
            Still reading it; a language model may take a while.
          </p>
        ) : done ? (
          <p role="status" className="text-text-muted">
            {done}
          </p>
        ) : null}
      </div>
    </div>
  );
}
