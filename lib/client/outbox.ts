import { infiniteQueryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { deliverySchema } from "@/lib/domain/delivery";
import { getJson } from "./api";

const pageSize = 50;
const pageSchema = z.object({ deliveries: z.array(deliverySchema) });

/** What the sandbox's services received, newest first, page by page; looked at again every few seconds. */
export const outboxQuery = infiniteQueryOptions({
  queryKey: ["outbox"],
  queryFn: async ({ pageParam, signal }) => {
    const before = pageParam ? `&before=${pageParam}` : "";
    return (await getJson(`/api/outbox?limit=${pageSize}${before}`, pageSchema, signal)).deliveries;
  },
  initialPageParam: "",
  getNextPageParam: (page) => (page.length < pageSize ? undefined : page.at(-1)?.id),
  refetchInterval: 4000,
});
