import type { Metadata } from "next";
import { Schedules } from "@/components/schedule/schedules";

export const metadata: Metadata = { title: "Schedules" };

/** Plans that are run by the clock. */
export default function SchedulesPage() {
  return <Schedules />;
}
