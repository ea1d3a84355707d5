import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type EditOutcome, editToolAction, resetToolAction } from "@/app/tools/[toolId]/actions";
import type { Effect } from "@/lib/domain/effect";
import type { Tool } from "@/lib/domain/tool";
import type { ToolEditsPatch } from "@/lib/domain/tool-edits";

/** A change that has to be confirmed, as calls of the tool would ask less often after it. */
export interface Lowering {
  from: Effect;
  to: Effect;
  confirm: () => Promise<boolean>;
}

/** Saves changes of an imported tool. `save` and `reset` resolve with whether it was done. */
export function useToolEdit(tool: Tool, onChange: () => Promise<void>) {
  const client = useQueryClient();
  const [isSaving, setSaving] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [lowering, setLowering] = useState<Lowering | null>(null);

  const send = async (act: (confirmsLowering: boolean) => Promise<EditOutcome>, confirmed = false) => {
    setSaving(true);
    setFailure(null);
    try {
      const outcome = await act(confirmed);
      if (outcome.kind === "lowers") {
        setLowering({ from: outcome.from, to: outcome.to, confirm: () => send(act, true) });
        return false;
      }
      setLowering(null);
      if (outcome.kind === "edited") {
        void client.invalidateQueries({ queryKey: ["tools"] });
        await onChange();
        return true;
      }
      setFailure(outcome.kind === "refused" ? outcome.message : "This tool is not there any more.");
      return false;
    } catch {
      setLowering(null);
      setFailure("Lamplight did not answer, so nothing is certain. Look at the tool again before you go on.");
      return false;
    } finally {
      setSaving(false);
    }
  };
  return {
    isSaving,
    failure,
    lowering,
    keep: () => setLowering(null),
    save: (patch: ToolEditsPatch) =>
      send((confirmsLowering) => editToolAction({ toolId: tool.id, patch, confirmsLowering })),
    reset: () => send((confirmsLowering) => resetToolAction({ toolId: tool.id, confirmsLowering })),
  };
}
