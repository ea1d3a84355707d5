import type { StepId } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import { readStepsOf } from "@/lib/domain/plan";
import { placeInEvent, stepRunOf } from "@/lib/domain/run";
import type { RunEventBody } from "@/lib/domain/run-event";
import type { Tool } from "@/lib/domain/tool";
import { givenTo } from "@/lib/domain/trigger";
import { outputOrigin, type Readable, resolveInputs, type StepOutput } from "@/lib/planning/resolve-binding";
import { checkSchema, describeProblems } from "@/lib/tools/check-schema";
import { type StepFacts, stepInRun } from "./decide-next";

/** The event for a step whose dependencies are done: its exact inputs, or why there are none. */
export function resolveStep(facts: StepFacts): RunEventBody {
  const { run, plan, stepId, item, tools } = facts;
  const step = stepInRun(plan, run, stepId, item);
  const place = placeInEvent(facts);
  const tool = tools.get(step.toolId);
  if (!tool) throw new Error(`step ${stepId} is resolved without its tool ${step.toolId}`);
  const resolved = resolveInputs(step, readableOf(facts), givenTo(step, run.given));
  if (resolved.kind === "unresolved") {
    const message = `"${resolved.input}" has no value. ${resolved.message}`;
    const evidence = { input: resolved.input };
    return { type: "step-failed", ...place, failure: { kind: "bad-input", message, evidence } };
  }
  const { inputs, provenance } = resolved;
  const bytes = Buffer.byteLength(JSON.stringify(inputs));
  if (bytes > maxInputBytes) {
    const message =
      `What "${step.title}" is given has ${Math.ceil(bytes / 1024)} KB; a step takes ` +
      `${maxInputBytes / 1024} KB. Give it less of what came before.`;
    return { type: "step-failed", ...place, failure: { kind: "too-large", message, evidence: null } };
  }
  const problems = checkSchema(tool.input, inputs);
  if (problems.length > 0) {
    const message = `The inputs do not fit "${tool.title}": ${describeProblems(problems)}.`;
    const evidence = problems.map((problem) => ({ ...problem }));
    const kind = isTooMany(tool, inputs) ? "too-large" : "bad-input";
    return { type: "step-failed", ...place, failure: { kind, message, evidence } };
  }
  return { type: "step-resolved", ...place, inputs, provenance };
}

/** True where a list is longer than the tool takes. */
function isTooMany(tool: Tool, inputs: JsonObject): boolean {
  return Object.entries(tool.input.properties ?? {}).some(([name, { maxItems }]) => {
    const value = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    return typeof maxItems === "number" && Array.isArray(value) && value.length > maxItems;
  });
}

/** What a step's inputs may weigh as JSON. One output has a quarter of it; the results of many items could have more. */
const maxInputBytes = 1024 * 1024;

/** What the step can read by now: outputs of others, and its item. */
export function readableOf(facts: StepFacts): Readable {
  const { run, stepId, item } = facts;
  const { repeated } = stepRunOf(run, stepId);
  const value = item === null ? undefined : repeated?.items[item];
  return {
    outputs: outputsRead(facts),
    item: value === undefined || !repeated ? null : { value, sources: repeated.provenance.sources },
  };
}

/** The outputs the step reads, each as trusted as the tool and the inputs it came from. */
function outputsRead(facts: StepFacts): Map<StepId, StepOutput> {
  const { run, plan, stepId, item, tools, wholes } = facts;
  const read = readStepsOf(stepInRun(plan, run, stepId, item));
  const outputs = new Map<StepId, StepOutput>();
  for (const id of read) {
    const source = stepRunOf(run, id);
    if (source.status !== "completed") continue;
    const tool = tools.get(stepInRun(plan, run, id).toolId);
    // Of a tool that is gone nobody can say how far its output is to be trusted.
    const called = tool ? outputOrigin(tool, source.provenance) : "untrusted";
    // What a person said it gave is theirs.
    const origin = source.source === "person" ? "person" : called;
    const output = source.whole ? wholes?.get(id) : source.output;
    // A part is never taken for the whole.
    if (output !== undefined) outputs.set(id, { output, origin });
  }
  return outputs;
}
