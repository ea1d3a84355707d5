import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";

export interface ProgressCardProps {
  /** What is done at this moment. */
  what: string;
  /** How far it is, in words: `3 of 12`. */
  amount?: string;
  /** Of 100; null when nobody knows how much there is. */
  share: number | null;
  /** The button that cancels it; none when it is too late. */
  cancel?: ReactNode;
  children: ReactNode;
}

/** Work that goes on without the page: what it does, how far it is, and the way to stop it. */
export function ProgressCard({ what, amount, share, cancel, children }: ProgressCardProps) {
  return (
    <Card className="flex flex-col gap-3 p-5">
      <div className="flex min-h-8 items-center justify-between gap-4 max-sm:min-h-11">
        <p role="status" className="font-medium">
          {what}
          {amount ? <span className="font-normal text-text-muted tabular-nums">{` · ${amount}`}</span> : null}
        </p>
        {cancel}
      </div>
      <Progress value={share} label={what} />
      <p className="text-sm text-text-muted">{children}</p>
    </Card>
  );
}
