import { OriginBadge } from "@/components/ui/origin-badge";
import type { StepId } from "@/lib/domain/ids";
import type { Provenance } from "@/lib/domain/origin";

/** Where an input's value comes from, with the words of the goal or the step it was taken from. */
export function ProvenanceBadge({
  provenance,
  titleOf,
}: {
  provenance: Provenance;
  titleOf: (stepId: StepId) => string;
}) {
  const { origin, sources } = provenance;
  // The sources that made it what it is: an untrusted value is so because of the untrusted ones.
  const decisive = sources.filter((source) => source.origin === origin);
  const names = decisive.flatMap(({ stepId, words }) =>
    stepId ? [titleOf(stepId)] : words ? [`“${words}”`] : [],
  );
  return <OriginBadge origin={origin} source={[...new Set(names)].join(", ") || undefined} />;
}
