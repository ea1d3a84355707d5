import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import type { ImportResult } from "@/lib/domain/api-import";
import { Warnings } from "./warnings";

/** What an import has done, and what is next. */
export function ImportResultView({ result }: { result: ImportResult }) {
  const { title, apiId, tools, added, changed, removed, isConnected } = result;
  const isFirst = added === tools && changed === 0 && removed === 0;
  const differences = [
    added > 0 ? `${added} new` : "",
    changed > 0 ? `${changed} changed` : "",
    removed > 0 ? `${removed} removed` : "",
  ].filter(Boolean);
  return (
    <div className="flex flex-col gap-4">
      <Banner tone="success" title={`${title} is imported`} live="status">
        {`${tools.toLocaleString("en")} ${tools === 1 ? "tool" : "tools"}${
          isFirst ? "" : differences.length > 0 ? `: ${differences.join(", ")}` : ", as before"
        }. Importing calls nothing; each tool runs only in a plan you review.`}
      </Banner>
      <Warnings warnings={result.warnings} />
      <div className="flex flex-wrap items-center gap-2">
        {isConnected ? null : (
          <ButtonLink variant="primary" href={`/connections?add=${encodeURIComponent(`api:${apiId}`)}`}>
            Connect {title}
          </ButtonLink>
        )}
        <ButtonLink href={`/tools?sourceId=${encodeURIComponent(apiId)}`}>See its tools</ButtonLink>
        <ButtonLink href="/tools/apis">Imported APIs</ButtonLink>
      </div>
    </div>
  );
}
