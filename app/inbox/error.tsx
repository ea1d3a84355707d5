"use client";

import { Page } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { ErrorState } from "@/components/ui/error-state";

export default function InboxError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <Page width="md" header={<PageHeader title="Inbox" />}>
      <ErrorState
        title="The Inbox could not be read"
        description="What waits for you goes on waiting; nothing is lost."
        details={error.message}
        onRetry={reset}
      />
    </Page>
  );
}
