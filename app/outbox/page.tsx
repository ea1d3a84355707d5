import type { Metadata } from "next";
import { Outbox } from "@/components/outbox/outbox";

export const metadata: Metadata = { title: "Outbox" };

/** Messages the sandbox's mail, chat and SMS services received. */
export default function OutboxPage() {
  return <Outbox />;
}
