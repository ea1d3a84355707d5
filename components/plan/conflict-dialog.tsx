"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogFooter } from "@/components/ui/dialog";
import type { PlanEditor } from "./use-plan-editor";

/** Two people (or tabs) changed the plan: both versions are there, and the person chooses which to go on with. */
export function ConflictDialog({ editor }: { editor: PlanEditor }) {
  const router = useRouter();
  const { save } = editor;
  if (save.kind !== "conflict") return null;
  return (
    <Dialog open>
      <DialogContent
        title="This plan was changed elsewhere"
        description={`Somebody saved revision ${save.current.revision} while you were editing revision ${save.copy.revision}. Nothing is lost: your version was kept as a plan of its own.`}
      >
        <DialogFooter>
          <Button variant="secondary" onClick={() => router.push(`/plans/${save.copy.id}`)}>
            Go on with my version
          </Button>
          <Button variant="primary" onClick={() => window.location.reload()}>
            Show the newest version
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
