import { FlaskConical } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { StatusBadge, type StatusName } from "@/components/ui/status-badge";
import type { StepStatus } from "@/lib/domain/run";

/** How a step would stand, with the icon that goes with it. */
export interface SimulatedStatus {
  icon: StatusName;
  words: string;
}

const words: Record<StepStatus, string> = {
  completed: "Would complete",
  skipped: "Would be skipped",
  unexpected: "Would stop",
  failed: "Would fail",
  "outcome-unknown": "Would be unknown",
  pending: "Not reached",
  // Of a repeated step: some of its items have stopped it.
  running: "Would stop",
  "waiting-approval": "Would ask you",
  "waiting-answer": "Would ask you",
  retrying: "Would try again",
  "looking-up": "Would be looked up",
  denied: "Would be denied",
  canceled: "Not reached",
};

/** A step that asks on its way and goes on is told by that: it is what a person has to do. */
export function simulatedStatus(status: StepStatus, asks: boolean): SimulatedStatus {
  if (status === "completed" && asks) return { icon: "waiting-approval", words: words["waiting-approval"] };
  return { icon: status === "running" ? "failed" : status, words: words[status] };
}

/** How a step would stand: dashed and in the conditional, so that nobody takes it for what was. */
export function SimulatedStatusBadge({ status }: { status: SimulatedStatus }) {
  return (
    <StatusBadge status={status.icon} className="border-dashed bg-transparent">
      {status.words}
    </StatusBadge>
  );
}

/** Marks what was made up. */
export function SimulatedMark() {
  return (
    <Badge tone="outline" className="border-dashed" icon={<FlaskConical aria-hidden />}>
      Simulated
    </Badge>
  );
}
