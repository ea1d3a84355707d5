import { queryOptions } from "@tanstack/react-query";
import { modelsSchema } from "@/lib/domain/language-model";
import { getJson } from "./api";

/** The language models there are, and what the one in use is for. */
export const modelsQuery = queryOptions({
  queryKey: ["models"],
  queryFn: ({ signal }) => getJson("/api/models", modelsSchema, signal),
});
