import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { revealText } from "@/components/approval/reveal-text";
import { RevealedText } from "@/components/approval/revealed-text";
import { Combobox } from "@/components/ui/combobox";
import { EffectBadge } from "@/components/ui/effect-badge";
import { Field } from "@/components/ui/field";
import { RadioList } from "@/components/ui/radio-list";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import { catalogueQuery, toolQuery } from "@/lib/client/tools";
import type { Effect } from "@/lib/domain/effect";
import { type ToolId, toolIdSchema } from "@/lib/domain/ids";
import { importedFrom, type Tool } from "@/lib/domain/tool";
import { undeclaredUndo } from "@/lib/domain/tool-edits";
import type { ToolDescription } from "@/lib/flow/describe-tool";
import { suggestUndo } from "@/lib/planning/declared-undo";
import { ToolIcon } from "./tool-icon";
import type { UndoDraft } from "./undo-draft";
import { UndoInputs } from "./undo-inputs";
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
          <ToolField tool={tool} chosen={undo.toolId} by={undoing.by} onChoose={choose} />
          {undoing.failure ? <p className="text-danger text-xs">{undoing.failure}</p> : null}
          {undo.toolId !== null && !undoing.by && !undoing.failure ? <Skeleton className="h-16" /> : null}
          {undoing.by ? (
            <UndoInputs
              tool={tool}
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

/** A text in which nothing is hidden, where only a text can be shown. */
const plain = (text: string) =>
  revealText(text, { multiline: false })
    .map((piece) => piece.text)
    .join("");

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

function ToolField(props: {
  tool: Tool;
  chosen: ToolId | null;
  by: Tool | null;
  onChoose: (toolId: ToolId) => Promise<void>;
}) {
  const { tool, chosen, by, onChoose } = props;
  const [text, setText] = useState("");
  const query = useDeferredValue(text.trim());
  const { data, isFetching } = useInfiniteQuery(
    catalogueQuery({ query, source: tool.source.kind, sourceId: importedFrom(tool)?.id }),
  );
  const tools = (data?.pages ?? []).flatMap((page) => page.tools).map((found) => found.tool);
  const offered = tools.filter(({ id, effect, off }) => id !== tool.id && effect !== "read" && !off);
  return (
    <Field label="The tool that takes it back" required>
      <Combobox
        required
        shown={by ? <RevealedText text={by.title} /> : chosen}
        value={chosen}
        onChoose={(id) => void onChoose(toolIdSchema.parse(id))}
        onSearch={setText}
        loading={isFetching}
        searchPlaceholder="Search its tools"
        emptyText="None of its tools that change something is like that."
        options={offered.map(({ id, title, effect, icon, source }) => ({
          value: id,
          label: plain(title),
          description: plain(
            source.kind === "openapi" ? `${source.method.toUpperCase()} ${source.path}` : id,
          ),
          icon: <ToolIcon name={icon} />,
          end: <EffectBadge effect={effect} />,
        }))}
      />
    </Field>
  );
}
