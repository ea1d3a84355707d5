import { useCallback, useState } from "react";
import { describeToolAction } from "@/app/tools/[toolId]/actions";
import { toast } from "@/components/ui/toast";
import type { ToolDescription } from "@/lib/flow/describe-tool";

/**
 * What the page tells of a tool, and how to read it again. The router's own refresh won't do here: when the address has
 * changed meanwhile it may load the whole page anew, and what was typed or tried in it is gone.
 */
export function useDescription(initial: ToolDescription): [ToolDescription, () => Promise<void>] {
  const [description, setDescription] = useState(initial);
  const toolId = initial.tool.id;
  const refresh = useCallback(async () => {
    try {
      const newer = await describeToolAction({ toolId });
      if (newer) setDescription(newer);
    } catch {
      toast.error("Lamplight did not answer. What is told of the tool may be out of date.");
    }
  }, [toolId]);
  return [description, refresh];
}
