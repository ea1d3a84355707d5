"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Import, Library, PlugZap } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { importAgainAction } from "@/app/tools/import/actions";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { importedApisQuery } from "@/lib/client/imports";
import type { ImportedApiSummary } from "@/lib/domain/imported-api";
import { FailureNotes } from "./failure-notes";
import { RemoveApiDialog } from "./remove-api-dialog";

/** The imported APIs: where they are, whether they are connected, and what can be done with them. */
export function ApiList({ initial }: { initial: ImportedApiSummary[] }) {
  const client = useQueryClient();
  const {
    data = initial,
    error,
    refetch,
  } = useQuery({ ...importedApisQuery, initialData: { apis: initial } });
  const [removing, setRemoving] = useState<ImportedApiSummary | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <div className="flex flex-col gap-4">
      <FailureNotes
        problem={problem}
        unread={{ title: "The APIs could not be read", error, onRetry: refetch }}
      />
      <Card className="overflow-hidden">
        {data.length === 0 ? (
          <EmptyState
            icon={<Library aria-hidden />}
            title="No API is imported"
            description="Give an OpenAPI document, or find the API in the directory."
            action={
              <>
                <ButtonLink href="/tools/import">Import an API</ButtonLink>
                <ButtonLink href="/tools/directory">Browse the API directory</ButtonLink>
              </>
            }
          />
        ) : (
          <ul aria-label="Imported APIs">
            {data.map((api) => (
              <ApiRow key={api.id} api={api} onRemove={() => setRemoving(api)} onProblem={setProblem} />
            ))}
          </ul>
        )}
      </Card>
      {removing ? (
        <RemoveApiDialog
          api={removing}
          onClose={(isRemoved) => {
            setRemoving(null);
            if (!isRemoved) return;
            for (const queryKey of [["apis"], ["tools"], ["connections"], ["api-directory"]]) {
              void client.invalidateQueries({ queryKey });
            }
          }}
        />
      ) : null}
    </div>
  );
}

function ApiRow(props: {
  api: ImportedApiSummary;
  onRemove: () => void;
  onProblem: (problem: string | null) => void;
}) {
  const { api, onRemove, onProblem } = props;
  const router = useRouter();
  const [isReading, setReading] = useState(false);
  const canRead = api.source !== null && api.source.kind !== "document";
  const readAgain = async () => {
    setReading(true);
    onProblem(null);
    try {
      const started = await importAgainAction(api.id);
      if (started.kind === "started") {
        router.push(`/tools/import/${started.id}`);
        return;
      }
      onProblem(started.message);
    } catch {
      onProblem("Lamplight can't be reached. Try again in a moment.");
    }
    setReading(false);
  };
  const off = api.off > 0 ? `, ${api.off.toLocaleString("en")} off` : "";
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 border-border border-t px-4 py-3 first:border-t-0">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-2">
          <Link
            href={`/tools?sourceId=${encodeURIComponent(api.id)}`}
            className="min-w-0 break-words font-medium text-sm hover:underline"
          >
            {api.title}
          </Link>
          {api.isConnected ? (
            <Badge tone="success">Connected</Badge>
          ) : (
            <Badge tone="warning" icon={<PlugZap aria-hidden />}>
              Not connected
            </Badge>
          )}
        </p>
        <p className="truncate font-mono text-text-subtle text-xs" title={api.origin}>
          {api.origin}
        </p>
        <p className="text-text-muted text-xs">
          {`${api.tools.toLocaleString("en")} ${api.tools === 1 ? "tool" : "tools"}${off} · imported `}
          <RelativeTime date={api.importedAt} />
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {api.isConnected ? null : (
          <ButtonLink size="sm" href={`/connections?add=${encodeURIComponent(`api:${api.id}`)}`}>
            Connect
          </ButtonLink>
        )}
        {canRead ? (
          <Button size="sm" loading={isReading} onClick={() => void readAgain()}>
            Check for changes
          </Button>
        ) : (
          <ButtonLink
            size="sm"
            href={`/tools/import?into=${encodeURIComponent(api.id)}`}
            icon={<Import aria-hidden />}
          >
            Import again
          </ButtonLink>
        )}
        <Button size="sm" variant="ghost" aria-label={`Remove ${api.title}`} onClick={onRemove}>
          Remove
        </Button>
      </div>
    </li>
  );
}
