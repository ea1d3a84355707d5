// A template as people edit it: text with {{s2.summary}} in it. Back and forth without loss.
import type { Binding, OutputPath } from "@/lib/domain/binding";
import { stepIdSchema } from "@/lib/domain/ids";
import { pathText } from "@/lib/planning/resolve-binding";

/** What the item of a repeated step is called in a text: `{{item.email}}`. */
const itemName = "item";

type Template = Extract<Binding, { kind: "template" }>;
type Part = Template["parts"][number];

/** A template as text, or null when it holds parts other than text and outputs. */
export function templateToText(binding: Template): string | null {
  const pieces = binding.parts.map((part) => {
    if (typeof part === "string") return part;
    if (part.kind === "output") return `{{${[part.stepId, pathText(part.path)].filter(Boolean).join(".")}}}`;
    if (part.kind === "item") return `{{${[itemName, pathText(part.path)].filter(Boolean).join(".")}}}`;
    return part.kind === "literal" && typeof part.value === "string" ? part.value : null;
  });
  return pieces.includes(null) ? null : pieces.join("");
}

/**
 * Text as a binding: a template where it holds references, else a plain value of the person's. What only looks like a
 * reference stays text. `isRepeated`: there is an item to speak of.
 */
export function textToBinding(text: string, options: { isRepeated: boolean }): Binding {
  const parts: Part[] = [];
  let rest = 0;
  for (const match of text.matchAll(/\{\{\s*([a-z][a-z0-9-]*)((?:[.[][^{}]*)?)\s*\}\}/g)) {
    const stepId = stepIdSchema.safeParse(match[1]);
    const path = parsePath(match[2] ?? "");
    if (!stepId.success || path === null || (match[1] === itemName && !options.isRepeated)) continue;
    if (match.index > rest) parts.push(text.slice(rest, match.index));
    parts.push(
      match[1] === itemName ? { kind: "item", path } : { kind: "output", stepId: stepId.data, path },
    );
    rest = match.index + match[0].length;
  }
  if (parts.length === 0) return { kind: "literal", value: text, origin: "person" };
  if (rest < text.length) parts.push(text.slice(rest));
  return { kind: "template", parts };
}

/** `.offers[0].price` as path segments; null when it isn't one. */
function parsePath(text: string): OutputPath | null {
  const trimmed = text.trim();
  const segments = [...trimmed.matchAll(/\.([^.[\]]+)|\[(\d+|\*)\]/g)];
  if (segments.map((segment) => segment[0]).join("") !== trimmed) return null;
  return segments.map(([, name, index]) => {
    if (name !== undefined) return name;
    return index === "*" ? "*" : Number(index);
  });
}
