"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";

export interface JsonViewProps {
  value: unknown;
  /** How many levels start open. */
  openDepth?: number;
  maxHeight?: number | string;
  className?: string;
}

const pageSize = 50;
const longText = 280;

export function JsonView({ value, openDepth = 2, maxHeight = 360, className }: JsonViewProps) {
  return (
    <div className={cn("relative min-w-0 rounded-md border bg-surface-sunken", className)}>
      <CopyButton
        text={() => JSON.stringify(value, null, 2)}
        label="Copy JSON"
        className="absolute top-1 right-1 z-10 bg-surface-sunken"
      />
      {/* In the tab order, because a region that scrolls must be reachable by keyboard. */}
      <div
        role="group"
        aria-label="JSON"
        tabIndex={0}
        style={{ maxHeight }}
        className="scroll-thin overflow-auto p-2.5 pr-9 font-mono text-xs leading-[18px] outline-offset-[-2px]"
      >
        <JsonNode value={value} depth={0} openDepth={openDepth} />
      </div>
    </div>
  );
}

interface JsonNodeProps {
  name?: string;
  value: unknown;
  depth: number;
  openDepth: number;
}

function JsonNode({ name, value, depth, openDepth }: JsonNodeProps) {
  const [open, setOpen] = useState(depth < openDepth);
  const [shown, setShown] = useState(pageSize);
  const entries = entriesOf(value);
  if (!entries || entries.length === 0) {
    return (
      <div className="min-w-0 break-words pl-4">
        <Name name={name} />
        {entries ? (
          <span className="text-text-subtle">{Array.isArray(value) ? "[]" : "{}"}</span>
        ) : (
          <Scalar value={value} />
        )}
      </div>
    );
  }
  const summary = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex min-h-6 max-w-full items-center rounded-sm pr-1 text-left hover:bg-hover"
      >
        <ChevronRight
          aria-hidden
          className={cn("size-4 shrink-0 p-0.5 text-text-subtle transition-transform", open && "rotate-90")}
        />
        <span className="truncate">
          <Name name={name} />
          <span className="text-text-subtle">{summary}</span>
        </span>
      </button>
      {open ? (
        <div className="ml-[7px] border-l pl-1.5">
          {entries.slice(0, shown).map(([key, child]) => (
            <JsonNode key={key} name={key} value={child} depth={depth + 1} openDepth={openDepth} />
          ))}
          {entries.length > shown ? (
            <button
              type="button"
              onClick={() => setShown(shown + pageSize)}
              className="ml-4 rounded-sm text-accent-text underline underline-offset-2"
            >
              Show {Math.min(pageSize, entries.length - shown)} more of {entries.length}
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  );
}

function Name({ name }: { name: string | undefined }) {
  return name === undefined ? null : <span className="text-text-muted">{name}: </span>;
}

function Scalar({ value }: { value: unknown }) {
  const [whole, setWhole] = useState(false);
  if (typeof value !== "string") {
    const isNothing = value === null || value === undefined;
    return <span className={isNothing ? "text-text-subtle italic" : "text-info"}>{String(value)}</span>;
  }
  const isLong = value.length > longText;
  return (
    <span className="whitespace-pre-wrap text-success">
      “{isLong && !whole ? value.slice(0, longText) : value}”
      {isLong ? (
        <button
          type="button"
          onClick={() => setWhole(!whole)}
          className="ml-1 rounded-sm text-accent-text underline underline-offset-2"
        >
          {whole ? "less" : `… ${value.length - longText} more`}
        </button>
      ) : null}
    </span>
  );
}

function entriesOf(value: unknown): [string, unknown][] | undefined {
  return typeof value === "object" && value !== null ? Object.entries(value) : undefined;
}
