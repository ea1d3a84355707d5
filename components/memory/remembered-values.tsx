"use client";

import { useQuery } from "@tanstack/react-query";
import { PencilLine, X } from "lucide-react";
import Link from "next/link";
import { forgetValueAction } from "@/app/memory/actions";
import { Badge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { rememberedValuesQuery } from "@/lib/client/memory";
import type { RememberedValue } from "@/lib/domain/remembered-value";

/** Values the person gave inputs in place of what was planned. */
export function RememberedValues({ onChanged }: { onChanged: () => Promise<void> }) {
  const { data, error, isPending, refetch } = useQuery(rememberedValuesQuery);
  return (
    <section aria-labelledby="values-heading" className="flex flex-col gap-3">
      <div>
        <h2 id="values-heading" className="font-medium text-base">
          What you usually choose
        </h2>
        <p className="text-pretty text-sm text-text-muted">
          A value you gave the same input in two plans or more is suggested in the next. Only your own edits
          count; secrets and texts are never kept.
        </p>
      </div>
      {isPending && <Skeleton className="h-32" />}
      {error && !data && (
        <ErrorState
          compact
          title="The values could not be read"
          description={error.message}
          onRetry={() => void refetch()}
        />
      )}
      {data?.length === 0 && (
        <Card>
          <EmptyState
            compact
            icon={<PencilLine />}
            title="No values yet"
            description="Change a value in a plan, such as the channel a message goes to, and it is listed here."
          />
        </Card>
      )}
      {data && data.length > 0 && (
        <Card className="overflow-hidden">
          <ul aria-label="Remembered values" className="divide-y divide-border">
            {data.map((value) => (
              <ValueRow key={keyOf(value)} value={value} onChanged={onChanged} />
            ))}
          </ul>
        </Card>
      )}
    </section>
  );
}

const keyOf = ({ toolId, input, value }: RememberedValue) => JSON.stringify([toolId, input, value]);

function ValueRow({
  value: remembered,
  onChanged,
}: {
  value: RememberedValue;
  onChanged: () => Promise<void>;
}) {
  const { toolId, toolTitle, input, inputTitle, value, plans, lastAt, isUsed } = remembered;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const forget = async () => {
    try {
      await forgetValueAction({ toolId, input, value });
      await onChanged();
    } catch {
      toast.error("The value was not forgotten: Lamplight can't be reached.");
    }
  };
  return (
    <li className="flex items-start gap-3 py-3 pr-2 pl-4">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 break-words font-medium">{text}</span>
          <Badge tone={isUsed ? "accent" : "neutral"}>{isUsed ? "Suggested" : "Chosen once"}</Badge>
        </p>
        <p className="text-sm text-text-muted">
          {inputTitle} of{" "}
          <Link href={`/tools/${toolId}`} className="underline underline-offset-2 hover:text-text">
            {toolTitle}
          </Link>
        </p>
        <p className="text-text-subtle text-xs">
          From{" "}
          {plans.slice(0, 3).map(({ planId, goal }, place) => (
            <span key={planId}>
              {place > 0 && ", "}
              <Link href={`/plans/${planId}`} className="underline underline-offset-2 hover:text-text">
                {goal.length > 60 ? `${goal.slice(0, 59)}…` : goal}
              </Link>
            </span>
          ))}
          {plans.length > 3 && ` and ${plans.length - 3} more`} · <RelativeTime date={lastAt} />
        </p>
      </div>
      <IconButton label={`Forget ${text} for ${inputTitle}`} onClick={() => void forget()}>
        <X />
      </IconButton>
    </li>
  );
}
