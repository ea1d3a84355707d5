import { CodeBlock } from "@/components/ui/code-block";
import { JsonView } from "@/components/ui/json-view";
import type { ToolFailure } from "@/lib/domain/tool-error";

/** What the service said, folded away; nothing when it said nothing. */
export function FailureEvidence({ failure }: { failure: ToolFailure }) {
  const { evidence } = failure;
  const isNothing =
    evidence === null ||
    evidence === "" ||
    (typeof evidence === "object" && Object.keys(evidence).length === 0);
  if (isNothing) return null;
  return (
    <details className="min-w-0">
      <summary className="w-fit rounded-sm py-0.5 text-text-muted text-xs hover:text-text max-sm:min-h-11 max-sm:content-center">
        Evidence
      </summary>
      <div className="mt-1.5">
        {typeof evidence === "string" ? (
          <CodeBlock code={evidence} wrap maxHeight={280} />
        ) : (
          <JsonView value={evidence} openDepth={3} maxHeight={280} />
        )}
      </div>
    </details>
  );
}
