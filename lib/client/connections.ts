import { queryOptions } from "@tanstack/react-query";
import { z } from "zod";
import { connectionFormSchema } from "@/lib/connections/connection-form";
import { connectionSchema } from "@/lib/domain/connection";
import { jsonObjectSchema } from "@/lib/domain/json";
import { getJson } from "./api";

/** With the values its form begins with; never a secret. */
const editableConnectionSchema = connectionSchema.extend({ values: jsonObjectSchema });
export type EditableConnection = z.infer<typeof editableConnectionSchema>;

const connectionsSchema = z.object({
  connections: z.array(editableConnectionSchema),
  forms: z.array(connectionFormSchema),
});

/** The connections there are, and the forms new ones are made with. */
export const connectionsQuery = queryOptions({
  queryKey: ["connections"],
  queryFn: ({ signal }) => getJson("/api/connections", connectionsSchema, signal),
});
