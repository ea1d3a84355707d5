import { Banner } from "@/components/ui/banner";

/** What was left out, and what is still to be done. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  const title = warnings.length === 1 ? "One thing to know" : `${warnings.length} things to know`;
  return (
    <Banner tone="warning" title={title}>
      <ul className="max-h-32 overflow-y-auto break-words" tabIndex={0} aria-label={title}>
        {[...new Set(warnings)].map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </Banner>
  );
}
