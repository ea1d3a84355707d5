"use client";

import { useState } from "react";
import { Textarea } from "@/components/ui/textarea";
import { type Json, jsonSchema } from "@/lib/domain/json";
import { checkValue } from "@/lib/planning/check-value";
import { useDraft } from "./use-draft";
import type { ValueControlProps } from "./value-control-props";

/** A value without a control of its own, written as JSON; what is wrong with it is said below, and nothing is lost. */
export function JsonControl({ schema, value, onChange, label }: ValueControlProps) {
  const [draft, setDraft] = useDraft(value === undefined ? "" : JSON.stringify(value, null, 2));
  const [problem, setProblem] = useState<string | null>(null);
  const commit = () => {
    if (draft.trim() === "") {
      setProblem(null);
      if (value !== undefined) onChange(undefined);
      return;
    }
    const parsed = parse(draft);
    const wrong = parsed.kind === "json" ? checkValue(parsed.value, schema) : parsed.message;
    setProblem(wrong);
    if (parsed.kind === "json" && wrong === null && JSON.stringify(parsed.value) !== JSON.stringify(value)) {
      onChange(parsed.value);
    }
  };
  return (
    <div className="flex flex-col gap-1">
      <Textarea
        mono
        minRows={2}
        maxRows={16}
        value={draft}
        aria-label={`${label}, as JSON`}
        aria-invalid={problem !== null}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
      />
      {problem && (
        <p role="alert" className="text-danger text-xs">
          It {problem}.
        </p>
      )}
    </div>
  );
}

function parse(text: string): { kind: "json"; value: Json } | { kind: "wrong"; message: string } {
  try {
    return { kind: "json", value: jsonSchema.parse(JSON.parse(text)) };
  } catch (error) {
    return {
      kind: "wrong",
      message: `is not JSON yet: ${error instanceof Error ? error.message : "unreadable"}`,
    };
  }
}
