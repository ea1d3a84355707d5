import { sourceSteps } from "@/lib/domain/binding";
import type { StepId } from "@/lib/domain/ids";
import { stepRunOf } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import { outputOrigin, resolveInputs, type StepOutput } from "@/lib/planning/resolve-binding";
import { checkSchema, describeProblems } from "@/lib/tools/check-schema";
import { type StepFacts, stepInRun } from "./decide-next";

/** The event for a step whose dependencies are done: its exact inputs, or why there are none. */
export function resolveStep(facts: StepFacts): RunEventBody {
  const { run, plan, stepId, tools } = facts;
  const step = stepInRun(plan, run, stepId);
  const tool = tools.get(step.toolId);
  if (!tool) throw new Error(`step ${stepId} is resolved without its tool ${step.toolId}`);
  const resolved = resolveInputs(step, outputsRead(facts));
  if (resolved.kind === "unresolved") {
    const message = `"${resolved.input}" has no value. ${resolved.message}`;
    const evidence = { input: resolved.input };
    return { type: "step-failed", stepId, failure: { kind: "bad-input", message, evidence } };
  }
  const { inputs, provenance } = resolved;
  const problems = checkSchema(tool.input, inputs);
  if (problems.length > 0) {
    const message = `The inputs do not fit "${tool.title}": ${describeProblems(problems)}.`;
    const evidence = problems.map((problem) => ({ ...problem }));
    return { type: "step-failed", stepId, failure: { kind: "bad-input", message, evidence } };
  }
  return { type: "step-resolved", stepId, inputs, provenance };
}

/** The outputs the step reads, each as trusted as the tool and the inputs it came from. */
function outputsRead(facts: StepFacts): Map<StepId, StepOutput> {
  const { run, plan, stepId, tools } = facts;
  const read = Object.values(stepInRun(plan, run, stepId).inputs).flatMap(sourceSteps);
  const outputs = new Map<StepId, StepOutput>();
  for (const id of read) {
    const source = stepRunOf(run, id);
    if (source.status !== "completed") continue;
    const tool = tools.get(stepInRun(plan, run, id).toolId);
    // Of a tool that is gone nobody can say how far its output is to be trusted.
    const origin = tool ? outputOrigin(tool, source.provenance) : "untrusted";
    outputs.set(id, { output: source.output, origin });
  }
  return outputs;
}
