import { Badge } from "@/components/ui/badge";
import { EffectBadge } from "@/components/ui/effect-badge";
import { KeyValueList } from "@/components/ui/key-value-list";
import type { JsonSchema } from "@/lib/domain/json";
import { requiredInputs, type Tool } from "@/lib/domain/tool";

const undoWords = {
  tool: "Can be taken back with another tool",
  none: "Can't be taken back",
  unknown: "Nobody has said whether it can be taken back",
};
const idempotencyWords = {
  natural: "Repeating changes nothing more",
  key: "Sent with a key, so that repeating changes nothing more",
  none: "Repeating does it again, so it is never repeated without asking",
};

/** What a person or a reviewer wants to know of a tool before it is used. */
export function ToolDetails({ tool, connected }: { tool: Tool; connected: boolean }) {
  return (
    <div className="flex flex-col gap-7">
      <KeyValueList
        items={[
          { label: "Effect", value: <EffectBadge effect={tool.effect} /> },
          ...(tool.effect === "read" ? [] : [{ label: "Undo", value: undoWords[tool.undo.kind] }]),
          { label: "Comes from", value: sourceText(tool) },
          { label: "Connection", value: connectionText(tool, connected) },
          { label: "Repeating", value: idempotencyWords[tool.idempotency] },
          { label: "Time limit", value: `${tool.timeoutMs / 1000} s, ${attemptsText(tool.retry.attempts)}` },
          {
            label: "Id, version",
            value: <code className="font-mono text-xs">{`${tool.id} · ${tool.version}`}</code>,
          },
        ]}
      />
      {tool.examples.length > 0 && (
        <section>
          <h3 className="mb-2 font-semibold text-sm">Goals it serves</h3>
          <ul className="flex flex-col gap-1 text-sm text-text-muted">
            {tool.examples.map((example) => (
              <li key={example}>“{example}”</li>
            ))}
          </ul>
        </section>
      )}
      <Fields
        title="Inputs"
        schema={tool.input}
        required={requiredInputs(tool)}
        control={tool.controlInputs}
      />
      <Fields title="What it gives" schema={tool.output} required={[]} control={[]} />
    </div>
  );
}

function sourceText({ source }: Tool): string {
  switch (source.kind) {
    case "builtin":
      return "Built in";
    case "openapi":
      return `${source.apiTitle}: ${source.method.toUpperCase()} ${source.path}`;
    case "mcp":
      return `${source.serverTitle} (MCP server): ${source.name}`;
    default:
      return source satisfies never;
  }
}

function connectionText(tool: Tool, connected: boolean): string {
  if (tool.connectionKind === null) return "Needs none";
  return connected ? `Connected (${tool.connectionKind})` : `Not connected (${tool.connectionKind})`;
}

const attemptsText = (attempts: number) => (attempts === 1 ? "tried once" : `tried up to ${attempts} times`);

function Fields(props: { title: string; schema: JsonSchema; required: string[]; control: string[] }) {
  const entries = Object.entries(props.schema.properties ?? {});
  if (entries.length === 0) return null;
  return (
    <section>
      <h3 className="mb-2 font-semibold text-sm">{props.title}</h3>
      <dl className="flex flex-col divide-y divide-border rounded-lg border border-border">
        {entries.map(([name, schema]) => (
          <div key={name} className="flex flex-col gap-0.5 px-3 py-2">
            <dt className="flex flex-wrap items-center gap-2 text-sm">
              <span className="font-medium">{schema.title ?? name}</span>
              <code className="font-mono text-2xs text-text-subtle">{typeText(schema)}</code>
              {props.required.includes(name) && <Badge tone="outline">Required</Badge>}
              {props.control.includes(name) && (
                <Badge
                  tone="info"
                  title="It chooses who or what is reached, so outside content in it is always shown for approval"
                >
                  Decides what is reached
                </Badge>
              )}
            </dt>
            {schema.description && (
              <dd className="text-pretty text-text-muted text-xs">{schema.description}</dd>
            )}
          </div>
        ))}
      </dl>
    </section>
  );
}

function typeText(schema: JsonSchema): string {
  const type = [schema.type ?? "any"].flat().join(" or ");
  const inner = type === "array" && schema.items ? ` of ${typeText(schema.items)}` : "";
  return `${type}${inner}${schema.format ? ` (${schema.format})` : ""}`;
}
