import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "@/components/ui/toast";

type Refusal = { kind: "refused"; message: string } | { kind: "not-found" };

/** Changes how a plan is run without anybody there, and says what came of it. */
export function usePublishing<T extends { kind: "published" | "scheduled" }>(options: {
  /** What is read anew after each change. */
  queryKey: QueryKey;
  /** What is said when it is not there any more. */
  missing: string;
  onPublished?: (published: T) => void;
}) {
  const { queryKey, missing, onPublished } = options;
  const client = useQueryClient();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  /** True when it was done. */
  const change = async (work: () => Promise<T | Refusal | null>, done: string): Promise<boolean> => {
    setBusy(true);
    setRefusal(null);
    let problem: string | null = null;
    try {
      const outcome = await work();
      await client.invalidateQueries({ queryKey });
      if (outcome?.kind === "refused") problem = outcome.message;
      else if (outcome?.kind === "not-found") problem = missing;
      else {
        if (outcome) onPublished?.(outcome);
        toast.success(done);
      }
    } catch {
      problem = "Nothing was changed: Lamplight can't be reached.";
    }
    setRefusal(problem);
    setBusy(false);
    return problem === null;
  };
  return { refusal, isBusy, change };
}
