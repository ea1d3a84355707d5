import { Banner } from "@/components/ui/banner";
import { ErrorState } from "@/components/ui/error-state";

export interface FailureNotesProps {
  /** Why what a person did last was not done. */
  problem: string | null;
  /** What was to be read and could not be, and the way to read it again. */
  unread?: { title: string; error: Error | null; onRetry: () => unknown };
}

/** What went wrong on a page of imports: with what the person did, and with what the page shows. */
export function FailureNotes({ problem, unread }: FailureNotesProps) {
  return (
    <>
      {problem ? (
        <Banner tone="danger" live="alert">
          {problem}
        </Banner>
      ) : null}
      {unread?.error ? (
        <ErrorState
          compact
          title={unread.title}
          description={unread.error.message}
          onRetry={() => void unread.onRetry()}
        />
      ) : null}
    </>
  );
}
