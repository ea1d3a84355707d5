"use client";

import { useQuery } from "@tanstack/react-query";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { connectionQuery } from "@/lib/client/connections";
import { ConnectionFormBody } from "./connection-form-body";

/** A change of a connection, in the form it was made with. */
export function EditConnectionDialog(props: {
  id: string;
  callbackAddress: string;
  onClose: () => void;
  onSaved: (id: string) => void;
}) {
  // As it is now: what was filled in before may have been changed elsewhere.
  const { data, error, refetch } = useQuery({ ...connectionQuery(props.id), staleTime: 0, gcTime: 0 });
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <DialogContent
        title={data ? `Edit "${data.name}"` : "Edit a connection"}
        description={data?.form?.description}
      >
        {error && !data ? (
          <ErrorState
            title="The connection could not be read"
            description={error.message}
            onRetry={() => void refetch()}
            compact
          />
        ) : !data ? (
          <Skeleton className="h-64" />
        ) : data.form === null ? (
          <EmptyState
            compact
            title="What it was a connection to is gone"
            description="Import the API again, or remove the connection."
          />
        ) : (
          <ConnectionFormBody {...props} form={data.form} connection={data} />
        )}
      </DialogContent>
    </Dialog>
  );
}
