import { queryOptions } from "@tanstack/react-query";
import { callLimitsSchema } from "@/lib/domain/call-limits";
import { getJson } from "./api";

/** How many calls may be under way at once. */
export const callLimitsQuery = queryOptions({
  queryKey: ["call-limits"],
  queryFn: ({ signal }) => getJson("/api/call-limits", callLimitsSchema, signal),
});
