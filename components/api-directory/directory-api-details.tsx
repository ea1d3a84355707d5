"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { EffectBadge } from "@/components/ui/effect-badge";
import { ErrorState } from "@/components/ui/error-state";
import { Input } from "@/components/ui/input";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Skeleton } from "@/components/ui/skeleton";
import { directoryApiQuery } from "@/lib/client/imports";
import { AddApi } from "./add-api";

const rowsAtATime = 100;

/** An API of the directory with all of its operations. Its logo is not shown: that would be fetched from the network. */
export function DirectoryApiDetails({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(directoryApiQuery(id));
  const [text, setText] = useState("");
  const [rows, setRows] = useState(rowsAtATime);
  if (error) {
    return (
      <ErrorState
        compact
        title="The API could not be read"
        description={error.message}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <Skeleton className="h-96" />;
  const { api, operations } = data;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = operations.filter((operation) => {
    const searched = `${operation.title} ${operation.method} ${operation.path}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
  return (
    <div className="flex flex-col gap-5">
      <div className="flex items-start justify-between gap-4">
        <h2 className="min-w-0 break-words font-semibold text-lg">{api.title}</h2>
        <AddApi api={api} />
      </div>
      {api.problem === null ? null : (
        <Banner tone="warning" title="This one can't be imported">
          {api.problem}
        </Banner>
      )}
      <p className="whitespace-pre-line break-words text-sm text-text-muted">{api.description}</p>
      <KeyValueList
        items={[
          { label: "Provider", value: api.provider },
          ...(api.version ? [{ label: "Version", value: api.version }] : []),
          ...(api.origin
            ? [
                {
                  label: "Calls go to",
                  value: <code className="break-all font-mono text-xs">{api.origin}</code>,
                },
              ]
            : []),
          ...(api.categories.length > 0 ? [{ label: "About", value: api.categories.join(", ") }] : []),
        ]}
      />
      {operations.length > 0 ? (
        <section className="flex flex-col gap-2">
          <h3 className="font-semibold text-sm">{operations.length.toLocaleString("en")} operations</h3>
          {operations.length > 12 ? (
            <Input
              type="search"
              aria-label="Filter operations"
              value={text}
              placeholder="Filter by words or path"
              onChange={(event) => setText(event.target.value)}
            />
          ) : null}
          <ul aria-label="Operations" className="divide-y divide-border rounded-lg border border-border">
            {shown.slice(0, rows).map((operation) => (
              <li key={operation.id} className="flex items-center gap-3 px-3 py-2">
                <span className="min-w-0 flex-1">
                  <span className="block break-words text-sm">{operation.title}</span>
                  <code className="block truncate font-mono text-text-subtle text-xs">
                    {operation.method} {operation.path}
                  </code>
                </span>
                <EffectBadge effect={operation.effect} />
              </li>
            ))}
          </ul>
          {shown.length > rows ? (
            <Button variant="ghost" onClick={() => setRows(rows + rowsAtATime)}>
              Show more · {(shown.length - rows).toLocaleString("en")} left
            </Button>
          ) : null}
        </section>
      ) : null}
    </div>
  );
}
