"use client";

import { PlugZap, PowerOff } from "lucide-react";
import Link from "next/link";
import { memo, type ReactNode, useDeferredValue, useEffect, useRef, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { EffectBadge } from "@/components/ui/effect-badge";
import type { FoundTool } from "@/lib/domain/catalogue-page";
import { HighlightedText } from "./highlighted-text";
import { ToolIcon } from "./tool-icon";
import { sourceWords, toolHref } from "./tool-source";
import { foundIn, whyWords } from "./why-words";

/** Near misses that are shown at once. */
const shownMisses = 5;
/** Rows that are drawn at once, more than most windows show; those below follow a frame later. */
const drawnAtOnce = 12;

export interface CatalogueResultsProps {
  tools: readonly FoundTool[];
  /** True when something was searched for: then reasons are shown, and near misses stand apart. */
  isSearch: boolean;
}

/** The tools found: those that fit, and apart from them the near misses. */
export const CatalogueResults = memo(function CatalogueResults({ tools, isSearch }: CatalogueResultsProps) {
  const fitting = isSearch ? tools.filter(({ fits }) => fits) : tools;
  const near = isSearch ? tools.filter(({ fits }) => !fits) : [];
  const [showsAll, setShowsAll] = useState(false);
  const shownNear = showsAll ? near : near.slice(0, shownMisses);
  return (
    <div className="flex flex-col gap-4">
      {fitting.length > 0 ? <Results label="Tools" tools={fitting} isSearch={isSearch} /> : null}
      {near.length > 0 ? (
        <section aria-labelledby="near-misses" className="flex flex-col gap-2">
          <h2 id="near-misses" className="text-sm text-text-muted">
            {fitting.length === 0 ? (
              <>
                <strong className="font-medium text-text">Nothing fits.</strong> The nearest:
              </>
            ) : (
              "Near misses"
            )}
          </h2>
          <Results label="Near misses" tools={shownNear} isSearch={isSearch} isNear />
          {near.length > shownNear.length ? (
            <Button variant="ghost" size="sm" className="self-start" onClick={() => setShowsAll(true)}>
              More near misses
            </Button>
          ) : null}
        </section>
      ) : null}
    </div>
  );
});

function Results(props: { label: string; tools: readonly FoundTool[]; isSearch: boolean; isNear?: boolean }) {
  const { label, tools, isSearch, isNear } = props;
  return (
    <ul
      aria-label={label}
      className={
        isNear
          ? "divide-y overflow-hidden rounded-lg border border-dashed"
          : "divide-y overflow-hidden rounded-lg border bg-surface shadow-raised"
      }
    >
      {tools.map((found, place) => {
        const Row = place < drawnAtOnce ? ToolRow : LaterRow;
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is a place in the list; writing it over is faster than moving it
        return <Row key={place} found={found} isSearch={isSearch} />;
      })}
    </ul>
  );
}

function LaterRow({ found, isSearch }: RowProps) {
  return <ToolRow found={useDeferredValue(found)} isSearch={useDeferredValue(isSearch)} />;
}

interface RowProps {
  found: FoundTool;
  isSearch: boolean;
}

const ToolRow = memo(function ToolRow({ found, isSearch }: RowProps) {
  const { tool, score, reasons, connected } = found;
  const why = isSearch ? whyWords(reasons) : "";
  return (
    <li>
      <Link
        data-result
        href={toolHref(tool.id)}
        prefetch={false}
        className="flex w-full items-start gap-3 px-4 py-2.5 hover:bg-hover focus-visible:bg-hover focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus"
      >
        <span className="mt-0.5 grid size-8 shrink-0 place-items-center rounded-md bg-surface-sunken text-text-muted">
          <ToolIcon name={tool.icon} />
        </span>
        <span className="flex min-w-0 flex-1 flex-col">
          <span className="flex min-w-0 items-center gap-2 max-sm:flex-col max-sm:items-start max-sm:gap-0">
            <span className="min-w-0 max-w-full truncate font-medium text-sm" title={tool.title}>
              <HighlightedText text={tool.title} words={foundIn(reasons, "title")} />
            </span>
            {tool.source.kind === "builtin" ? null : (
              <span className="min-w-0 max-w-full shrink-[2] truncate text-text-subtle text-xs">
                <HighlightedText text={sourceWords(tool)} words={foundIn(reasons, "api")} />
              </span>
            )}
          </span>
          <span className="line-clamp-1 break-words text-text-muted text-xs max-sm:line-clamp-2">
            <HighlightedText text={tool.description} words={foundIn(reasons, "description")} />
          </span>
          {isSearch ? (
            <span className="line-clamp-1 min-h-4 text-2xs text-text-subtle leading-4" title={why}>
              {why}
            </span>
          ) : null}
        </span>
        <span className="flex shrink-0 items-center gap-2 pt-1 max-sm:flex-col max-sm:items-end max-sm:gap-1">
          <State isOff={tool.off !== undefined} isConnected={connected} />
          <span className="flex justify-end sm:w-[92px]">
            <EffectBadge effect={tool.effect} />
          </span>
          {isSearch ? (
            <span
              className="w-7 text-right text-text-subtle text-xs tabular-nums max-sm:hidden"
              title="How well it fits, of 100"
            >
              {Math.round(score * 100)}
            </span>
          ) : null}
        </span>
      </Link>
    </li>
  );
});

function State({ isOff, isConnected }: { isOff: boolean; isConnected: boolean }): ReactNode {
  if (isOff) return <Badge icon={<PowerOff aria-hidden />}>Off</Badge>;
  if (isConnected) return null;
  return (
    <Badge tone="warning" icon={<PlugZap aria-hidden />} title="It needs a connection before it can run">
      <span className="max-sm:sr-only">Not connected</span>
    </Badge>
  );
}

/** Loads the next page when its end comes into view; also a button, for whoever does not scroll. */
export function MoreResults(props: { isLoading: boolean; rest: number; onMore: () => void }) {
  const { isLoading, rest, onMore } = props;
  const end = useRef<HTMLDivElement>(null);
  const more = useRef(onMore);
  useEffect(() => {
    more.current = onMore;
  });
  useEffect(() => {
    const element = end.current;
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && more.current(), {
      rootMargin: "600px",
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={end} className="flex justify-center py-3">
      <Button variant="ghost" loading={isLoading} onClick={onMore}>
        Show more of {rest.toLocaleString("en")}
      </Button>
    </div>
  );
}
