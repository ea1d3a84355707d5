"use client";

import { removeConnectionAction } from "@/app/connections/actions";
import { AlertDialog, AlertDialogContent } from "@/components/ui/alert-dialog";
import { toast } from "@/components/ui/toast";
import type { ListedConnection } from "@/lib/connections/described-connection";
import { counted, UsingPlans } from "./connection-usage";

/** Asks before a connection is removed, and says what will miss it. */
export function RemoveConnection(props: {
  connection: ListedConnection;
  onClose: () => void;
  onRemoved: () => void;
}) {
  const { connection, onClose, onRemoved } = props;
  const { usage, isDefault } = connection;
  const isMissed = isDefault && usage.plans > 0;
  const remove = async () => {
    try {
      await removeConnectionAction({ id: connection.id });
      toast.success("The connection was removed.");
      onRemoved();
    } catch {
      toast.error("Lamplight can't be reached. Nothing was changed.");
    }
  };
  return (
    <AlertDialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <AlertDialogContent
        title={`Remove "${connection.name}"?`}
        description={
          isDefault && usage.tools > 0
            ? `Its credentials are deleted. ${counted(usage.tools, "tool")} will use another connection of its kind, or say that one is missing.`
            : "Its credentials are deleted. No tool uses it."
        }
        confirmLabel="Remove"
        onConfirm={() => void remove()}
      >
        {isMissed && (
          <>
            <h3 className="mb-1.5 font-medium text-sm">{counted(usage.plans, "plan")} with such steps</h3>
            <UsingPlans id={connection.id} total={usage.plans} />
          </>
        )}
      </AlertDialogContent>
    </AlertDialog>
  );
}
