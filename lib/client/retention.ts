import { queryOptions } from "@tanstack/react-query";
import { retentionStateSchema } from "@/lib/domain/retention";
import { getJson } from "./api";

const isUnderWay = (purges: readonly { status: string }[] = []) =>
  purges.some(({ status }) => status === "running");

/** How long things are kept, what would go now, and what went; looks often while something is being deleted. */
export const retentionQuery = queryOptions({
  queryKey: ["retention"],
  queryFn: ({ signal }) => getJson("/api/retention", retentionStateSchema, signal),
  refetchInterval: ({ state }) => (isUnderWay(state.data?.purges) ? 1000 : 30_000),
});
