"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useId, useState } from "react";
import { saveRecipientAction } from "@/app/notifications/actions";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Skeleton } from "@/components/ui/skeleton";
import { useFocusInvalid } from "@/components/ui/use-focus-invalid";
import { connectionsQuery } from "@/lib/client/connections";
import type { FieldProblem } from "@/lib/connections/connection-form";
import type { ListedConnection } from "@/lib/connections/described-connection";
import { type Recipient, type RecipientEntry, recipientKinds } from "@/lib/domain/notification";
import { topics } from "./topic-words";

const gatherOptions = [
  { value: "5", label: "At once" },
  { value: "60", label: "After a minute" },
  { value: "600", label: "After ten minutes" },
] as const;

interface RecipientDialogProps {
  /** Null for a new one. */
  recipient: Recipient | null;
  onClose: () => void;
  onSaved: () => void;
}

/** Somebody to be told: through which connection, where, and of what. */
export function RecipientDialog(props: RecipientDialogProps) {
  const formId = useId();
  const { data, error } = useQuery(connectionsQuery);
  const usable = data?.connections.filter(({ kind }) => recipientKinds.some((one) => one === kind));
  const [isSaving, setSaving] = useState(false);
  const canSave = usable !== undefined && usable.length > 0;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <DialogContent
        title={props.recipient ? `Edit “${props.recipient.address}”` : "Add a recipient"}
        description="A message holds what the goal and the step are called, and a link. What a step is given or gave is never in it."
        footer={
          <>
            <Button variant="secondary" onClick={props.onClose}>
              Cancel
            </Button>
            <Button type="submit" form={formId} variant="primary" loading={isSaving} disabled={!canSave}>
              Save
            </Button>
          </>
        }
      >
        {error && !data && <Banner tone="danger">The connections could not be read: {error.message}</Banner>}
        {!usable && !error && <Skeleton className="h-64" />}
        {usable?.length === 0 && (
          <Banner tone="info" title="There is no connection to send it through">
            Add one to a mail server or to Slack under{" "}
            <Link href="/connections?add=smtp" className="underline underline-offset-2">
              Connections
            </Link>
            , then come back.
          </Banner>
        )}
        {usable && usable.length > 0 && (
          <RecipientForm {...props} formId={formId} connections={usable} onSaving={setSaving} />
        )}
      </DialogContent>
    </Dialog>
  );
}

function RecipientForm(
  props: RecipientDialogProps & {
    formId: string;
    connections: ListedConnection[];
    onSaving: (isSaving: boolean) => void;
  },
) {
  const { recipient, connections, onSaving } = props;
  const [entry, setEntry] = useState<RecipientEntry>(() => startingEntry(recipient, connections));
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const ref = useFocusInvalid(problems);
  const set = (change: Partial<RecipientEntry>) => setEntry({ ...entry, ...change });
  const problemOf = (field: string) => problems.find((one) => one.field === field)?.message;
  const isMail = connections.find(({ id }) => id === entry.connectionId)?.kind !== "slack";
  const save = async () => {
    onSaving(true);
    try {
      const saved = await saveRecipientAction({ id: recipient?.id ?? null, entry });
      if (saved.kind === "saved") return props.onSaved();
      const gone = "Somebody removed this recipient just now. Close this and add it again.";
      setProblems(saved.kind === "refused" ? saved.problems : [{ field: null, message: gone }]);
    } catch {
      setProblems([{ field: null, message: "Lamplight can't be reached. What you wrote is kept." }]);
    }
    onSaving(false);
  };
  return (
    <form
      ref={ref}
      id={props.formId}
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {problems
        .filter(({ field }) => field === null)
        .map(({ message }) => (
          <Banner key={message} tone="danger" live="alert">
            {message}
          </Banner>
        ))}
      <Field label="Through" required error={problemOf("connectionId")}>
        <Select
          options={connections.map(({ id, name, title }) => ({
            value: id,
            label: name === title ? name : `${name} (${title})`,
          }))}
          value={entry.connectionId}
          onValueChange={(connectionId) => set({ connectionId })}
        />
      </Field>
      <Field
        label={isMail ? "E-mail address" : "Channel or person"}
        required
        error={problemOf("address")}
        hint={isMail ? undefined : "The bot must have been invited to the channel."}
      >
        <Input
          type={isMail ? "email" : "text"}
          autoComplete="off"
          placeholder={isMail ? "ada@example.com" : "#operations"}
          value={entry.address}
          onChange={(event) => set({ address: event.target.value })}
        />
      </Field>
      <fieldset className="flex flex-col gap-2.5">
        <legend className="mb-1.5 font-medium text-sm">Of what</legend>
        {topics.map(({ topic, label, description }) => (
          <Checkbox
            key={topic}
            label={label}
            description={description}
            checked={entry.topics.includes(topic)}
            aria-invalid={problemOf("topics") !== undefined || undefined}
            onCheckedChange={(checked) => {
              const others = entry.topics.filter((one) => one !== topic);
              set({ topics: checked === true ? [...others, topic] : others });
            }}
          />
        ))}
        {problemOf("topics") && (
          <p role="alert" className="text-danger text-xs">
            {problemOf("topics")}
          </p>
        )}
      </fieldset>
      <Field
        label="When"
        hint="What comes until then is in the same message; what is decided by then is not told."
      >
        <Select
          options={gatherOptions}
          value={gatherOptions.find(({ value }) => Number(value) === entry.gatherSeconds)?.value ?? "60"}
          onValueChange={(value) => set({ gatherSeconds: value === "5" ? 5 : value === "60" ? 60 : 600 })}
        />
      </Field>
    </form>
  );
}

function startingEntry(recipient: Recipient | null, connections: ListedConnection[]): RecipientEntry {
  if (recipient) {
    const { connectionId, address, topics, gatherSeconds } = recipient;
    return { connectionId, address, topics, gatherSeconds };
  }
  const [first] = [...connections].sort((a, b) => Number(b.kind === "smtp") - Number(a.kind === "smtp"));
  if (!first) throw new Error("the form is shown without a connection");
  return { connectionId: first.id, address: "", topics: ["decisions", "failures"], gatherSeconds: 60 };
}
