"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Import, ListFilter, Search, SearchX, X } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useCallback, useMemo, useRef, useState } from "react";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Input } from "@/components/ui/input";
import { Kbd } from "@/components/ui/kbd";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { useTypedInAddress } from "@/components/ui/use-typed-in-address";
import { catalogueQuery } from "@/lib/client/tools";
import type { CataloguePage } from "@/lib/domain/catalogue-page";
import type { ToolFacets, ToolFilters } from "@/lib/domain/tool-search";
import { addressOf, type CatalogueView, inAddress, viewOf } from "./catalogue-address";
import { CatalogueFacets } from "./catalogue-facets";
import { CatalogueResults, MoreResults } from "./catalogue-results";
import { setFilters } from "./facet-names";
import { toolHref } from "./tool-source";
import { useResultKeys } from "./use-result-keys";

export interface ToolCatalogueProps {
  /** What the server was asked for, and its first page. */
  initialView: CatalogueView;
  initial: CataloguePage;
}

const origins = [
  { href: "/tools/servers", name: "MCP servers" },
  { href: "/tools/apis", name: "Imported APIs" },
  { href: "/tools/directory", name: "API directory" },
];

/** Every tool, found by what it does: results follow each key. */
export function ToolCatalogue({ initialView, initial }: ToolCatalogueProps) {
  const router = useRouter();
  // The address, not what the server rendered: coming back, it holds what was searched for last.
  const [view, setView] = useState<CatalogueView>(viewOf(useSearchParams()));
  const { query, filters } = view;
  const isInitial = addressOf(view) === addressOf(initialView);
  const { data, error, refetch, hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage } =
    useInfiniteQuery({
      ...catalogueQuery({ query, ...filters }),
      initialData: isInitial
        ? { pages: [{ ...initial, query: initialView.query }], pageParams: [0] }
        : undefined,
    });
  useTypedInAddress(inAddress(view));
  const client = useQueryClient();
  const search = (text: string) => {
    // Asked for before the key is drawn: by itself it would be after. The query says what went wrong.
    client.infiniteQuery(catalogueQuery({ query: text, ...filters })).catch(() => {});
    setView({ ...view, query: text });
  };
  const input = useRef<HTMLInputElement>(null);
  const results = useRef<HTMLDivElement>(null);
  const keys = useResultKeys({ input, results });
  // Kept from one render to the next, so that a key that is typed doesn't draw the results of the one before again.
  const tools = useMemo(() => data?.pages.flatMap((page) => page.tools) ?? [], [data]);
  const first = data?.pages[0];
  const isSearch = (first?.query ?? query).trim() !== "";
  const narrow = useCallback((next: ToolFilters) => setView((before) => ({ ...before, filters: next })), []);

  return (
    <Page
      header={
        <PageHeader
          title="Tools"
          description="Everything a plan can use. Search in your own words: what counts is the meaning."
          actions={
            <>
              <nav aria-label="Where tools come from" className="flex items-center max-sm:-ml-2 sm:gap-2">
                {origins.map(({ href, name }) => (
                  <ButtonLink key={href} variant="ghost" href={href} className="max-sm:px-2">
                    {name}
                  </ButtonLink>
                ))}
              </nav>
              <ButtonLink icon={<Import aria-hidden />} href="/tools/import">
                Import an API
              </ButtonLink>
            </>
          }
        />
      }
    >
      <Input
        ref={input}
        type="search"
        aria-label="Search tools"
        aria-describedby="search-keys"
        size="lg"
        icon={<Search aria-hidden />}
        end={<Kbd keys={["/"]} className="pr-1.5 max-lg:hidden" />}
        value={query}
        maxLength={10_000}
        placeholder="Tell my team something"
        onChange={(event) => search(event.target.value)}
        onKeyDown={(event) => {
          const [best] = tools;
          // What is shown still belongs to what was typed before.
          if (event.key === "Enter" && isSearch && best && !isPlaceholderData)
            router.push(toolHref(best.tool.id));
        }}
      />
      <p id="search-keys" className="sr-only">
        Arrow keys go through the results, Enter opens one.
      </p>
      <div className="mt-4 grid gap-x-8 gap-y-3 lg:grid-cols-[200px_minmax(0,1fr)]" {...keys}>
        <div className="max-lg:hidden">
          {first ? (
            <CatalogueFacets facets={first.facets} filters={filters} onChange={narrow} />
          ) : error ? null : (
            <Skeleton className="h-80" />
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <SummaryLine
            view={view}
            facets={first?.facets}
            total={first?.total ?? (error ? null : undefined)}
            fitting={isSearch ? tools.filter(({ fits }) => fits).length : null}
            onChange={narrow}
          />
          {error ? (
            <ErrorState
              compact
              title="The tools could not be searched"
              description={error.message}
              onRetry={() => void refetch()}
            />
          ) : null}
          {!data && !error ? <Skeleton className="h-96" /> : null}
          {first && tools.length === 0 ? (
            <EmptyState
              icon={<SearchX aria-hidden />}
              title={addressOf({ query: "", filters }) === "" ? "No such tool" : "No tool is left"}
              description={
                addressOf({ query: "", filters }) === ""
                  ? "Try other words, or import the API that can do it."
                  : "Nothing in the catalogue has all of these filters."
              }
              action={
                addressOf({ query: "", filters }) === "" ? (
                  <>
                    <ButtonLink href={`/tools/directory?q=${encodeURIComponent(query)}`}>
                      Search the API directory
                    </ButtonLink>
                    <ButtonLink href="/tools/import">Import an API</ButtonLink>
                  </>
                ) : (
                  <Button onClick={() => narrow({})}>Remove the filters</Button>
                )
              }
            />
          ) : null}
          <div ref={results} data-results-for={first?.query}>
            <CatalogueResults tools={tools} isSearch={isSearch} />
          </div>
          {hasNextPage && first && (!isSearch || tools.every(({ fits }) => fits)) ? (
            <MoreResults
              isLoading={isFetchingNextPage}
              rest={first.total - tools.length}
              onMore={() => void (isFetchingNextPage || fetchNextPage())}
            />
          ) : null}
        </div>
      </div>
    </Page>
  );
}

/** How many there are, what they are narrowed by, and on small screens the way to the filters. */
function SummaryLine(props: {
  view: CatalogueView;
  facets: ToolFacets | undefined;
  /** Undefined while it is searched for; null when that failed. */
  total: number | null | undefined;
  /** Of those loaded; null when nothing is searched for. */
  fitting: number | null;
  onChange: (filters: ToolFilters) => void;
}) {
  const { view, facets, total, fitting, onChange } = props;
  const [isOpen, setOpen] = useState(false);
  const chips = setFilters(view.filters, facets);
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-2">
      <p role="status" className="text-sm text-text-muted tabular-nums">
        {total === undefined ? "Searching…" : total === null ? "" : countWords(total, fitting)}
      </p>
      {chips.map(({ name, without }) => (
        <button
          key={name}
          type="button"
          aria-label={`Remove the filter ${name}`}
          onClick={() => onChange(without)}
          className="inline-flex h-6 max-w-60 items-center gap-1 rounded-md bg-accent-soft pr-1 pl-2 text-accent-text text-xs hover:bg-pressed max-sm:h-9"
        >
          <span className="truncate">{name}</span>
          <X aria-hidden className="size-3 shrink-0" />
        </button>
      ))}
      <Button
        size="sm"
        className="ml-auto lg:hidden"
        disabled={facets === undefined}
        icon={<ListFilter aria-hidden />}
        onClick={() => setOpen(true)}
      >
        Filter
      </Button>
      <Sheet open={isOpen} onOpenChange={setOpen}>
        {isOpen && facets ? (
          <SheetContent title="Filter the tools" size="sm">
            <CatalogueFacets facets={facets} filters={view.filters} onChange={onChange} />
          </SheetContent>
        ) : null}
      </Sheet>
    </div>
  );
}

function countWords(total: number, fitting: number | null): string {
  const tools = (count: number) => (count === 1 ? "1 tool" : `${count.toLocaleString("en")} tools`);
  if (fitting === null || total === 0) return tools(total);
  if (fitting === 0) return "No tool fits";
  return fitting === 1 ? "1 tool fits" : `${fitting.toLocaleString("en")} tools fit`;
}
