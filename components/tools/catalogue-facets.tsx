"use client";

import { Search } from "lucide-react";
import { memo, type ReactNode, useState } from "react";
import { RevealedText } from "@/components/approval/revealed-text";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Input } from "@/components/ui/input";
import type { ToolFacets, ToolFilters } from "@/lib/domain/tool-search";
import { effectNames, sourceNames } from "./facet-names";

export interface CatalogueFacetsProps {
  facets: ToolFacets;
  filters: ToolFilters;
  onChange: (filters: ToolFilters) => void;
}

const shownOrigins = 8;

/** The catalogue narrowed by where tools come from, what they do, and whether they are connected. */
export const CatalogueFacets = memo(function CatalogueFacets({
  facets,
  filters,
  onChange,
}: CatalogueFacetsProps) {
  const toggle = (part: ToolFilters, isSet: boolean) =>
    onChange({
      ...filters,
      ...(isSet ? Object.fromEntries(Object.keys(part).map((name) => [name, undefined])) : part),
    });
  const kinds = facets.sources.filter(({ kind, tools }) => tools > 0 || filters.source === kind);
  return (
    <div className="flex flex-col gap-5">
      <Facet title="From">
        {kinds.map(({ kind, tools }) => {
          const isSet = filters.source === kind && filters.sourceId === undefined;
          return (
            <Choice
              key={kind}
              isSet={isSet}
              count={tools}
              onToggle={() => toggle({ source: kind, sourceId: undefined }, isSet)}
            >
              {sourceNames[kind]}
            </Choice>
          );
        })}
        <Origins facets={facets} filters={filters} toggle={toggle} />
      </Facet>
      <Facet title="Effect">
        {facets.effects.map(({ effect, tools }) => (
          <Choice
            key={effect}
            isSet={filters.effect === effect}
            count={tools}
            onToggle={() => toggle({ effect }, filters.effect === effect)}
          >
            {effectNames[effect]}
          </Choice>
        ))}
      </Facet>
      <Facet title="Connection">
        <Choice
          isSet={filters.connected === true}
          count={facets.connected.yes}
          onToggle={() => toggle({ connected: true }, filters.connected === true)}
        >
          Ready to use
        </Choice>
        <Choice
          isSet={filters.connected === false}
          count={facets.connected.no}
          onToggle={() => toggle({ connected: false }, filters.connected === false)}
        >
          Not connected
        </Choice>
      </Facet>
    </div>
  );
});

/** Each API and MCP server, those with most tools first. */
function Origins(props: {
  facets: ToolFacets;
  filters: ToolFilters;
  toggle: (part: ToolFilters, isSet: boolean) => void;
}) {
  const { facets, filters, toggle } = props;
  const [text, setText] = useState("");
  const [showsAll, setShowsAll] = useState(false);
  const { origins } = facets;
  if (origins.length === 0) return null;
  const isSearchable = origins.length > shownOrigins;
  const matching = origins.filter(({ title }) => title.toLowerCase().includes(text.trim().toLowerCase()));
  const shown = showsAll || text !== "" ? matching : matching.slice(0, shownOrigins);
  const chosen = origins.filter(
    ({ id, kind }) =>
      id === filters.sourceId && kind === filters.source && !shown.some((one) => one.id === id),
  );
  return (
    <div className="mt-1 flex flex-col gap-px border-t pt-1">
      {isSearchable ? (
        <Input
          type="search"
          size="sm"
          aria-label="Search APIs and servers"
          placeholder="Search APIs"
          icon={<Search aria-hidden />}
          value={text}
          onChange={(event) => setText(event.target.value)}
          className="mb-1"
        />
      ) : null}
      {[...chosen, ...shown].map(({ kind, id, title, tools }) => {
        const isSet = filters.source === kind && filters.sourceId === id;
        return (
          <Choice
            key={`${kind}/${id}`}
            isSet={isSet}
            count={tools}
            title={title}
            onToggle={() => toggle({ source: kind, sourceId: id }, isSet)}
          >
            <RevealedText text={title} />
          </Choice>
        );
      })}
      {isSearchable && text === "" ? (
        <Button size="sm" variant="ghost" className="self-start" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? "Show fewer" : `${origins.length - shownOrigins} more`}
        </Button>
      ) : null}
    </div>
  );
}

function Facet({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div role="group" aria-label={title} className="flex flex-col gap-px">
      <h2 className="mb-1 px-2 font-medium text-text-subtle text-xs">{title}</h2>
      {children}
    </div>
  );
}

function Choice(props: {
  isSet: boolean;
  count: number;
  title?: string;
  onToggle: () => void;
  children: ReactNode;
}) {
  const { isSet, count, title, onToggle, children } = props;
  return (
    <button
      type="button"
      aria-pressed={isSet}
      title={title}
      onClick={onToggle}
      className={cn(
        "flex min-h-7 w-full items-center gap-2 rounded-md px-2 text-left text-sm max-lg:min-h-11",
        isSet ? "bg-accent-soft font-medium text-accent-text" : "hover:bg-hover",
        !isSet && count === 0 && "text-text-subtle",
      )}
    >
      <span className="min-w-0 flex-1 truncate">{children}</span>
      <span className={cn("text-xs tabular-nums", isSet ? "" : "text-text-subtle")}>
        {count.toLocaleString("en")}
      </span>
    </button>
  );
}
