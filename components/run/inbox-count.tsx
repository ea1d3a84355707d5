"use client";

import { useQuery } from "@tanstack/react-query";
import { CountBadge } from "@/components/ui/badge";
import { inboxCountQuery } from "@/lib/client/inbox";

/** How many things wait for the person, at the Inbox in the navigation; nothing while it is none or not known. */
export function InboxCount() {
  const { data: count = 0 } = useQuery(inboxCountQuery);
  return <CountBadge count={count} label={count === 1 ? "waits for you" : "wait for you"} />;
}
