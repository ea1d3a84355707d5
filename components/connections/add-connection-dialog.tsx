"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ToolIcon } from "@/components/tools/tool-icon";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { ComboboxList } from "@/components/ui/combobox-list";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Skeleton } from "@/components/ui/skeleton";
import { connectionFormQuery, connectionKindsQuery } from "@/lib/client/connections";
import { ConnectionFormBody } from "./connection-form-body";

/** A new connection: first what to, then its form. */
export function AddConnectionDialog(props: {
  /** Null while nothing is chosen. */
  kind: string | null;
  callbackAddress: string;
  /** There is none of its kind yet. */
  isFirst: boolean;
  onKind: (kind: string | null) => void;
  onClose: () => void;
  onSaved: (id: string) => void;
}) {
  const { kind, onKind, onClose } = props;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      {kind === null ? (
        <DialogContent title="Add a connection" description="Choose what to connect to.">
          <KindChooser onChoose={onKind} />
        </DialogContent>
      ) : (
        <NewConnection {...props} kind={kind} />
      )}
    </Dialog>
  );
}

function KindChooser({ onChoose }: { onChoose: (kind: string) => void }) {
  const [words, setWords] = useState("");
  const { data, error, isFetching, refetch } = useQuery(connectionKindsQuery(words));
  if (error && !data) {
    return (
      <ErrorState
        title="What there is could not be read"
        description={error.message}
        onRetry={() => void refetch()}
        compact
      />
    );
  }
  return (
    <>
      <ComboboxList
        className="overflow-hidden rounded-lg border"
        options={(data?.kinds ?? []).map(({ kind, title, description, icon }) => ({
          value: kind,
          label: title,
          description,
          icon: <ToolIcon name={icon} />,
        }))}
        value={null}
        onChoose={onChoose}
        onSearch={setWords}
        loading={isFetching && !data}
        searchPlaceholder="Search services and imported APIs"
        emptyText="Nothing of that name. Import its API on the Tools page first."
      />
      <p className="mt-3 text-sm text-text-muted">
        Not there?{" "}
        <ButtonLink size="sm" variant="ghost" href="/tools">
          Import its API
        </ButtonLink>
      </p>
    </>
  );
}

function NewConnection(props: {
  kind: string;
  callbackAddress: string;
  isFirst: boolean;
  onKind: (kind: string | null) => void;
  onClose: () => void;
  onSaved: (id: string) => void;
}) {
  const { data: form, error, refetch } = useQuery(connectionFormQuery(props.kind));
  const another = (
    <Button size="sm" variant="ghost" onClick={() => props.onKind(null)}>
      Choose another service
    </Button>
  );
  return (
    <DialogContent
      title={form ? `Connect ${form.title}` : "Add a connection"}
      description={form?.description ?? (error ? undefined : "Reading what it needs…")}
    >
      {error && !form ? (
        <ErrorState
          title="There is no such service here"
          description={error.message}
          onRetry={() => void refetch()}
          action={another}
          compact
        />
      ) : form ? (
        <ConnectionFormBody {...props} form={form} connection={null} another={another} />
      ) : (
        <Skeleton className="h-64" />
      )}
    </DialogContent>
  );
}
