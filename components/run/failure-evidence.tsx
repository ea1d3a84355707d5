import { CodeBlock } from "@/components/ui/code-block";
import { JsonView } from "@/components/ui/json-view";
import type { ToolFailure } from "@/lib/domain/tool-error";
import { Disclosure } from "./disclosure";

/** What the service said, folded away; nothing when it said nothing. */
export function FailureEvidence({ failure }: { failure: ToolFailure }) {
  const { evidence } = failure;
  const isNothing =
    evidence === null ||
    evidence === "" ||
    (typeof evidence === "object" && Object.keys(evidence).length === 0);
  if (isNothing) return null;
  return (
    <Disclosure label="Evidence">
      {typeof evidence === "string" ? (
        <CodeBlock code={evidence} wrap maxHeight={280} />
      ) : (
        <JsonView value={evidence} openDepth={3} maxHeight={280} />
      )}
    </Disclosure>
  );
}
