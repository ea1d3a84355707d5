"use client";

import { useQuery } from "@tanstack/react-query";
import { Library, Search, SearchX } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EffectBadge } from "@/components/ui/effect-badge";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Input } from "@/components/ui/input";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { useTypedInAddress } from "@/components/ui/use-typed-in-address";
import { directoryQuery, directorySearchQuery } from "@/lib/client/imports";
import type { DirectoryHit, DirectoryState } from "@/lib/domain/api-directory";
import { AddApi } from "./add-api";
import { DirectoryApiDetails } from "./directory-api-details";
import { DirectoryInstall, RemoveDirectory } from "./directory-install";

const apisAtATime = 30;

/** All APIs of the directory, searched by what their operations do. Nothing of it can be called before it is added. */
export function DirectoryPage(props: { initial: DirectoryState; query: string; api: string | null }) {
  const { data: state = props.initial } = useQuery({ ...directoryQuery, initialData: props.initial });
  const [text, setText] = useState(props.query);
  const [shownApi, setShownApi] = useState(props.api);
  useTypedInAddress({ q: text === "" ? null : text, api: shownApi });
  const isSearchable = state.status === "installed";
  return (
    <div className="flex flex-col gap-4">
      <DirectoryInstall state={state} />
      {isSearchable ? (
        <>
          <Input
            type="search"
            aria-label="Search the API directory"
            size="lg"
            icon={<Search aria-hidden />}
            value={text}
            maxLength={10_000}
            placeholder="Track a parcel"
            onChange={(event) => setText(event.target.value)}
          />
          <Results text={text} onShow={setShownApi} />
          <RemoveDirectory />
        </>
      ) : null}
      <Sheet open={shownApi !== null && isSearchable} onOpenChange={(isOpen) => !isOpen && setShownApi(null)}>
        {shownApi === null ? null : (
          <SheetContent title={shownApi} size="lg">
            <DirectoryApiDetails id={shownApi} />
          </SheetContent>
        )}
      </Sheet>
    </div>
  );
}

function Results({ text, onShow }: { text: string; onShow: (api: string) => void }) {
  const query = useDeferredValue(text);
  const [shown, setShown] = useState({ query, limit: apisAtATime });
  const limit = shown.query === query ? shown.limit : apisAtATime;
  const { data, error, refetch } = useQuery(directorySearchQuery(query, limit));
  if (error) {
    return (
      <ErrorState
        compact
        title="The directory could not be searched"
        description={error.message}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <Skeleton className="h-96" />;
  if (data.hits.length === 0) {
    return <EmptyState icon={<SearchX aria-hidden />} title="No such API" description="Try other words." />;
  }
  return (
    <>
      <p className="text-sm text-text-muted" role="status">
        {query.trim() === ""
          ? `${data.total.toLocaleString("en")} APIs by title`
          : `${data.total.toLocaleString("en")} ${data.total === 1 ? "API" : "APIs"}, best first`}
      </p>
      <Card className="overflow-hidden">
        <ul aria-label="APIs">
          {data.hits.map((hit) => (
            <HitRow key={hit.api.id} hit={hit} onShow={() => onShow(hit.api.id)} />
          ))}
        </ul>
        {data.total > data.hits.length && limit < 200 ? (
          <div className="border-border border-t p-3 text-center">
            <Button
              variant="ghost"
              onClick={() => setShown({ query, limit: Math.min(limit + apisAtATime, 200) })}
            >
              Show more
            </Button>
          </div>
        ) : null}
      </Card>
    </>
  );
}

function HitRow({ hit, onShow }: { hit: DirectoryHit; onShow: () => void }) {
  const { api, operations } = hit;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 border-border border-t px-4 py-3 first:border-t-0">
      <span
        aria-hidden
        className="grid size-8 shrink-0 place-items-center rounded-md bg-surface-sunken font-semibold text-text-muted"
      >
        {api.title.match(/[\p{L}\p{N}]/u)?.[0]?.toUpperCase() ?? <Library className="size-4" />}
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <button
            type="button"
            onClick={onShow}
            className="min-w-0 break-words rounded-sm text-left font-medium text-sm hover:underline focus-visible:outline-2 focus-visible:outline-focus"
          >
            {api.title}
          </button>
          <span className="min-w-0 truncate text-text-subtle text-xs">{api.id}</span>
          {api.problem === null ? null : <Badge tone="warning">Can't be imported</Badge>}
        </p>
        <p className="line-clamp-1 text-text-muted text-xs">{plain(api.description)}</p>
        {operations.length > 0 ? (
          <ul className="mt-2 flex flex-col gap-1" aria-label={`Operations of ${api.title} that fit`}>
            {operations.map((operation) => (
              <li key={operation.id} className="flex items-center gap-2 text-xs">
                <span className="min-w-0 truncate">{operation.title}</span>
                <EffectBadge effect={operation.effect} />
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-text-subtle text-xs">{api.operations.toLocaleString("en")} operations</p>
        )}
      </div>
      <AddApi api={api} />
    </li>
  );
}

/** Descriptions are Markdown and HTML of strangers: shown as the text they are, on one line. */
const plain = (text: string) => text.replace(/\s+/g, " ");
