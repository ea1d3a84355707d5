"use client";

import { setCallLimitAction } from "@/app/settings/actions";
import { AtOnceSelect } from "@/components/settings/at-once-select";
import { toast } from "@/components/ui/toast";
import type { ToolId } from "@/lib/domain/ids";

/** How many calls of a tool may be under way at once, of all runs and workers. */
export function ToolLimit(props: { toolId: ToolId; atOnce: number | null; onChange: () => Promise<void> }) {
  const { toolId, atOnce, onChange } = props;
  const set = async (chosen: number | null) => {
    try {
      await setCallLimitAction({ of: { kind: "tool", id: toolId }, atOnce: chosen });
    } catch {
      toast.error("The limit could not be saved. Try again.");
    }
    await onChange();
  };
  return (
    <AtOnceSelect
      size="sm"
      aria-label="Calls at once"
      value={atOnce}
      noLimit="Any number at once"
      onChange={(chosen) => void set(chosen)}
    />
  );
}
