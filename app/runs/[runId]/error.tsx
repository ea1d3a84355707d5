"use client";

import { FullBleedPage } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button-link";
import { ErrorState } from "@/components/ui/error-state";

/** The run could not be read; the run itself goes on in the worker. */
export default function RunError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <FullBleedPage>
      <ErrorState
        className="m-auto"
        title="The run could not be shown"
        description="It goes on without this window. Look again in a moment."
        details={error.message}
        onRetry={reset}
        action={<ButtonLink href="/history">All runs</ButtonLink>}
      />
    </FullBleedPage>
  );
}
