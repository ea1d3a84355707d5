import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { CodeBlock } from "@/components/ui/code-block";
import { JsonView } from "@/components/ui/json-view";
import { jsonSchema } from "@/lib/domain/json";
import { type Operation, operations } from "@/lib/http/operations";

const tones: Record<Operation["method"], BadgeTone> = {
  get: "info",
  post: "accent",
  patch: "warning",
  delete: "danger",
};

/** The HTTP API as a page: every operation with what it takes and gives, made from the same document programs read. */
export function ApiReference({ document }: { document: Record<string, unknown> }) {
  const tags = [...new Set(operations.map((operation) => operation.tag))];
  return (
    <Page
      header={
        <PageHeader
          title="HTTP API"
          description="For scripts and other programs. Send the token from the file api-token in the data folder; errors are problem details (RFC 9457)."
          actions={<ButtonLink href="/api/openapi.json">OpenAPI document</ButtonLink>}
        />
      }
    >
      <CodeBlock
        title="A goal, planned"
        code={`curl -s http://127.0.0.1:3000/api/goals \\
  -H "Authorization: Bearer $(cat .lamplight/api-token)" \\
  -H "Content-Type: application/json" \\
  -d '{"goal": "What will the weather be in Paris tomorrow?"}'`}
      />
      {tags.map((tag) => (
        <section key={tag} aria-labelledby={`tag-${tag}`} className="mt-8">
          <h2 id={`tag-${tag}`} className="mb-3 font-semibold text-lg">
            {tag}
          </h2>
          <div className="flex flex-col divide-y divide-border overflow-hidden rounded-lg border border-border bg-surface">
            {operations
              .filter((operation) => operation.tag === tag)
              .map((operation) => (
                <OperationRow
                  key={`${operation.method} ${operation.path}`}
                  operation={operation}
                  document={document}
                />
              ))}
          </div>
        </section>
      ))}
    </Page>
  );
}

function OperationRow({ operation, document }: { operation: Operation; document: Record<string, unknown> }) {
  const described = descriptionOf(document, operation);
  return (
    <details className="group">
      <summary className="flex cursor-pointer items-center gap-3 px-4 py-2.5 text-sm hover:bg-hover focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-focus">
        <Badge tone={tones[operation.method]} className="w-14 justify-center font-mono uppercase">
          {operation.method}
        </Badge>
        <code className="min-w-0 truncate font-mono text-xs">{operation.path}</code>
        <span className="ml-auto text-right text-text-muted text-xs max-sm:hidden">{operation.summary}</span>
      </summary>
      <div className="flex flex-col gap-3 border-border border-t bg-surface-sunken px-4 py-3 text-sm">
        <p className="sm:hidden">{operation.summary}</p>
        <p className="text-text-muted">
          {operation.answer.status}: {operation.answer.description}
        </p>
        <JsonView value={described} openDepth={1} maxHeight={420} />
      </div>
    </details>
  );
}

function descriptionOf(document: Record<string, unknown>, { path, method }: Operation) {
  const paths = document.paths as Record<string, Record<string, unknown>>;
  return jsonSchema.parse(JSON.parse(JSON.stringify(paths[path]?.[method] ?? {})));
}
