"use client";

import { useQuery } from "@tanstack/react-query";
import { Import, PlugZap, Search, SearchX } from "lucide-react";
import { useDeferredValue, useEffect, useState } from "react";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EffectBadge } from "@/components/ui/effect-badge";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Input } from "@/components/ui/input";
import { Segmented } from "@/components/ui/segmented";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { toolSearchQuery } from "@/lib/client/tools";
import type { Candidate } from "@/lib/domain/candidate";
import type { Effect } from "@/lib/domain/effect";
import { importedFrom } from "@/lib/domain/tool";
import type { ToolSearch } from "@/lib/domain/tool-search";
import { ImportDialog } from "./import-dialog";
import { ToolDetails } from "./tool-details";
import { ToolIcon } from "./tool-icon";

const catalogueLimit = 60;
type EffectFilter = Effect | "all";

/** Every tool, found by what it does: results follow each key. */
export function ToolCatalogue({ initialQuery, initial }: { initialQuery: string; initial: ToolSearch }) {
  const [text, setText] = useState(initialQuery);
  const query = useDeferredValue(text);
  const [effect, setEffect] = useState<EffectFilter>("all");
  const [chosen, setChosen] = useState<Candidate | null>(null);
  const [isImporting, setImporting] = useState(false);
  const { data, error, refetch } = useQuery({
    ...toolSearchQuery({ query, limit: catalogueLimit }),
    initialData: query === initialQuery ? initial : undefined,
  });
  useAddress(query);
  const candidates = (data?.candidates ?? []).filter(
    ({ tool }) => effect === "all" || tool.effect === effect,
  );

  return (
    <Page
      header={
        <PageHeader
          title="Tools"
          description="Everything a plan can use. Search in your own words: what counts is the meaning."
          actions={
            <Button icon={<Import />} onClick={() => setImporting(true)}>
              Import an API
            </Button>
          }
        />
      }
    >
      <div className="flex flex-wrap items-center gap-3">
        <Input
          type="search"
          aria-label="Search tools"
          size="lg"
          icon={<Search />}
          value={text}
          placeholder="Tell my team something"
          onChange={(event) => setText(event.target.value)}
          className="min-w-64 flex-1"
        />
        <Segmented<EffectFilter>
          label="Effect"
          value={effect}
          onValueChange={setEffect}
          options={[
            { value: "all", label: "All" },
            { value: "read", label: "Read" },
            { value: "write", label: "Write" },
            { value: "irreversible", label: "Irreversible" },
          ]}
        />
      </div>
      {error && (
        <ErrorState
          title="The tools could not be searched"
          description={error.message}
          onRetry={() => void refetch()}
        />
      )}
      <Card className="mt-4 overflow-hidden">
        {candidates.length === 0 && !error ? (
          <EmptyState
            icon={<SearchX />}
            title="No such tool"
            description="Try other words, or import the API that can do it."
            action={<Button onClick={() => setImporting(true)}>Import an API</Button>}
          />
        ) : (
          <ul aria-label="Tools" aria-live="off">
            {candidates.map((candidate) => (
              <ToolRow
                key={candidate.tool.id}
                candidate={candidate}
                showsScore={query.trim() !== ""}
                onChoose={() => setChosen(candidate)}
              />
            ))}
          </ul>
        )}
      </Card>
      <Sheet open={chosen !== null} onOpenChange={(isOpen) => !isOpen && setChosen(null)}>
        {chosen && (
          <SheetContent title={chosen.tool.title} description={chosen.tool.description} size="lg">
            <ToolDetails tool={chosen.tool} connected={chosen.connected} />
          </SheetContent>
        )}
      </Sheet>
      <ImportDialog isOpen={isImporting} onOpenChange={setImporting} onImported={() => void refetch()} />
    </Page>
  );
}

function ToolRow(props: { candidate: Candidate; showsScore: boolean; onChoose: () => void }) {
  const { tool, score, connected, matchedWords } = props.candidate;
  const source = importedFrom(tool);
  return (
    <li className="border-border border-t first:border-t-0">
      <button
        type="button"
        onClick={props.onChoose}
        className="flex w-full items-center gap-3 px-4 py-3 text-left hover:bg-hover focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus"
      >
        <span className="flex size-8 shrink-0 items-center justify-center rounded-md bg-surface-sunken text-text-muted">
          <ToolIcon name={tool.icon} />
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-2">
            <span className="truncate font-medium text-sm">{tool.title}</span>
            {source && <span className="shrink-0 text-text-subtle text-xs">{source.title}</span>}
          </span>
          <span className="line-clamp-1 text-text-muted text-xs">{tool.description}</span>
          {props.showsScore && matchedWords.length > 0 && (
            <span className="text-2xs text-text-subtle">matches {matchedWords.join(", ")}</span>
          )}
        </span>
        {!connected && (
          <Badge tone="warning" icon={<PlugZap />} className="max-sm:hidden">
            Not connected
          </Badge>
        )}
        {props.showsScore && (
          <span
            className="w-7 text-right text-text-subtle text-xs tabular-nums"
            title="How well it fits, of 100"
          >
            {Math.round(score * 100)}
          </span>
        )}
        <span className="flex w-24 shrink-0 justify-end max-sm:w-auto">
          <EffectBadge effect={tool.effect} />
        </span>
      </button>
    </li>
  );
}

/** The search stays in the address, so that it can be sent and come back to. */
function useAddress(query: string) {
  useEffect(() => {
    const url = new URL(window.location.href);
    if (query) url.searchParams.set("q", query);
    else url.searchParams.delete("q");
    window.history.replaceState(null, "", url);
  }, [query]);
}
