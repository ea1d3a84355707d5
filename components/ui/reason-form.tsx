"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "./button";
import { Field } from "./field";
import { Textarea } from "./textarea";

/** Asks why something is denied, in the place of the buttons that denied it. Escape and “Back” bring those back. */
export function ReasonForm(props: {
  label: string;
  hint: ReactNode;
  /** The button that denies. */
  submit: string;
  variant: "primary" | "danger";
  isPending: boolean;
  /** `reason` may be empty. */
  onSubmit: (reason: string) => void;
  onBack: () => void;
}) {
  const { label, hint, submit, variant, isPending, onSubmit, onBack } = props;
  const [reason, setReason] = useState("");
  const form = useRef<HTMLFormElement>(null);
  // Focus alone would bring no more than the field into view.
  useEffect(() => {
    form.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <form
      ref={form}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(reason);
      }}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onBack();
      }}
    >
      <Field label={label} optional hint={hint}>
        <Textarea
          autoFocus
          minRows={2}
          maxRows={6}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant={variant} loading={isPending}>
          {submit}
        </Button>
        <Button variant="ghost" onClick={onBack}>
          Back
        </Button>
      </div>
    </form>
  );
}
