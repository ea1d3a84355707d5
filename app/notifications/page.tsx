import type { Metadata } from "next";
import { Notifications } from "@/components/notifications/notifications";

export const metadata: Metadata = { title: "Notifications" };

/** Who is told of what waits, went wrong or has completed. */
export default function NotificationsPage() {
  return <Notifications />;
}
