"use client";

import { Textarea } from "@/components/ui/textarea";
import type { Binding } from "@/lib/domain/binding";
import { templateToText, textToBinding } from "./template-text";
import { useDraft } from "./use-draft";

type Template = Extract<Binding, { kind: "template" }>;

/** A text with values of other steps written into it, as `{{s2.summary}}`. */
export function TemplateControl({
  binding,
  label,
  isRepeated,
  onChange,
}: {
  binding: Template;
  label: string;
  /** Of a step that has an item to speak of. */
  isRepeated: boolean;
  onChange: (binding: Binding | null) => void;
}) {
  const text = templateToText(binding);
  const [draft, setDraft] = useDraft(text ?? "");
  if (text === null) {
    return <p className="text-sm text-text-muted">Made of several values. Replace it to write it anew.</p>;
  }
  return (
    <Textarea
      aria-label={label}
      minRows={3}
      maxRows={16}
      value={draft}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={() => draft !== text && onChange(draft === "" ? null : textToBinding(draft, { isRepeated }))}
    />
  );
}

/** A text binding with one more value at its end. */
export function appendOutput(binding: Binding | undefined, output: Binding): Binding {
  if (binding?.kind === "template") return { kind: "template", parts: [...binding.parts, output] };
  const isText = binding?.kind === "literal" && typeof binding.value === "string" && binding.value !== "";
  return isText ? { kind: "template", parts: [`${binding.value} `, output] } : output;
}
