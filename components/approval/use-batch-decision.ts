import { useQueryClient } from "@tanstack/react-query";
import { decideApprovalsAction } from "@/app/runs/[runId]/actions";
import { type Command, type CommandOutcome, useCommand } from "@/components/run/use-command";
import { toast } from "@/components/ui/toast";
import type { ApprovalId } from "@/lib/domain/ids";
import type { BatchItem } from "./batch-approval";

export interface BatchDecision extends Pick<Command, "pending" | "failure"> {
  /** Approves all but those that are left out, which are denied. */
  decide: (left: ReadonlySet<ApprovalId>) => void;
  deny: () => void;
}

/** The person's decision on all items of a card: each counts once, and names the hash of what it shows. */
export function useBatchDecision(options: {
  items: readonly BatchItem[];
  onDecided: () => void;
  refresh: () => void;
}): BatchDecision {
  const { items, onDecided, refresh } = options;
  const queryClient = useQueryClient();
  const { pending, failure, send } = useCommand(items.map((item) => item.approvalId).join(" "), refresh);

  const decide = async (isApproved: (item: BatchItem) => boolean): Promise<CommandOutcome> => {
    const decided = await decideApprovalsAction({
      decisions: items.map((item) => ({
        approvalId: item.approvalId,
        decision: {
          decision: isApproved(item) ? "approve" : "deny",
          contentHash: item.contentHash,
        },
      })),
    });
    void queryClient.invalidateQueries({ queryKey: ["inbox"] });
    const late = decided.filter((kind) => kind !== "decided").length;
    if (late > 0) {
      refresh();
      toast.info(
        late === decided.length
          ? "These were decided already, in another window or by another program, or are no longer asked."
          : `${late} of ${decided.length} had been decided already or are no longer asked; the others are decided.`,
      );
    }
    onDecided();
    return "sent";
  };
  return {
    pending,
    failure,
    decide: (left) => send("decide", () => decide((item) => !left.has(item.approvalId))),
    deny: () => send("deny", () => decide(() => false)),
  };
}
