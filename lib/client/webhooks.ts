import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { webhookSchema } from "@/lib/domain/webhook";
import { getJson } from "./api";

const webhooksSchema = z.object({ webhooks: z.array(webhookSchema) });

/** Plans that are run by webhooks. */
export const webhooksQuery = queryOptions({
  queryKey: ["webhooks"],
  queryFn: async ({ signal }) => (await getJson("/api/webhooks", webhooksSchema, signal)).webhooks,
});
