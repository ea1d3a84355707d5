"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { rotateSecretAction } from "@/app/connections/actions";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { useFocusInvalid } from "@/components/ui/use-focus-invalid";
import { connectionQuery } from "@/lib/client/connections";
import { chosenMethod, type FieldProblem, fieldsOf } from "@/lib/connections/connection-form";
import type { DescribedConnection, ListedConnection } from "@/lib/connections/described-connection";

/** Replaces a secret: the new one is tried first, and the old one stays until that has worked. */
export function RotateDialog(props: {
  connection: ListedConnection;
  onClose: () => void;
  onRotated: () => void;
}) {
  const { data, error, refetch } = useQuery(connectionQuery(props.connection.id));
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <DialogContent
        title={`Replace the secret of "${props.connection.name}"`}
        description="The new one is tried first. The old one stays in place until that has worked."
      >
        {error && !data ? (
          <ErrorState
            title="The connection could not be read"
            description={error.message}
            onRetry={() => void refetch()}
            compact
          />
        ) : data ? (
          <RotateForm {...props} described={data} />
        ) : (
          <Skeleton className="h-32" />
        )}
      </DialogContent>
    </Dialog>
  );
}

function RotateForm(props: { described: DescribedConnection; onClose: () => void; onRotated: () => void }) {
  const { described } = props;
  const { form } = described;
  const fields = form ? fieldsOf(form, chosenMethod(form, described.values)) : [];
  const secrets = fields.filter(({ part }) => part === "secret");
  const [values, setValues] = useState<Record<string, string>>({});
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isWorking, setWorking] = useState(false);
  const ref = useFocusInvalid(problems);
  const replace = async (evenIfRefused: boolean) => {
    setWorking(true);
    setProblems([]);
    setRefusal(null);
    try {
      const entered = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
      const result = await rotateSecretAction({ id: described.id, secrets: entered, evenIfRefused });
      switch (result.kind) {
        case "rotated":
          toast.success("The new secret is in place.");
          props.onRotated();
          return props.onClose();
        case "kept-old":
          setRefusal(result.message);
          break;
        case "refused":
          setProblems(result.problems);
          break;
        case "conflict":
        case "not-found":
          setProblems([{ field: null, message: "This connection was changed meanwhile. Open it again." }]);
          break;
        default:
          result satisfies never;
      }
    } catch {
      setProblems([
        { field: null, message: "Lamplight can't be reached. The old secret is still in place." },
      ]);
    }
    setWorking(false);
  };
  return (
    <form
      ref={ref}
      className="flex flex-col gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void replace(false);
      }}
    >
      {problems
        .filter(({ field }) => field === null)
        .map(({ message }) => (
          <Banner key={message} tone="danger" live="alert">
            {message}
          </Banner>
        ))}
      {refusal !== null && (
        <Banner
          tone="danger"
          live="alert"
          title="The service does not take the new one; the old one is still in place"
          actions={
            <Button size="sm" onClick={() => void replace(true)} loading={isWorking}>
              Replace it all the same
            </Button>
          }
        >
          <span className="break-words">{refusal}</span>
        </Banner>
      )}
      {secrets.map((field) => (
        <Field
          key={field.name}
          label={`New ${field.label.charAt(0).toLowerCase()}${field.label.slice(1)}`}
          hint={secrets.length > 1 ? "Left empty: as it is." : undefined}
          error={problems.find((problem) => problem.field === field.name)?.message}
        >
          <Input
            type="password"
            autoComplete="new-password"
            mono
            value={values[field.name] ?? ""}
            onChange={(event) => setValues({ ...values, [field.name]: event.target.value })}
          />
        </Field>
      ))}
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={props.onClose}>
          Cancel
        </Button>
        <Button type="submit" variant="primary" loading={isWorking}>
          Try and replace
        </Button>
      </div>
    </form>
  );
}
