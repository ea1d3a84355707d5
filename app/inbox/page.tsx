import type { Metadata } from "next";
import { Inbox } from "@/components/approval/inbox";
import { loadInbox } from "./load-inbox";

export const metadata: Metadata = { title: "Inbox" };

/** Approvals, questions and failed steps of all runs. */
export default async function InboxPage() {
  return <Inbox initial={await loadInbox()} />;
}
