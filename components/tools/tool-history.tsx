import { Dot, TriangleAlert } from "lucide-react";
import { RevealedText } from "@/components/approval/revealed-text";
import { Disclosure } from "@/components/run/disclosure";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ToolDifference } from "@/lib/domain/compare-tools";
import type { ToolVersion } from "@/lib/flow/describe-tool";

/** When a tool became another, and in what; the newest first. */
export function ToolHistory({ versions }: { versions: readonly ToolVersion[] }) {
  if (versions.length === 1) {
    return <p className="text-sm text-text-muted">It has not changed since it was added.</p>;
  }
  return (
    <ol className="flex flex-col gap-4">
      {versions.map(({ version, since, differences }, place) => (
        <li key={`${version}/${since}`} className="flex min-w-0 flex-col gap-1.5">
          <div className="flex flex-wrap items-center gap-2 text-sm">
            <code className="font-mono text-text-muted text-xs">{version}</code>
            {place === 0 ? <Badge tone="info">Now</Badge> : null}
            <span className="text-text-subtle text-xs">
              {since === null ? "as it was added" : <RelativeTime date={since} format="date" />}
            </span>
          </div>
          {differences.length > 0 ? (
            <ul className="flex min-w-0 flex-col gap-1">
              {differences.map((difference) => (
                <Difference key={difference.text} difference={difference} />
              ))}
            </ul>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function Difference({ difference: { text, before, after, isWeighty } }: { difference: ToolDifference }) {
  const Mark = isWeighty ? TriangleAlert : Dot;
  return (
    <li className="flex min-w-0 items-start gap-1.5 text-sm">
      <Mark
        aria-label={isWeighty ? "Important" : undefined}
        aria-hidden={isWeighty ? undefined : true}
        className={
          isWeighty ? "mt-0.5 size-3.5 shrink-0 text-warning" : "mt-0.5 size-3.5 shrink-0 text-text-subtle"
        }
      />
      <div className="min-w-0 break-words">
        <RevealedText text={text} />
        {before !== undefined && after !== undefined ? (
          <Disclosure label="Show the words">
            <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 border-l-2 pl-3 text-xs">
              <dt className="text-text-subtle">Before</dt>
              <dd className="whitespace-pre-line break-words text-text-muted">
                <RevealedText text={before} multiline />
              </dd>
              <dt className="text-text-subtle">After</dt>
              <dd className="whitespace-pre-line break-words">
                <RevealedText text={after} multiline />
              </dd>
            </dl>
          </Disclosure>
        ) : null}
      </div>
    </li>
  );
}
