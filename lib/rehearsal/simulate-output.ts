// What a step's call is taken to give: what its tool gave before, where that has what the plan reads, else a value
// made from its output schema.
import type { OutputPath } from "@/lib/domain/binding";
import type { PlanId } from "@/lib/domain/ids";
import { isJsonObject, type Json } from "@/lib/domain/json";
import type { Step } from "@/lib/domain/plan";
import type { PastOutput, SimulatedFrom } from "@/lib/domain/rehearsal";
import type { Tool } from "@/lib/domain/tool";
import type { Expected } from "@/lib/planning/expectations";
import { judgeOutput } from "@/lib/planning/judge-output";
import { checkSchema } from "@/lib/tools/check-schema";
import { asExpected } from "./as-expected";
import { emptied } from "./emptied";
import { hasAll, hiddenSecret, sampleValue } from "./sample-value";
import { isSecretName } from "./sample-words";

export interface Simulated {
  output: Json;
  from: SimulatedFrom;
}

/** What a step gives, each time it is called. */
export function simulateOutput(call: {
  planId: PlanId;
  step: Step;
  tool: Tool;
  /** Of its tool, the newest first. */
  past: readonly PastOutput[];
  /** Places of it that others read. */
  wanted: readonly OutputPath[];
  expected: Expected;
  isEmpty: boolean;
}): Simulated {
  const { step, tool, past, wanted, expected, isEmpty } = call;
  const nearest = past.toSorted((one, other) => distance(one, call) - distance(other, call));
  const isUsual = (output: Json) =>
    checkSchema(tool.output, output).length === 0 &&
    hasAll(output, wanted) &&
    (judgeOutput(step, expected, output)?.verdict ?? "met") === "met";
  const found = nearest.find(({ output }) => isUsual(output));
  const usual: Simulated = found
    ? { output: withoutSecrets(found.output, null), from: { kind: "past", runId: found.runId, at: found.at } }
    : {
        output: asExpected(sampleValue(tool.output, wanted), expected.expectations),
        from: { kind: "schema" },
      };
  // What changes something says that it did; what only reads may find nothing.
  const isLittle = isEmpty && tool.effect === "read";
  return isLittle ? { ...usual, output: emptied(usual.output, tool.output) } : usual;
}

/** The same step of the same plan first, then the plan's others, then other plans'. */
function distance(past: PastOutput, { planId, step }: { planId: PlanId; step: Step }): number {
  if (past.planId !== planId) return 2;
  return past.stepId === step.id ? 0 : 1;
}

/** Connections' secrets are in no recorded output (S1); what a service itself calls a secret is not shown again. */
function withoutSecrets(value: Json, name: string | null): Json {
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, name));
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner, key)]));
  }
  return typeof value === "string" && value !== "" && name !== null && isSecretName(name)
    ? hiddenSecret
    : value;
}
