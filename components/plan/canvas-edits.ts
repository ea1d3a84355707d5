import type { CanvasEdits } from "@/components/canvas/plan-canvas";
import { type Binding, sourceSteps } from "@/lib/domain/binding";
import type { StepId } from "@/lib/domain/ids";
import type { Step } from "@/lib/domain/plan";
import type { PlanChange } from "@/lib/domain/plan-change";
import { requiredInputs } from "@/lib/domain/tool";
import { fittingSources, sourcesFor } from "./inputs/sources";
import type { PlanEditor } from "./use-plan-editor";

/** What drawing, dragging and deleting on the canvas do to the plan. */
export function canvasEdits(editor: PlanEditor, select: (stepId: StepId | null) => void): CanvasEdits {
  const { plan, edit } = editor;
  const find = (stepId: StepId) => plan.steps.find((step) => step.id === stepId);
  return {
    onConnect: (source, target) => {
      const reader = find(target);
      if (!reader) return;
      edit([connection(editor, source, reader)]);
      select(target);
    },
    onDisconnect: (source, target) => {
      const reader = find(target);
      if (reader) edit(disconnection(source, reader));
    },
    onRemove: (stepId) => {
      edit([{ kind: "remove-step", stepId }]);
      select(null);
    },
    onMove: (stepId, position) => {
      edit([
        {
          kind: "move-step",
          stepId,
          position: { x: Math.round(position.x), y: Math.round(position.y) },
        },
      ]);
    },
    onTidy: () => {
      const moved = plan.steps.filter((step) => step.position !== null);
      if (moved.length > 0) {
        edit(moved.map((step) => ({ kind: "move-step", stepId: step.id, position: null })));
      }
    },
  };
}

/**
 * A drawn edge: fills the first open input that something of the source's output fits by format, and is order alone
 * where nothing does.
 */
function connection(editor: PlanEditor, source: StepId, reader: Step): PlanChange {
  const { plan, tools } = editor;
  const tool = tools.get(reader.toolId);
  const sources = sourcesFor(plan, tools, reader.id).filter(
    ({ read }) => read.kind === "output" && read.stepId === source,
  );
  const isOpen = (name: string) =>
    !Object.hasOwn(reader.inputs, name) || reader.inputs[name]?.kind === "question";
  for (const name of tool ? requiredInputs(tool).filter(isOpen) : []) {
    const [best] = fittingSources(sources, tool?.input.properties?.[name] ?? {});
    if (best) return { kind: "bind-input", stepId: reader.id, input: name, binding: best.read };
  }
  return { kind: "add-dependency", stepId: reader.id, dependsOn: source };
}

/** Everything the reader takes from the source is taken away from it. */
function disconnection(source: StepId, reader: Step): PlanChange[] {
  const cleared = Object.entries(reader.inputs)
    .filter(([, binding]) => sourceSteps(binding).includes(source))
    .map(([input]): PlanChange => ({ kind: "clear-input", stepId: reader.id, input }));
  const reads = (binding: Binding) => sourceSteps(binding).includes(source);
  if (reader.condition?.tests.some((test) => reads(test.value))) {
    const tests = reader.condition.tests.filter((test) => !reads(test.value));
    const condition = tests.length > 0 ? { ...reader.condition, tests } : null;
    cleared.push({ kind: "set-condition", stepId: reader.id, condition });
  }
  if (reader.repeat && reads(reader.repeat.over)) {
    cleared.push({ kind: "set-repeat", stepId: reader.id, repeat: null });
  }
  return reader.after.includes(source)
    ? [...cleared, { kind: "remove-dependency", stepId: reader.id, dependsOn: source }]
    : cleared;
}
