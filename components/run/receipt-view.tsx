import { CopyButton } from "@/components/ui/copy-button";
import { JsonView } from "@/components/ui/json-view";
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import type { Receipt } from "@/lib/domain/receipt";
import type { Tool } from "@/lib/domain/tool";
import { Disclosure } from "./disclosure";

/** True for tools whose messages the sandbox's Outbox shows. */
export function isMessaging(tool: Tool | null): boolean {
  return ["smtp", "slack", "twilio"].includes(tool?.connectionKind ?? "");
}

/** The outside service's evidence that an effect took place. */
export function ReceiptView({ receipt }: { receipt: Receipt }) {
  const hasDetail = isJsonObject(receipt.detail)
    ? Object.keys(receipt.detail).length > 0
    : receipt.detail !== null;
  return (
    <div className="flex min-w-0 flex-col gap-2 rounded-md border bg-surface-sunken px-3 py-2">
      <div className="flex min-w-0 items-center gap-2 text-sm">
        <span className="shrink-0 text-text-muted">{receipt.service}</span>
        <span className="min-w-0 flex-1 truncate font-mono text-xs" title={receipt.reference}>
          {receipt.reference}
        </span>
        <CopyButton text={receipt.reference} label="Copy the reference" />
      </div>
      {hasDetail ? (
        <Disclosure label="What the service said">
          <JsonView value={receipt.detail} maxHeight={240} />
        </Disclosure>
      ) : null}
    </div>
  );
}

/** Who or what a call reached, from its control inputs: "6 people", "#sales"; null when it can't be told. */
export function targetText(inputs: JsonObject | null, tool: Tool | null): string | null {
  for (const name of tool?.controlInputs ?? []) {
    const text = targetOf(inputs && Object.hasOwn(inputs, name) ? (inputs[name] ?? null) : null);
    if (text) return text;
  }
  return null;
}

function targetOf(value: Json): string | null {
  if (typeof value === "string" && value !== "") return value;
  if (!Array.isArray(value) || value.length === 0) return null;
  const [only] = value;
  return value.length === 1 && typeof only === "string" ? only : `${value.length} recipients`;
}
