import { FullBleedPage } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Skeleton } from "@/components/ui/skeleton";

/** The run page's outline while the run is read. */
export default function RunLoading() {
  return (
    <FullBleedPage
      className="max-lg:flex-col"
      header={<PageHeader variant="bar" title={<Skeleton className="h-4 w-64 max-w-[50vw]" />} />}
    >
      <div aria-busy className="min-w-0 max-lg:h-[30dvh] max-lg:min-h-48 lg:flex-1" />
      <div
        role="status"
        aria-label="Loading the run"
        className="flex w-full shrink-0 flex-col gap-3 border-border bg-surface p-4 max-lg:flex-1 max-lg:border-t lg:w-[460px] lg:border-l xl:w-[500px]"
      >
        <Skeleton className="h-4 w-24" />
        {[0, 1, 2, 3].map((row) => (
          <Skeleton key={row} className="h-8" />
        ))}
      </div>
    </FullBleedPage>
  );
}
