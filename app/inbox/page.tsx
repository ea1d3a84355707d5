import type { Metadata } from "next";
import { Inbox } from "@/components/approval/inbox";
import { approvalIdSchema } from "@/lib/domain/ids";
import { inboxPage } from "@/lib/domain/inbox";
import { loadInbox } from "./load-inbox";

export const metadata: Metadata = { title: "Inbox" };

/** Approvals, questions and failed steps of all runs. */
export default async function InboxPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const approval = approvalIdSchema.safeParse((await searchParams).approval);
  return <Inbox initial={await loadInbox({ limit: inboxPage, approval: approval.data })} />;
}
