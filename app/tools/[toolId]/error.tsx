"use client";

import { Page } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { ErrorState } from "@/components/ui/error-state";

/** The tool could not be read. */
export default function ToolError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <Page>
      <ErrorState
        title="The tool could not be shown"
        description="Nothing has changed. Try again in a moment."
        details={error.message}
        onRetry={reset}
        action={<ButtonLink href="/tools">All tools</ButtonLink>}
      />
    </Page>
  );
}
