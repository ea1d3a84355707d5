// A plan in a few lines, for comparing: each step with its tool and where every input comes from.
import type { Binding } from "@/lib/domain/binding";
import type { Condition } from "@/lib/domain/condition";
import type { PlanDraft } from "@/lib/planning/embedded/planning-request";
import { pathText } from "@/lib/planning/resolve-binding";

function bindingText(binding: Binding): string {
  switch (binding.kind) {
    case "literal":
      return JSON.stringify(binding.value);
    case "output":
      return `${binding.stepId}.${pathText(binding.path)}`;
    case "item":
      return `item${binding.path.length > 0 ? `.${pathText(binding.path)}` : ""}`;
    case "question":
      return `ask(${binding.question})`;
    case "list":
      return `[${binding.items.map(bindingText).join(", ")}]`;
    case "object":
      return `{${Object.entries(binding.fields)
        .map(([name, field]) => `${name}: ${bindingText(field)}`)
        .join(", ")}}`;
    case "template":
      return binding.parts
        .map((part) => (typeof part === "string" ? JSON.stringify(part) : bindingText(part)))
        .join(" + ");
    default:
      return binding satisfies never;
  }
}

function conditionOutline({ match, tests }: Condition): string {
  return tests
    .map(({ value, of, operator, operand }) => {
      const every = of === "every" ? "every " : "";
      return [
        `${every}${bindingText(value)}`,
        operator,
        ...(operand === null ? [] : [JSON.stringify(operand)]),
      ].join(" ");
    })
    .join(match === "all" ? " and " : " or ");
}

/** `s2 data.analyze(table = s1.table)`, one line a step; `not served: …` for the rest of the goal. */
export function outline(draft: PlanDraft): string[] {
  return [
    ...draft.steps.map((step) => {
      const inputs = Object.entries(step.inputs).map(
        ([name, binding]) => `${name} = ${bindingText(binding)}`,
      );
      const control = [
        ...(step.repeat ? [` for each ${bindingText(step.repeat.over)} ≤ ${step.repeat.limit}`] : []),
        ...(step.condition ? [` if ${conditionOutline(step.condition)}`] : []),
      ];
      return `${step.id} ${step.toolId}(${inputs.join("; ")})${control.join("")}`;
    }),
    ...draft.unserved.map(({ words }) => `not served: ${words}`),
  ];
}
