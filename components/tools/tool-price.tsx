"use client";

import { useRef, useState, useTransition } from "react";
import { priceToolAction } from "@/app/tools/[toolId]/actions";
import { dollars } from "@/components/models/model-words";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { toolPriceSchema } from "@/lib/domain/call-cost";
import type { ToolId } from "@/lib/domain/ids";

/** What a call costs, as a person says: for estimates, and for what a run came to. */
export function ToolPrice(props: { toolId: ToolId; priceUsd: number | null; onChange: () => Promise<void> }) {
  const { toolId, priceUsd, onChange } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const [isSaving, startSaving] = useTransition();
  const change = useRef<HTMLButtonElement>(null);
  const price = draft === null ? null : priceIn(draft);
  const leave = () => {
    setDraft(null);
    requestAnimationFrame(() => change.current?.focus());
  };
  const save = () =>
    startSaving(async () => {
      if (price === null || price.kind === "wrong") return;
      try {
        const { kind } = await priceToolAction({ toolId, usd: price.usd });
        if (kind === "not-found") throw new Error("This tool is not there any more.");
        await onChange();
        leave();
      } catch (error) {
        toast.error(error instanceof Error ? error.message : "The price could not be saved.");
      }
    });
  if (draft === null) {
    return (
      <>
        <p className="tabular-nums">{priceUsd === null ? "No known cost" : `${dollars(priceUsd)} a call`}</p>
        <p className="text-text-muted text-xs">
          {priceUsd === null
            ? "Say what a call costs, and estimates count it."
            : "As you said. Estimates and runs from now on count it."}
        </p>
        <Button ref={change} size="sm" onClick={() => setDraft(priceUsd === null ? "" : String(priceUsd))}>
          {priceUsd === null ? "Set a price" : "Change the price"}
        </Button>
      </>
    );
  }
  return (
    <form
      className="flex w-full flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") leave();
      }}
    >
      <Field
        label="US dollars a call"
        error={price?.kind === "wrong" ? "An amount from 0 to 10,000, such as 0.0079." : undefined}
        hint="Empty: no known cost."
      >
        <Input
          autoFocus
          inputMode="decimal"
          value={draft}
          maxLength={20}
          onChange={(event) => setDraft(event.target.value)}
        />
      </Field>
      <div className="flex gap-2">
        <Button
          type="submit"
          size="sm"
          variant="primary"
          loading={isSaving}
          disabled={price?.kind === "wrong"}
        >
          Save
        </Button>
        <Button size="sm" onClick={leave}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function priceIn(text: string): { kind: "price"; usd: number | null } | { kind: "wrong" } {
  const plain = text.trim().replace(/^\$\s*/, "");
  if (plain === "") return { kind: "price", usd: null };
  const parsed = toolPriceSchema.safeParse(/^\d*\.?\d+$|^\d+\.$/.test(plain) ? Number(plain) : Number.NaN);
  return parsed.success ? { kind: "price", usd: parsed.data } : { kind: "wrong" };
}
