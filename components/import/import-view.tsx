"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { cancelImportAction, confirmImportAction } from "@/app/tools/import/actions";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { importQuery } from "@/lib/client/imports";
import { type ApiImport, isUnderWay, type Selection } from "@/lib/domain/api-import";
import { FailureNotes } from "./failure-notes";
import { ImportPreviewView } from "./import-preview";
import { ImportResultView } from "./import-result";
import { ProgressCard } from "./progress-card";

/** One import, wherever it is: being read, waiting for a look, being stored, or ended. */
export function ImportView({ initial }: { initial: ApiImport }) {
  const client = useQueryClient();
  const router = useRouter();
  const query = importQuery(initial.id);
  const { data = initial, error, refetch } = useQuery({ ...query, initialData: initial });
  const [problem, setProblem] = useState<string | null>(null);
  const act = async (action: () => Promise<boolean>, late: string) => {
    setProblem(null);
    try {
      if (!(await action())) setProblem(late);
    } catch {
      setProblem("Lamplight can't be reached. Try again in a moment.");
    }
    await refetch();
  };
  const isImported = data.status === "imported";
  useEffect(() => {
    if (!isImported) return;
    for (const queryKey of [["tools"], ["apis"], ["connections"], ["api-directory"]]) {
      void client.invalidateQueries({ queryKey });
    }
    router.refresh();
  }, [isImported, client, router]);

  return (
    <div className="flex flex-col gap-4">
      <FailureNotes
        problem={problem}
        unread={{ title: "The import could not be looked at", error, onRetry: refetch }}
      />
      {isUnderWay(data.status) ? (
        <UnderWay
          found={data}
          onCancel={() =>
            void act(() => cancelImportAction(data.id), "It was too late: the import is stored already.")
          }
        />
      ) : null}
      {data.status === "previewed" && data.preview ? (
        <ImportPreviewView
          preview={data.preview}
          onImport={(selection: Selection) =>
            act(
              () => confirmImportAction(data.id, selection),
              "This import has been confirmed or canceled already.",
            )
          }
        />
      ) : null}
      {data.status === "imported" && data.result ? <ImportResultView result={data.result} /> : null}
      {data.status === "refused" ? (
        <Banner tone="danger" title="This can't be imported" live="alert">
          {data.message}
        </Banner>
      ) : null}
      {data.status === "canceled" ? <Banner tone="info">Canceled. Nothing was imported.</Banner> : null}
      {data.status === "refused" || data.status === "canceled" ? (
        <ButtonLink href="/tools/import" className="self-start">
          Try another document
        </ButtonLink>
      ) : null}
    </div>
  );
}

function UnderWay({ found, onCancel }: { found: ApiImport; onCancel: () => void }) {
  const { progress } = found;
  const what = progress?.what ?? "Reading the document";
  const share = progress?.total ? (100 * progress.done) / progress.total : null;
  return (
    <ProgressCard
      what={what}
      amount={
        progress?.total
          ? `${progress.done.toLocaleString("en")} of ${progress.total.toLocaleString("en")}`
          : undefined
      }
      share={share}
      cancel={found.status === "indexing" ? null : <Button onClick={onCancel}>Cancel</Button>}
    >
      This goes on when you leave the page, and after a restart. It is stored whole or not at all.
    </ProgressCard>
  );
}
