"use client";

import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";
import { runsQuery } from "@/lib/client/runs";
import type { RunSummary } from "@/lib/domain/summaries";
import { durationText } from "./duration-text";

/** Runs as a table that keeps itself up to date; each leads to its run. */
export function RunHistory({ initial }: { initial: RunSummary[] }) {
  const { data: runs } = useQuery({ ...runsQuery(50), initialData: initial });
  return (
    <Page
      width="lg"
      header={<PageHeader title="History" description="Every run, with what it did and how it ended." />}
    >
      <Card className="overflow-hidden">
        <DataTable
          caption="Runs, newest first"
          rows={runs}
          rowKey={(run) => run.id}
          rowHref={(run) => `/runs/${run.id}`}
          columns={[
            { key: "goal", header: "Goal", title: (run) => run.goal },
            {
              key: "part",
              header: "Part of",
              width: "110px",
              from: "lg",
              render: ({ parentRunId, rollsBack }) =>
                parentRunId ? "another run" : rollsBack ? "a rollback" : "",
            },
            {
              key: "status",
              header: "Status",
              width: "150px",
              render: (run) => <StatusBadge status={run.status} />,
            },
            {
              key: "createdAt",
              header: "Started",
              width: "130px",
              from: "sm",
              render: (run) => <RelativeTime date={run.createdAt} />,
            },
            {
              key: "finishedAt",
              header: "Took",
              width: "100px",
              numeric: true,
              from: "md",
              render: ({ createdAt, finishedAt }) =>
                finishedAt ? durationText(Date.parse(finishedAt) - Date.parse(createdAt)) : "",
            },
          ]}
          empty={
            <EmptyState
              icon={<History />}
              title="No runs yet"
              description="Describe a goal, approve its plan, and its run is kept here."
              action={<ButtonLink href="/">Describe a goal</ButtonLink>}
            />
          }
        />
      </Card>
    </Page>
  );
}
