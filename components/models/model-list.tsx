"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Sparkles } from "lucide-react";
import { useState } from "react";
import { chooseRoleAction, testModelAction } from "@/app/models/actions";
import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { RadioList } from "@/components/ui/radio-list";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { modelsQuery } from "@/lib/client/models";
import { type LanguageModel, type Models, modelName } from "@/lib/domain/language-model";
import { ModelDialog } from "./model-dialog";
import { ModelRow } from "./model-row";

/** Language models: which there are, which is in use, and for what. */
export function ModelList() {
  const client = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(modelsQuery);
  const [open, setOpen] = useState<LanguageModel | "new" | null>(null);
  const [testing, setTesting] = useState<string | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: modelsQuery.queryKey });
  const saved = async (id: string) => {
    setOpen(null);
    setTesting(id);
    await refresh();
    // It says at once whether it works; what goes wrong here is shown in its row.
    await testModelAction({ id }).catch(() => null);
    setTesting(null);
    await refresh();
  };
  const add = (
    <Button variant="primary" icon={<Plus />} onClick={() => setOpen("new")}>
      Add a model
    </Button>
  );
  return (
    <Page
      header={
        <PageHeader
          title="Models"
          description="A language model can write plans and texts. Without one, Lamplight plans by itself."
          actions={data && data.models.length > 0 ? add : undefined}
        />
      }
    >
      {isPending && <Skeleton className="h-64" />}
      {error && !data && (
        <ErrorState
          title="The models could not be read"
          description={error.message}
          onRetry={() => void refetch()}
        />
      )}
      {data?.models.length === 0 && (
        <EmptyState
          icon={<Sparkles />}
          title="No model yet"
          description="Plans come from the planner that is built in, and everything works. Add a model of a provider, or one that runs on this machine, to have it write plans and texts."
          action={add}
        />
      )}
      {data && data.models.length > 0 && (
        <div className="flex flex-col gap-6">
          <InUse models={data} onChanged={refresh} />
          <Card className="divide-y divide-border overflow-hidden">
            {data.models.map((model) => (
              <ModelRow
                key={model.id}
                model={model}
                isTested={testing === model.id}
                isFixed={data.models.some(({ id }) => id === "environment")}
                onEdit={() => setOpen(model)}
                onChanged={refresh}
              />
            ))}
          </Card>
        </div>
      )}
      {open !== null && (
        <ModelDialog
          model={open === "new" ? null : open}
          onClose={() => setOpen(null)}
          onSaved={(id) => void saved(id)}
        />
      )}
    </Page>
  );
}

const roles = [
  {
    value: "plans",
    label: "Writes the plan",
    description:
      "Step by step; each step is checked before it is taken, and the planner that is built in completes or takes over what goes wrong.",
  },
  {
    value: "improves",
    label: "Improves a draft",
    description:
      "The planner that is built in writes a draft, and the model changes what is wrong in it; each change is checked. When it fails, the draft stands.",
  },
  {
    value: "decisions",
    label: "Decides single questions only",
    description:
      "The planner that is built in writes the plan. It asks the model which of several tools does a part of the goal where plans with either are about as good, and for a suggestion where a text is missing. A small model is enough.",
  },
] as const;

/** What the model in use does. */
function InUse({ models, onChanged }: { models: Models; onChanged: () => Promise<void> }) {
  const { role } = models;
  const inUse = models.models.find(({ isInUse }) => isInUse);
  const [chosen, setChosen] = useState<typeof role | null>(null);
  if (!inUse) {
    return (
      <Banner tone="info" title="No model is in use">
        The planner that is built in makes all plans. Choose “Use” beside a model to have it plan.
      </Banner>
    );
  }
  const choose = async (next: typeof role) => {
    setChosen(next);
    try {
      await chooseRoleAction({ role: next });
      await onChanged();
    } catch {
      toast.error("Lamplight can't be reached. Nothing was changed.");
    }
    setChosen(null);
  };
  return (
    <section aria-label="What the model does" className="flex max-w-2xl flex-col gap-2.5">
      <p className="break-all font-medium text-sm">{modelName(inUse)}</p>
      <RadioList
        label="What the model does"
        options={roles}
        value={chosen ?? role}
        onValueChange={(next) => void choose(next)}
      />
      <p className="text-pretty text-text-muted text-xs">
        It is sent the goal, descriptions of tools, the names of columns, and what was done for similar goals
        and how that ended: never a secret, never a file's content, nothing that a run gave. It also writes
        the texts of steps that ask for one, and is then sent what they are made from.
      </p>
    </section>
  );
}
