import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { RadioList } from "@/components/ui/radio-list";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { toolQuery } from "@/lib/client/tools";
import type { Effect } from "@/lib/domain/effect";
import type { ToolId } from "@/lib/domain/ids";
import { importedFrom } from "@/lib/domain/tool";
import { undeclaredUndo } from "@/lib/domain/tool-edits";
import type { ToolDescription } from "@/lib/flow/describe-tool";
import { suggestUndo, undoSources } from "@/lib/planning/declared-undo";
import { PartnerField, plain } from "./partner-field";
import { PartnerInputs } from "./partner-inputs";
import type { UndoDraft } from "./undo-draft";
import type { UndoingTool } from "./use-undoing-tool";

export interface UndoChoiceProps {
  description: ToolDescription;
  effect: Effect;
  undo: UndoDraft;
  undoing: UndoingTool;
  onChange: (undo: UndoDraft) => void;
}

/** What takes a tool's effect back, as a person says it. */
export function UndoChoice({ description, effect, undo, undoing, onChange }: UndoChoiceProps) {
  const { tool, imported, importedUndoneBy } = description;
  const client = useQueryClient();
  const sources = useMemo(() => undoSources(tool), [tool]);
  /** With what its inputs probably are, to be looked at. */
  const choose = async (toolId: ToolId) => {
    onChange({ kind: "tool", toolId, inputs: {} });
    try {
      const by = await client.ensureQueryData(toolQuery(toolId));
      onChange({ kind: "tool", toolId, inputs: suggestUndo(tool, by) });
    } catch {
      toast.error("Lamplight did not answer. Choose the tool again.");
    }
  };
  const changeKind = (kind: UndoDraft["kind"]) => {
    if (kind !== "tool") return onChange({ kind });
    if (importedUndoneBy) return void choose(importedUndoneBy.id);
    onChange({ kind, toolId: null, inputs: {} });
  };
  return (
    <section aria-label="Undo" className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-col gap-1.5">
        <h3 className="font-medium text-sm">Undo</h3>
        <RadioList
          label="Undo"
          value={undo.kind}
          onValueChange={changeKind}
          options={[
            { value: "imported", label: "As imported", description: importedWords(description, effect) },
            {
              value: "none",
              label: "Nothing takes it back",
              description: "Plans say so before they start, and rolling a run back leaves it as it is.",
            },
            {
              value: "tool",
              label: "Another tool takes it back",
              description: `One of ${plain(importedFrom(imported)?.title ?? "")}. Rolling a run back calls it, once you have approved that.`,
            },
          ]}
        />
      </div>
      {undo.kind === "tool" ? (
        <>
          <PartnerField
            label="The tool that takes it back"
            tool={tool}
            canBe={({ effect: other }) => other !== "read"}
            emptyText="None of its tools that change something is like that."
            chosen={undo.toolId}
            by={undoing.by}
            onChoose={choose}
          />
          {undoing.failure ? <p className="text-danger text-xs">{undoing.failure}</p> : null}
          {undo.toolId !== null && !undoing.by && !undoing.failure ? <Skeleton className="h-16" /> : null}
          {undoing.by ? (
            <PartnerInputs
              tool={tool}
              sources={sources}
              hasAnswer
              by={undoing.by}
              inputs={undo.inputs}
              problems={undoing.problems}
              onChange={(inputs) => onChange({ ...undo, inputs })}
            />
          ) : null}
        </>
      ) : null}
    </section>
  );
}

function importedWords({ imported, importedUndoneBy }: ToolDescription, effect: Effect): string {
  const undo = undeclaredUndo(imported, effect);
  switch (undo.kind) {
    case "unknown":
      return "Nobody has said how it is undone.";
    case "none":
      return effect === "irreversible" ? "What it does stands." : "Nothing takes it back.";
    case "tool": {
      const by = `“${plain(importedUndoneBy?.title ?? undo.toolId)}”`;
      return undo.inputs
        ? `${by} takes it back, as its document says.`
        : `${by} may take it back, but its document does not say with which values.`;
    }
    default:
      return undo satisfies never;
  }
}
