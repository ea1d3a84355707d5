import { domainsOf } from "@/lib/approval/check-envelope";
import { type Bound, domainSchema } from "@/lib/domain/envelope";
import type { Json } from "@/lib/domain/json";

/** A bound as the form holds it. */
export interface BoundDraft {
  kind: Bound["kind"];
  /** Values or domains, one a line. */
  lines: string;
  least: string;
  most: string;
}

/** Everything that nobody has said anything of stays as it is; the rest begins with what is approved now. */
export function draftOf(value: Json): BoundDraft {
  const domains = domainsOf(value);
  const number = typeof value === "number" ? value : 0;
  return {
    kind: "exact",
    lines: domains ? domains.join("\n") : typeof value === "string" ? value : "",
    least: String(Math.min(0, number)),
    most: String(number),
  };
}

/** What a value may be bounded by. */
export function boundChoices(value: Json, isControl: boolean): { value: Bound["kind"]; label: string }[] {
  const isLine = typeof value === "string" && !/[\r\n]/.test(value);
  return [
    { value: "exact", label: "Exactly this" },
    ...(domainsOf(value) ? [{ value: "domain" as const, label: "Only addresses at…" }] : []),
    ...(isLine ? [{ value: "any-of" as const, label: "Any of…" }] : []),
    ...(typeof value === "number" ? [{ value: "range" as const, label: "From … to …" }] : []),
    ...(isControl ? [] : [{ value: "vary" as const, label: "May vary" }]),
  ];
}

const linesOf = (text: string) => [
  ...new Set(
    text
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== ""),
  ),
];

/** The bound a draft is, or what is wrong with it. */
export function boundOf(draft: BoundDraft, value: Json): Bound | { problem: string } {
  switch (draft.kind) {
    case "exact":
      return { kind: "exact", value };
    case "vary":
      return { kind: "vary" };
    case "any-of": {
      const values = linesOf(draft.lines);
      if (values.length === 0 || values.length > 50) return { problem: "One to 50 values, one a line." };
      return { kind: "any-of", values };
    }
    case "domain": {
      const domains = linesOf(draft.lines.toLowerCase());
      const wrong = domains.find((domain) => !domainSchema.safeParse(domain).success);
      if (wrong !== undefined) return { problem: `“${wrong}” is not a domain like example.com.` };
      if (domains.length === 0 || domains.length > 20) return { problem: "One to 20 domains, one a line." };
      return { kind: "domain", domains };
    }
    case "range": {
      const [least, most] = [draft.least, draft.most].map((text) =>
        text.trim() === "" ? Number.NaN : Number(text),
      );
      if (least === undefined || most === undefined || !Number.isFinite(least) || !Number.isFinite(most)) {
        return { problem: "Two numbers." };
      }
      return least > most
        ? { problem: "The first is more than the second." }
        : { kind: "range", least, most };
    }
    default:
      return draft.kind satisfies never;
  }
}
