"use client";

import { RotateCcw } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { RevealedText } from "@/components/approval/revealed-text";
import { Banner } from "@/components/ui/banner";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { Effect } from "@/lib/domain/effect";
import type { Tool } from "@/lib/domain/tool";
import { layOverEdits, type ToolEditsPatch } from "@/lib/domain/tool-edits";
import type { ToolDescription } from "@/lib/flow/describe-tool";
import { needsLookUp } from "@/lib/planning/declared-look-up";
import { EffectChoice, LoweringDialog } from "./effect-choice";
import { LookUpChoice } from "./look-up-choice";
import { UndoChoice } from "./undo-choice";
import { declaredUndo, type UndoDraft } from "./undo-draft";
import { type LookUpDraft, useLookingUp } from "./use-looking-up";
import { useToolEdit } from "./use-tool-edit";
import { useUndoingTool } from "./use-undoing-tool";

export interface EditToolProps {
  description: ToolDescription;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onChange: () => Promise<void>;
}

/** What a person may change of an imported tool; what was imported stays beside it, to go back to. */
export function EditTool({ description, isOpen, onOpenChange, onChange }: EditToolProps) {
  const edit = useToolEdit(description.tool, onChange);
  const close = (text: string) => {
    toast.success(text);
    onOpenChange(false);
  };
  return (
    <>
      <Sheet open={isOpen} onOpenChange={onOpenChange}>
        {isOpen ? (
          <EditSheet key={description.tool.version} description={description} edit={edit} onDone={close} />
        ) : null}
      </Sheet>
      <LoweringDialog
        lowering={edit.lowering}
        title={description.tool.title}
        isSaving={edit.isSaving}
        onKeep={edit.keep}
        onLowered={() => close("Saved. The tool asks less often now.")}
      />
    </>
  );
}

/** The changeable parts as the form holds them. */
interface Draft {
  title: string;
  description: string;
  effect: Effect;
  /** One a line. */
  examples: string;
  isOn: boolean;
}

const draftOf = (tool: Tool): Draft => ({
  title: tool.title,
  description: tool.description,
  effect: tool.effect,
  examples: tool.examples.join("\n"),
  isOn: tool.off !== "by-person",
});

const linesOf = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** What is as imported is no change any more, so that a later import may change it. */
function patchOf(
  draft: Draft,
  imported: Draft,
  { undo, lookUp }: { undo: UndoDraft; lookUp: LookUpDraft },
): ToolEditsPatch {
  const own = <T,>(value: T, original: T) =>
    JSON.stringify(value) === JSON.stringify(original) ? null : value;
  return {
    title: own(draft.title.trim(), imported.title),
    description: own(draft.description.trim(), imported.description),
    effect: own(draft.effect, imported.effect),
    examples: own(linesOf(draft.examples), linesOf(imported.examples)),
    undo: draft.effect === "read" ? null : declaredUndo(undo),
    lookUp: draft.effect !== "read" && lookUp.kind === "tool" ? lookUp.lookUp : null,
    off: draft.isOn ? null : true,
  };
}

function EditSheet(props: {
  description: ToolDescription;
  edit: ReturnType<typeof useToolEdit>;
  onDone: (text: string) => void;
}) {
  const { description, edit, onDone } = props;
  const { tool, edits } = description;
  const imported = draftOf(description.imported);
  const [draft, setDraft] = useState(() => draftOf(tool));
  const [undo, setUndo] = useState<UndoDraft>(() => edits?.undo ?? { kind: "imported" });
  const undoing = useUndoingTool(tool, undo);
  const [lookUp, setLookUp] = useState<LookUpDraft>(() =>
    edits?.lookUp ? { kind: "tool", lookUp: edits.lookUp } : { kind: "none" },
  );
  // Whether a lost answer leaves a question depends on what its effect is said to be.
  const asEdited = useMemo(
    () => layOverEdits(description.imported, { effect: draft.effect }),
    [description.imported, draft.effect],
  );
  const looking = useLookingUp(asEdited, lookUp);
  const canBeLost = needsLookUp(asEdited);
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const back = (name: keyof Draft) => (
    <ResetButton isChanged={draft[name] !== imported[name]} onReset={() => set({ [name]: imported[name] })} />
  );
  const examples = linesOf(draft.examples);
  const wrong = {
    title: draft.title.trim() === "" ? "It needs a title." : undefined,
    examples:
      examples.length > 20 || examples.some((line) => line.length > 200)
        ? "At most 20, of at most 200 characters each."
        : undefined,
  };
  return (
    <SheetContent
      size="lg"
      title="Edit the tool"
      description="Kept apart from what was imported, and when it is imported again. Approvals that wait are asked anew."
      footer={
        <>
          <Button
            className="mr-auto"
            icon={<RotateCcw aria-hidden />}
            disabled={edits === null}
            onClick={() =>
              void edit.reset().then((isDone) => isDone && onDone("Everything is as imported again."))
            }
          >
            Reset everything
          </Button>
          <Button
            variant="primary"
            loading={edit.isSaving}
            disabled={
              wrong.title !== undefined ||
              wrong.examples !== undefined ||
              (draft.effect !== "read" && !undoing.isWhole) ||
              (canBeLost && !looking.isWhole)
            }
            onClick={() =>
              void edit
                .save(patchOf(draft, imported, { undo, lookUp: canBeLost ? lookUp : { kind: "none" } }))
                .then((isDone) => isDone && onDone("Saved."))
            }
          >
            Save
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {edit.failure ? (
          <Banner tone="danger" live="alert">
            {edit.failure}
          </Banner>
        ) : null}
        <Switch
          label="In use"
          description="Off, it is not offered, and no plan that uses it runs. Takes effect when you save."
          checked={draft.isOn}
          onCheckedChange={(isOn) => set({ isOn })}
        />
        <Field
          label="Title"
          required
          error={wrong.title}
          hint={importedHint(draft.title, imported.title)}
          labelEnd={back("title")}
        >
          <Input
            value={draft.title}
            maxLength={120}
            onChange={(event) => set({ title: event.target.value })}
          />
        </Field>
        <Field
          label="Description"
          hint={importedHint(draft.description, imported.description)}
          labelEnd={back("description")}
        >
          <Textarea
            minRows={3}
            maxRows={12}
            value={draft.description}
            maxLength={4000}
            onChange={(event) => set({ description: event.target.value })}
          />
        </Field>
        <EffectChoice
          effect={draft.effect}
          imported={imported.effect}
          onChange={(effect) => set({ effect })}
          end={back("effect")}
        />
        {draft.effect === "read" ? null : (
          <UndoChoice
            description={description}
            effect={draft.effect}
            undo={undo}
            undoing={undoing}
            onChange={setUndo}
          />
        )}
        {canBeLost ? (
          <LookUpChoice
            tool={asEdited}
            suggested={description.suggestedLookUp?.lookUp ?? null}
            lookUp={lookUp}
            looking={looking}
            onChange={setLookUp}
          />
        ) : null}
        <Field
          label="Goals it serves"
          error={wrong.examples}
          hint="One a line, as people say them. The search finds the tool by them."
          labelEnd={back("examples")}
        >
          <Textarea
            minRows={3}
            maxRows={10}
            value={draft.examples}
            onChange={(event) => set({ examples: event.target.value })}
          />
        </Field>
      </div>
    </SheetContent>
  );
}

function importedHint(now: string, imported: string): ReactNode {
  if (now.trim() === imported || imported === "") return undefined;
  const text = imported.length > 200 ? `${imported.slice(0, 200)}…` : imported;
  return (
    <>
      Imported: <RevealedText text={text} multiline />
    </>
  );
}

function ResetButton({ isChanged, onReset }: { isChanged: boolean; onReset: () => void }) {
  return (
    <Button size="sm" variant="ghost" className={isChanged ? "" : "invisible"} onClick={onReset}>
      As imported
    </Button>
  );
}
