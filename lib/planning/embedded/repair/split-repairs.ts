// A batch that is too much at once: done once for each of what was handed over together.
import type { Binding } from "@/lib/domain/binding";
import type { Repair } from "@/lib/domain/repair";
import { itemLimit } from "@/lib/domain/repeat";
import { inputFields } from "@/lib/planning/embedded/tool-fields";
import { resolveBinding } from "@/lib/planning/resolve-binding";
import { changing, type RepairSituation } from "./situation";

export function splitRepairs(situation: RepairSituation): Repair[] {
  const { step, tool, trouble, request } = situation;
  const { mostItems } = request.facts;
  if (!tool || step.repeat || !trouble.isHarmless) return [];
  const batches = inputFields(tool)
    .filter(({ isList, meaning }) => isList && meaning !== "table")
    .flatMap(({ name, title }) => {
      const binding = Object.hasOwn(step.inputs, name) ? step.inputs[name] : undefined;
      const count = binding ? countOf(situation, binding) : 0;
      return binding && count > 1 && count <= mostItems ? [{ name, title, binding, count }] : [];
    })
    .sort((a, b) => b.count - a.count);
  return batches.slice(0, 2).flatMap(({ name, title, binding, count }) => {
    const one: Binding = { kind: "list", items: [{ kind: "item", path: [] }] };
    const repair = changing(
      situation,
      {
        key: `split:${name}`,
        kind: "split",
        title: `Do it once for each of the ${count.toLocaleString("en")}`,
        reason: `“${title}” held ${count.toLocaleString("en")} at once. One at a time, what fails stops no other.`,
      },
      [
        {
          kind: "repeat",
          title: `Repeat “${step.title}” for each of “${title}”`,
          reason:
            tool.effect === "read"
              ? "Steps that read it read what each of them gives."
              : "You are asked about all of them together, and see each.",
          changes: [
            {
              kind: "set-repeat",
              stepId: step.id,
              repeat: { over: binding, limit: Math.max(itemLimit(mostItems), count) },
            },
            { kind: "bind-input", stepId: step.id, input: name, binding: one },
          ],
        },
      ],
    );
    return repair ?? [];
  });
}

/** How many there are in what an input is bound to; 0 where that is no list, or not known. */
function countOf({ plan, outputOf }: RepairSituation, binding: Binding): number {
  const outputs = new Map(
    plan.steps.flatMap(({ id }) => {
      const output = outputOf(id);
      return output === undefined ? [] : [[id, { output, origin: "untrusted" as const }] as const];
    }),
  );
  const read = resolveBinding(binding, { outputs, item: null });
  return read.kind === "value" && Array.isArray(read.value) ? read.value.length : 0;
}
