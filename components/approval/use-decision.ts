import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { decideApprovalAction } from "@/app/runs/[runId]/actions";
import { type Command, type CommandOutcome, useCommand } from "@/components/run/use-command";
import { toast } from "@/components/ui/toast";
import type { Approval } from "@/lib/domain/approval";
import type { EnvelopeGrant } from "@/lib/domain/envelope";
import type { ApprovalId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import type { PlanProblem } from "@/lib/domain/plan-problem";

export interface ApprovalDecision extends Pick<Command, "pending" | "failure"> {
  /** What is wrong with edited inputs. */
  problems: readonly PlanProblem[];
  approve: (inputs?: JsonObject) => void;
  /** This one, and more like it within bounds. */
  approveWithin: (envelope: EnvelopeGrant) => void;
  deny: (reason: string) => void;
}

const already: Record<Exclude<Approval["status"], "pending">, string> = {
  approved: "This was approved already, in another window or by another program.",
  denied: "This was denied already, in another window or by another program.",
  withdrawn: "This is no longer asked: the run ended or the step changed.",
};

/** The person's decision on one card: it counts once, and names what the card shows. */
export function useDecision(options: {
  approvalId: ApprovalId;
  contentHash: string;
  /** After a decision, the person's or somebody else's. */
  onDecided: () => void;
  /** Brings the page up to date. */
  refresh: () => void;
}): ApprovalDecision {
  const { approvalId, contentHash, onDecided, refresh } = options;
  const queryClient = useQueryClient();
  const { pending, failure, send } = useCommand(approvalId, refresh);
  const [problems, setProblems] = useState<readonly PlanProblem[]>([]);

  const decide = async (decision: object): Promise<CommandOutcome> => {
    setProblems([]);
    const decided = await decideApprovalAction({ approvalId, decision: { ...decision, contentHash } });
    void queryClient.invalidateQueries({ queryKey: ["inbox"] });
    void queryClient.invalidateQueries({ queryKey: ["envelopes"] });
    switch (decided.kind) {
      case "decided":
        onDecided();
        return "sent";
      case "conflict":
        refresh();
        if (decided.approval.status === "pending") {
          return { failure: "This is not what is waiting any more. Look at it again, then decide." };
        }
        toast.info(already[decided.approval.status]);
        onDecided();
        return "sent";
      case "refused":
        setProblems(decided.problems);
        return { failure: decided.message };
      case "not-found":
        toast.info("This is no longer asked.");
        refresh();
        onDecided();
        return "sent";
      default:
        return decided satisfies never;
    }
  };
  return {
    pending,
    failure,
    problems,
    approve: (inputs) =>
      send("approve", () => decide({ decision: "approve", ...(inputs ? { inputs } : {}) })),
    approveWithin: (envelope) => send("approve", () => decide({ decision: "approve", envelope })),
    deny: (reason) => send("deny", () => decide({ decision: "deny", reason })),
  };
}
