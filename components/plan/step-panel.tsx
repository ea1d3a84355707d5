"use client";

import { ArrowLeft, Trash2 } from "lucide-react";
import { ToolIcon } from "@/components/tools/tool-icon";
import { sourceWords } from "@/components/tools/tool-source";
import { IconButton } from "@/components/ui/button";
import { EffectBadge } from "@/components/ui/effect-badge";
import { KeyValueList } from "@/components/ui/key-value-list";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { Textarea } from "@/components/ui/textarea";
import type { Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { outputFields } from "@/lib/planning/output-fields";
import { outputSchemaOf } from "@/lib/planning/read-schema";
import { ExpectationEditor } from "./expectation-editor";
import { useDraft } from "./inputs/use-draft";
import { StepControl } from "./step-control";
import { StepInputs } from "./step-inputs";
import { ToolAlternatives } from "./tool-alternatives";
import type { PlanEditor } from "./use-plan-editor";

/** Everything about one step: its inputs, the tools that could do it, what it gives and why it is here. */
export function StepPanel({
  editor,
  step,
  onClose,
}: {
  editor: PlanEditor;
  step: Step;
  onClose: () => void;
}) {
  const tool = editor.tools.get(step.toolId) ?? null;
  return (
    <section aria-label={`Step: ${step.title}`} className="flex min-h-0 flex-1 flex-col">
      <header className="flex items-start gap-2 border-border border-b px-4 pt-3 pb-3">
        <IconButton label="Back to the overview" size="sm" onClick={onClose} className="-ml-1.5">
          <ArrowLeft />
        </IconButton>
        <div className="min-w-0 flex-1">
          <StepTitle key={step.id} editor={editor} step={step} />
          <div className="mt-1.5 flex items-center gap-2 text-text-muted text-xs">
            <ToolIcon name={tool?.icon ?? "wrench"} className="size-3.5" />
            <span className="truncate">{tool?.title ?? step.toolId}</span>
            {tool && <EffectBadge effect={tool.effect} />}
          </div>
        </div>
        <IconButton
          label="Remove this step"
          size="sm"
          onClick={() => {
            editor.edit([{ kind: "remove-step", stepId: step.id }]);
            onClose();
          }}
        >
          <Trash2 />
        </IconButton>
      </header>
      <Tabs defaultValue="inputs" className="flex min-h-0 flex-1 flex-col">
        <TabsList className="px-4">
          <TabsTrigger value="inputs">Inputs</TabsTrigger>
          <TabsTrigger value="when">When</TabsTrigger>
          <TabsTrigger value="expects">Expects</TabsTrigger>
          <TabsTrigger value="tools">Tool</TabsTrigger>
          <TabsTrigger value="about">About</TabsTrigger>
        </TabsList>
        <TabsContent value="inputs" className="min-h-0 flex-1 overflow-y-auto p-4">
          {tool && <StepInputs editor={editor} step={step} tool={tool} />}
        </TabsContent>
        <TabsContent value="when" className="min-h-0 flex-1 overflow-y-auto p-4">
          <StepControl key={step.id} editor={editor} step={step} />
        </TabsContent>
        <TabsContent value="expects" className="min-h-0 flex-1 overflow-y-auto p-4">
          {tool && <ExpectationEditor editor={editor} step={step} tool={tool} />}
        </TabsContent>
        <TabsContent value="tools" className="min-h-0 flex-1 overflow-y-auto p-4">
          <ToolAlternatives editor={editor} step={step} tool={tool} />
        </TabsContent>
        <TabsContent value="about" className="min-h-0 flex-1 overflow-y-auto p-4">
          <AboutStep editor={editor} step={step} tool={tool} />
        </TabsContent>
      </Tabs>
    </section>
  );
}

function StepTitle({ editor, step }: { editor: PlanEditor; step: Step }) {
  const [draft, setDraft] = useDraft(step.title);
  const commit = () => {
    const title = draft.trim().slice(0, 200);
    if (title === "") setDraft(step.title);
    else if (title !== step.title) editor.edit([{ kind: "rename-step", stepId: step.id, title }]);
  };
  return (
    <Textarea
      bare
      aria-label="Title of the step"
      minRows={1}
      maxRows={3}
      value={draft}
      maxLength={200}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && !event.shiftKey && event.currentTarget.blur()}
      className="-mx-1 w-full rounded-sm bg-transparent px-1 font-semibold text-lg hover:bg-hover focus:bg-surface focus:outline-2 focus:outline-focus"
    />
  );
}

function AboutStep({ editor, step, tool }: { editor: PlanEditor; step: Step; tool: Tool | null }) {
  const after = step.after.map((id) => editor.plan.steps.find((one) => one.id === id)?.title ?? id);
  return (
    <div className="flex flex-col gap-5 text-sm">
      <KeyValueList
        layout="stacked"
        items={[
          { label: "Why it is here", value: step.why.reason || "You added it." },
          ...(step.why.words ? [{ label: "Your words", value: `“${step.why.words}”` }] : []),
          ...(after.length > 0 ? [{ label: "Comes after", value: after.join(", ") }] : []),
          ...(tool ? aboutTool(tool) : []),
        ]}
      />
      {tool && (
        <div>
          <h3 className="mb-2 font-medium">What it gives</h3>
          <ul className="flex flex-col gap-1 text-text-muted text-xs">
            {outputFields(outputSchemaOf(step, tool))
              .filter((field) => field.path.length <= (step.repeat ? 3 : 2))
              .map((field) => (
                <li key={field.path.join("/")}>
                  <span className="text-text">{field.label}</span>
                  {field.schema.description ? `: ${field.schema.description}` : ""}
                </li>
              ))}
          </ul>
        </div>
      )}
    </div>
  );
}

const undoWords = { tool: "Another tool can take it back", none: "Can't be taken back", unknown: "Unknown" };

function aboutTool(tool: Tool) {
  return [
    { label: "Tool", value: `${tool.title} (${tool.id})` },
    { label: "What it does", value: tool.description },
    { label: "Comes from", value: sourceWords(tool) },
    ...(tool.effect === "read" ? [] : [{ label: "Undo", value: undoWords[tool.undo.kind] }]),
    ...(tool.source.kind === "plan" ? [] : [{ label: "Time limit", value: `${tool.timeoutMs / 1000} s` }]),
  ];
}
