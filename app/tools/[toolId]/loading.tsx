import { Page } from "@/components/shell/page";
import { Skeleton } from "@/components/ui/skeleton";

/** The tool page's outline while the tool is read. */
export default function ToolLoading() {
  return (
    <Page>
      <div role="status" aria-label="Loading the tool" className="flex flex-col gap-3">
        <Skeleton className="h-4 w-16" />
        <Skeleton className="h-7 w-72 max-w-full" />
        <Skeleton className="h-4 w-96 max-w-full" />
        <Skeleton className="mt-4 h-64" />
      </div>
    </Page>
  );
}
