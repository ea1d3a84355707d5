"use client";

import { CircleCheck, CircleDashed, CircleX, MoreHorizontal } from "lucide-react";
import { useState } from "react";
import { chooseModelAction, removeModelAction, testModelAction } from "@/app/models/actions";
import { AlertDialog, AlertDialogContent } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { type LanguageModel, modelName } from "@/lib/domain/language-model";
import { priceText, providerLabel } from "./model-words";

/** One model: where it answers, whether it works, what it costs, and what can be done with it. */
export function ModelRow(props: {
  model: LanguageModel;
  /** It was just saved and is being tried. */
  isTested: boolean;
  /** The environment says which model is used. */
  isFixed: boolean;
  onEdit: () => void;
  onChanged: () => Promise<void>;
}) {
  const { model, isTested, isFixed, onEdit, onChanged } = props;
  const [busy, setBusy] = useState<"testing" | "choosing" | null>(null);
  const [isRemoving, setRemoving] = useState(false);
  /** Of the environment's model nothing is stored. */
  const [ownTest, setOwnTest] = useState<LanguageModel["lastTest"]>(null);
  const work = async (what: "testing" | "choosing", action: () => Promise<void>) => {
    setBusy(what);
    try {
      await action();
      await onChanged();
    } catch {
      toast.error("Lamplight can't be reached. Nothing was changed.");
    }
    setBusy(null);
  };
  const test = () =>
    work("testing", async () => {
      const result = await testModelAction({ id: model.id });
      if (model.id === "environment") setOwnTest({ ...result, at: new Date().toISOString() });
    });
  const choose = (id: string | null) =>
    work("choosing", async () => {
      await chooseModelAction({ id });
    });
  const name = modelName(model);
  const isStored = model.id !== "environment";
  return (
    <section aria-label={name} className="flex flex-col gap-3 px-4 py-3 sm:flex-row sm:items-center">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          <span className="min-w-0 break-all font-medium">{model.model}</span>
          <span className="text-text-subtle text-xs">{providerLabel(model.provider)}</span>
          {model.isInUse && <Badge tone="success">In use</Badge>}
          {model.privateNetwork && isStored && <Badge>Private network allowed</Badge>}
        </p>
        <p className="truncate font-mono text-text-subtle text-xs" title={model.address}>
          {model.address}
        </p>
        <TestState
          model={model}
          test={ownTest ?? model.lastTest}
          isTesting={busy === "testing" || isTested}
        />
        <p className="mt-1 text-text-subtle text-xs">
          {[model.hasKey ? "Has a key" : "No key", priceText(model)].filter(Boolean).join(" · ")}
        </p>
        {!isStored && (
          <p className="mt-1 text-pretty text-text-muted text-xs">
            Set by {model.variables.join(", ")} in Lamplight's environment, and used as long as it is.
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {isStored && !isFixed && (
          <Button
            size="sm"
            loading={busy === "choosing"}
            onClick={() => void choose(model.isInUse ? null : model.id)}
          >
            {model.isInUse ? "Stop using" : "Use"}
          </Button>
        )}
        <Button size="sm" loading={busy === "testing" || isTested} onClick={() => void test()}>
          Test
        </Button>
        {isStored && (
          <>
            <Button size="sm" onClick={onEdit}>
              Edit
            </Button>
            <Menu>
              <MenuTrigger asChild>
                <IconButton label={`More for ${name}`} hideTooltip>
                  <MoreHorizontal />
                </IconButton>
              </MenuTrigger>
              <MenuContent>
                <MenuItem danger onSelect={() => setRemoving(true)}>
                  Remove
                </MenuItem>
              </MenuContent>
            </Menu>
          </>
        )}
      </div>
      {isRemoving && (
        <AlertDialog open onOpenChange={(isOpen) => !isOpen && setRemoving(false)}>
          <AlertDialogContent
            title={`Remove “${name}”?`}
            description={
              model.isInUse
                ? "Its key is deleted. The planner that is built in makes plans then."
                : "Its key is deleted."
            }
            confirmLabel="Remove"
            onConfirm={() => void work("choosing", () => removeModelAction({ id: model.id }))}
          />
        </AlertDialog>
      )}
    </section>
  );
}

function TestState(props: { model: LanguageModel; test: LanguageModel["lastTest"]; isTesting: boolean }) {
  const { test, isTesting } = props;
  const look = isTesting
    ? { icon: CircleDashed, color: "text-text-muted", words: "Asking it something…" }
    : test === null
      ? { icon: CircleDashed, color: "text-text-subtle", words: "Never tested." }
      : test.kind === "works"
        ? { icon: CircleCheck, color: "text-success", words: test.detail }
        : { icon: CircleX, color: "text-danger", words: test.message };
  const Icon = look.icon;
  return (
    <p role="status" className={`mt-1 flex items-start gap-1.5 text-xs ${look.color}`}>
      <Icon aria-hidden className="mt-px size-3.5 shrink-0" />
      <span className="min-w-0 break-words">
        {look.words}{" "}
        {test !== null && !isTesting && (
          <span className="whitespace-nowrap text-text-subtle">
            Tested <RelativeTime date={test.at} />
          </span>
        )}
      </span>
    </p>
  );
}
