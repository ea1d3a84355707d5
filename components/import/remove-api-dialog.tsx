"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { removeApiAction } from "@/app/tools/import/actions";
import { PlanLinks } from "@/components/tools/plan-links";
import { AlertDialog, AlertDialogContent } from "@/components/ui/alert-dialog";
import { Banner } from "@/components/ui/banner";
import { Checkbox } from "@/components/ui/checkbox";
import { Skeleton } from "@/components/ui/skeleton";
import { apiUseQuery } from "@/lib/client/imports";
import type { ApiUse, ImportedApiSummary } from "@/lib/domain/imported-api";

const shownPlans = 12;

/** Asks before an API goes, and shows what hangs on it. */
export function RemoveApiDialog(props: { api: ImportedApiSummary; onClose: (isRemoved: boolean) => void }) {
  const { api, onClose } = props;
  const { data: use, error } = useQuery(apiUseQuery(api.id));
  const [withConnections, setWithConnections] = useState(true);
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const remove = async () => {
    setPending(true);
    try {
      await removeApiAction({ apiId: api.id, withConnections });
      onClose(true);
    } catch {
      setProblem("Lamplight can't be reached. Try again in a moment.");
      setPending(false);
    }
  };
  return (
    <AlertDialog open onOpenChange={(isOpen) => !isOpen && !isPending && onClose(false)}>
      <AlertDialogContent
        title={`Remove ${api.title}?`}
        description={`Its ${api.tools.toLocaleString("en")} tools go, and what you changed of them. Importing it again brings the tools back.`}
        confirmLabel="Remove the API"
        pending={isPending}
        onConfirm={() => void remove()}
      >
        <div className="flex flex-col gap-3">
          {(problem ?? error) ? (
            <Banner tone="danger" live="alert">
              {problem ?? error?.message}
            </Banner>
          ) : null}
          {use ? <Uses use={use} /> : error ? null : <Skeleton className="h-10" />}
          {use && use.connections.length > 0 ? (
            <Checkbox
              checked={withConnections}
              onCheckedChange={(checked) => setWithConnections(checked === true)}
              label={`Remove its ${use.connections.length === 1 ? "connection" : `${use.connections.length} connections`} too`}
              description={use.connections.map(({ name }) => name).join(", ")}
            />
          ) : null}
        </div>
      </AlertDialogContent>
    </AlertDialog>
  );
}

function Uses({ use }: { use: ApiUse }) {
  if (use.plans.length === 0) return <p className="text-sm text-text-muted">No plan uses it.</p>;
  const { plans } = use;
  return (
    <div>
      <h3 className="mb-1.5 font-medium text-sm">
        {plans.length === 1
          ? "One plan uses it; its steps will need another tool"
          : `${plans.length} plans use it; their steps will need another tool`}
      </h3>
      <PlanLinks plans={plans.slice(0, shownPlans)} total={plans.length} />
    </div>
  );
}
