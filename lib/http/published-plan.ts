// What the addresses share that publish a plan, to be run without anybody there.
import { newestRevision } from "@/lib/db/plans";
import type { PlanId } from "@/lib/domain/ids";
import { notFound, refused } from "./problem";

interface Refused {
  kind: "refused";
  message: string;
}
interface Missing {
  kind: "not-found";
}

/** The revision that is asked for, else the newest. Throws a problem when there is no such plan. */
export async function askedRevision(planId: PlanId, asked: number | undefined): Promise<number> {
  const revision = asked ?? (await newestRevision(planId));
  if (revision === null) throw notFound("plan", planId);
  return revision;
}

/** The answer to a removal. Throws a problem when there was nothing to remove. @param missing its kind and id */
export function removedOr(isRemoved: boolean, ...missing: Parameters<typeof notFound>): Response {
  if (!isRemoved) throw notFound(...missing);
  return new Response(null, { status: 204 });
}

/** What was published. Throws the problem of what was not. @param missing kind, id and place of what is not there */
export function publishedOr<T extends { kind: "published" | "scheduled" }>(
  outcome: T | Refused | Missing,
  ...missing: Parameters<typeof notFound>
): T {
  if (outcome.kind === "refused") throw refused(outcome.message);
  if (outcome.kind === "not-found") throw notFound(...missing);
  return outcome;
}
