// What a swap changes, in words. Pure.
import { decideApproval } from "@/lib/approval/decide-approval";
import type { OutputPath } from "@/lib/domain/binding";
import type { StepId } from "@/lib/domain/ids";
import type { Policy, Step } from "@/lib/domain/plan";
import type { Tool } from "@/lib/domain/tool";
import { outputFields } from "@/lib/planning/output-fields";
import { pathText } from "@/lib/planning/resolve-binding";

/** What people call an input. */
export function inputTitle(tool: Tool | null, name: string): string {
  const properties = tool?.input.properties ?? {};
  return (Object.hasOwn(properties, name) ? properties[name]?.title : undefined) ?? name;
}

export function stepTitle(steps: readonly Step[], stepId: StepId): string {
  return steps.find((step) => step.id === stepId)?.title ?? stepId;
}

/** What people call a place of an output. */
export function outputTitle(tool: Tool | null, path: OutputPath): string {
  if (path.length === 0) return "everything it gives";
  const same = (other: OutputPath) => JSON.stringify(other) === JSON.stringify(path);
  return (tool && outputFields(tool.output).find((field) => same(field.path))?.label) ?? pathText(path);
}

/** When calls of a tool ask a person, under a plan's policy and as far as the inputs don't decide it. */
export function approvalWords(tool: Tool, policy: Policy): string {
  if (tool.effect === "irreversible") return "asks you each time";
  const need = decideApproval({ tool, provenance: {}, policy });
  if (need.kind === "ask") return "asks you before it runs";
  return tool.effect === "read" ? "runs without asking" : "runs without asking, as this plan trusts it";
}
