import { CircleAlert, CircleCheck, CircleDashed, CircleX, type LucideIcon } from "lucide-react";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ListedConnection } from "@/lib/connections/described-connection";

interface Look {
  icon: LucideIcon;
  color: string;
  words: string;
}

/** Whether a connection works, as far as is known: what is needed of a person comes first. */
export function ConnectionState(props: { connection: ListedConnection; isTesting: boolean }) {
  const { lastTest } = props.connection;
  const { icon: Icon, color, words } = props.isTesting ? testing : lookOf(props.connection);
  const isOfTest = lastTest !== null && !props.isTesting && words === wordsOf(lastTest);
  return (
    <p role="status" className={`mt-1 flex items-start gap-1.5 text-xs ${color}`}>
      <Icon aria-hidden className="mt-px size-3.5 shrink-0" />
      <span className="min-w-0 break-words">
        {words}
        {isOfTest && (
          <>
            {" "}
            <span className="whitespace-nowrap text-text-subtle">
              Tested <RelativeTime date={lastTest.at} />
            </span>
          </>
        )}
      </span>
    </p>
  );
}

const testing: Look = { icon: CircleDashed, color: "text-text-muted", words: "Testing…" };

function lookOf({ signIn, lastTest }: ListedConnection): Look {
  if (signIn === "needed") {
    return { icon: CircleAlert, color: "text-warning", words: "Nobody has signed in yet." };
  }
  if (signIn === "lost") {
    return { icon: CircleX, color: "text-danger", words: "The sign-in has ended. Sign in again." };
  }
  if (!lastTest) return { icon: CircleDashed, color: "text-text-subtle", words: "Never tested." };
  return lastTest.kind === "works"
    ? { icon: CircleCheck, color: "text-success", words: wordsOf(lastTest) }
    : { icon: CircleX, color: "text-danger", words: wordsOf(lastTest) };
}

function wordsOf(test: NonNullable<ListedConnection["lastTest"]>): string {
  return test.kind === "works" ? test.detail : test.message;
}
