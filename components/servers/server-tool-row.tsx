"use client";

import { ChevronRight } from "lucide-react";
import { useMemo } from "react";
import { RevealedText } from "@/components/approval/revealed-text";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { cn } from "@/components/ui/cn";
import { EffectBadge } from "@/components/ui/effect-badge";
import { Select } from "@/components/ui/select";
import type { Effect } from "@/lib/domain/effect";
import type { ListedTool, ServerTool, ServerToolState } from "@/lib/domain/mcp-server";
import { diffLines } from "./diff-lines";
import { effectOptions, stateWords } from "./server-words";

const tones: Record<ServerToolState, BadgeTone> = {
  new: "neutral",
  allowed: "success",
  changed: "warning",
  gone: "warning",
  unusable: "danger",
};

export interface ServerToolRowProps {
  tool: ServerTool;
  /** What it is to be taken to do. */
  effect: Effect;
  onEffect: (effect: Effect) => void;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
  onForbid: () => void;
}

/** One tool as its server has it: everything it says about itself, shown as text and nothing more (M3). */
export function ServerToolRow(props: ServerToolRowProps) {
  const { tool, effect, isChosen } = props;
  const { listed, state } = tool;
  const isOpen = state === "new" || state === "changed";
  const name = listed.title ?? listed.name;
  return (
    <li className="flex gap-3 px-4 py-3.5">
      <span className="flex h-5 w-4 shrink-0 items-center">
        {isOpen ? (
          <Checkbox
            aria-label={`Allow ${name}`}
            checked={isChosen}
            onCheckedChange={(checked) => props.onChoose(checked === true)}
          />
        ) : null}
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <h3 className="min-w-0 break-words font-medium text-sm">
            <RevealedText text={name} />
          </h3>
          <code className="break-all font-mono text-2xs text-text-subtle">
            <RevealedText text={listed.name} />
          </code>
          <span className="ml-auto flex items-center gap-2">
            {state === "allowed" && tool.effect ? <EffectBadge effect={tool.effect} /> : null}
            <Badge tone={tones[state]}>{stateWords[state]}</Badge>
          </span>
        </div>
        {tool.problem ? <p className="text-danger text-xs">{tool.problem}</p> : null}
        <p className="whitespace-pre-wrap break-words text-pretty text-text-muted text-xs leading-5">
          {listed.description ? (
            <RevealedText text={listed.description} multiline />
          ) : (
            "It does not say what it does."
          )}
        </p>
        {isOpen ? (
          <div className="flex flex-wrap items-center gap-2">
            <Select
              aria-label={`Effect of ${name}`}
              size="sm"
              options={effectOptions}
              value={effect}
              onValueChange={props.onEffect}
              className="w-36"
            />
            <span className="text-text-subtle text-xs">{hintText(tool)}</span>
          </div>
        ) : null}
        {state === "changed" && tool.allowed ? <Change before={tool.allowed} after={listed} /> : null}
        <div className="flex items-start gap-2">
          <Definition listed={listed} isOpen={false} />
          {state === "allowed" || state === "gone" ? (
            <Button
              size="sm"
              variant="ghost"
              className="-my-1 -mr-2 shrink-0"
              aria-label={`${state === "gone" ? "Forget" : "Forbid"} ${name}`}
              onClick={props.onForbid}
            >
              {state === "gone" ? "Forget it" : "Forbid"}
            </Button>
          ) : null}
        </div>
      </div>
    </li>
  );
}

function hintText({ hintedEffect, isRepeatable, listed }: ServerTool): string {
  if (listed.annotations === null) return "The server says nothing of what it changes.";
  const words = {
    read: "it only reads",
    write: "it changes something",
    irreversible: "it may destroy something",
  };
  const repeat =
    isRepeatable && hintedEffect !== "read" ? ", and that repeating it changes nothing more" : "";
  return `The server says that ${words[hintedEffect]}${repeat}. That is a hint, not a promise.`;
}

const textOf = (listed: ListedTool) => JSON.stringify(listed, null, 2).replaceAll("\\n", "\n");

function Change({ before, after }: { before: ListedTool; after: ListedTool }) {
  const lines = useMemo(() => diffLines(textOf(before), textOf(after)), [before, after]);
  return (
    <figure className="overflow-hidden rounded-md border border-warning-line">
      <figcaption className="border-b bg-warning-soft px-3 py-1.5 font-medium text-xs">
        What changed since you allowed it
      </figcaption>
      <pre
        // In the tab order, because a region that scrolls must be reachable by keyboard.
        tabIndex={0}
        className="scroll-thin max-h-80 overflow-auto whitespace-pre-wrap break-words py-1.5 font-mono text-xs leading-[18px]"
      >
        {lines.map((line, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one comparison never change places.
            key={index}
            className={cn(
              "block px-3",
              line.kind === "removed" && "bg-danger-soft text-danger",
              line.kind === "added" && "bg-success-soft text-success",
            )}
          >
            <span aria-hidden>{{ same: "  ", removed: "− ", added: "+ " }[line.kind]}</span>
            {line.kind === "same" ? null : <span className="sr-only">{line.kind}: </span>}
            <RevealedText text={line.text} multiline />
          </span>
        ))}
      </pre>
    </figure>
  );
}

function Definition({ listed, isOpen }: { listed: ListedTool; isOpen: boolean }) {
  return (
    <details open={isOpen} className="group min-w-0 flex-1 text-xs">
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1 rounded-sm py-0.5 text-text-subtle hover:text-text">
        <ChevronRight aria-hidden className="size-3.5 group-open:rotate-90" />
        Everything it says
      </summary>
      <pre
        tabIndex={0}
        className="scroll-thin mt-1.5 max-h-80 overflow-auto whitespace-pre-wrap break-words rounded-md border bg-surface-sunken p-3 font-mono leading-[18px]"
      >
        <RevealedText text={JSON.stringify(listed, null, 2)} multiline />
      </pre>
    </details>
  );
}
