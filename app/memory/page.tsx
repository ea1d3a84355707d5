import type { Metadata } from "next";
import { Memory } from "@/components/memory/memory";

export const metadata: Metadata = { title: "Memory" };

/** What is remembered of earlier plans, and where it came from. */
export default function MemoryPage() {
  return <Memory />;
}
