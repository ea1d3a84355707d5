import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { Skeleton } from "@/components/ui/skeleton";

/** The Inbox's outline while it is read. */
export default function InboxLoading() {
  return (
    <Page
      width="md"
      header={<PageHeader title="Inbox" description="Everything that goes on only when you have answered." />}
    >
      <div role="status" aria-label="Loading the Inbox" className="flex flex-col gap-3">
        <Skeleton className="h-5 w-72 max-w-full" />
        <Skeleton className="h-64 rounded-lg" />
      </div>
    </Page>
  );
}
