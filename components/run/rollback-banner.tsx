"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Banner } from "@/components/ui/banner";
import { ledgerQuery } from "@/lib/client/runs";
import { isFinishedRun, type Run } from "@/lib/domain/run";
import { ledgerWords } from "./ledger-words";

/** What a run takes back of another, or what has been taken back of it; nothing for most runs. */
export function RollbackBanner({ run }: { run: Run }) {
  const { rollback } = run;
  const { data: ledger } = useQuery({ ...ledgerQuery(run.id), enabled: isFinishedRun(run) && !rollback });
  if (rollback) {
    return (
      <Banner title="A rollback">
        It undoes what{" "}
        <Link href={`/runs/${rollback.runId}?rollback`} className="underline underline-offset-2">
          an earlier run
        </Link>{" "}
        did, the latest first.
      </Banner>
    );
  }
  const isRolledBack = ledger?.entries.some(
    ({ state }) =>
      state.kind === "undone" ||
      state.kind === "undoing" ||
      (state.kind === "undoable" && state.before !== null),
  );
  if (!ledger || !isRolledBack) return null;
  const { start, entries } = ledger;
  return (
    <Banner title={start.kind === "under-way" ? "Being rolled back" : "Rolled back"}>
      {ledgerWords(entries)}{" "}
      {start.kind === "under-way" ? (
        <Link href={`/runs/${start.runId}`} className="underline underline-offset-2">
          Go to the rollback
        </Link>
      ) : null}
    </Banner>
  );
}
