import type { Metadata } from "next";
import { RunHistory } from "@/components/run/run-history";
import { listRuns } from "@/lib/db/runs";

export const metadata: Metadata = { title: "History" };

/** All runs, newest first. */
export default async function HistoryPage() {
  return <RunHistory initial={await listRuns({ limit: 50 })} />;
}
