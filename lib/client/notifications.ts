import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { recipientSchema } from "@/lib/domain/notification";
import { getJson } from "./api";

const recipientsSchema = z.object({ recipients: z.array(recipientSchema) });

/** Who is told by message. */
export const recipientsQuery = queryOptions({
  queryKey: ["notification-recipients"],
  queryFn: async ({ signal }) => (await getJson("/api/notifications", recipientsSchema, signal)).recipients,
});
