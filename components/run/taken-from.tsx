import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { TakenFrom } from "@/lib/domain/rerun";

/** Where what a step gave was recorded, when it was not in this run. */
export function TakenFromRun({ from }: { from: TakenFrom }) {
  return (
    <p className="text-pretty text-sm text-text-muted">
      Taken from{" "}
      <Link href={`/runs/${from.runId}`} className="underline underline-offset-2 hover:text-text">
        an earlier run
      </Link>
      , where it ended <RelativeTime date={from.at} format="date" />. It was not repeated.
    </p>
  );
}
