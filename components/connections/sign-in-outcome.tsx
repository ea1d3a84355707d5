"use client";

import { useQuery } from "@tanstack/react-query";
import { Banner } from "@/components/ui/banner";
import { signInQuery } from "@/lib/client/connections";

/** What came of a sign-in at a service. Its words are foreign, and shown as text. */
export function SignInOutcome({ id }: { id: string }) {
  const { data, error } = useQuery({ ...signInQuery(id), enabled: id !== "unknown" });
  if (id === "unknown" || error) {
    return (
      <Banner tone="warning" live="status" title="This sign-in can't be finished" className="mb-4">
        It is older than ten minutes, was finished already, or began in another browser. Start it again.
      </Banner>
    );
  }
  if (!data) return null;
  const isDone = data.status === "completed";
  return (
    <Banner
      tone={isDone ? "success" : "danger"}
      live={isDone ? "status" : "alert"}
      title={isDone ? "Signed in" : "The sign-in did not work"}
      className="mb-4"
    >
      <span className="break-words">{data.message}</span>
    </Banner>
  );
}
