"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { forgetEverythingAction } from "@/app/memory/actions";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { AlertDialog, AlertDialogContent } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { EpisodeList } from "./episode-list";
import { RememberedValues } from "./remembered-values";

/** What is remembered of earlier plans, where it came from, and the way to be rid of it. */
export function Memory() {
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const [isForgetting, setForgetting] = useState(false);
  const refresh = () => client.invalidateQueries({ queryKey: ["memory"] });
  const forgetAll = async () => {
    setForgetting(true);
    try {
      await forgetEverythingAction();
      await refresh();
    } catch {
      toast.error("Nothing was forgotten: Lamplight can't be reached.");
    }
    setForgetting(false);
    setAsking(false);
  };
  return (
    <Page
      header={
        <PageHeader
          title="Memory"
          description="What Lamplight keeps of plans that have run, and of values you chose in them. It helps with the next plan and decides nothing."
          actions={
            <Button icon={<Trash2 />} onClick={() => setAsking(true)}>
              Forget everything
            </Button>
          }
        />
      }
      width="md"
    >
      <div className="flex flex-col gap-10">
        <RememberedValues onChanged={refresh} />
        <EpisodeList onChanged={refresh} />
      </div>
      {isAsking && (
        <AlertDialog open onOpenChange={(isOpen) => !isOpen && setAsking(false)}>
          <AlertDialogContent
            title="Forget everything?"
            description="Past plans are no longer suggested for new goals, and no value is. Plans and runs themselves stay where they are. This can't be undone."
            confirmLabel="Forget everything"
            pending={isForgetting}
            onConfirm={() => void forgetAll()}
          />
        </AlertDialog>
      )}
    </Page>
  );
}
