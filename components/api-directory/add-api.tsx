"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { startImportAction } from "@/app/tools/import/actions";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { toast } from "@/components/ui/toast";
import type { DirectoryApi } from "@/lib/domain/api-directory";

/** Adds an API of the directory: its preview first, where its operations can be chosen. */
export function AddApi({ api }: { api: DirectoryApi }) {
  const router = useRouter();
  const [isWorking, setWorking] = useState(false);
  if (api.apiId !== null) {
    return (
      <ButtonLink size="sm" href={`/tools?sourceId=${encodeURIComponent(api.apiId)}`}>
        Added
      </ButtonLink>
    );
  }
  if (api.problem !== null) return null;
  const add = async () => {
    setWorking(true);
    try {
      const started = await startImportAction({ source: { kind: "directory", id: api.id } });
      if (started.kind === "started") {
        router.push(`/tools/import/${started.id}`);
        return;
      }
      toast.error(started.message);
    } catch {
      toast.error("Lamplight can't be reached. Try again in a moment.");
    }
    setWorking(false);
  };
  return (
    <Button size="sm" loading={isWorking} aria-label={`Add ${api.title}`} onClick={() => void add()}>
      Add
    </Button>
  );
}
