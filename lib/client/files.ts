import { queryOptions } from "@tanstack/react-query";
import { storedFileSchema } from "@/lib/domain/file";
import { getJson } from "./api";

/** What is known of a stored file; its bytes are at `/api/files/<id>`. */
export const fileQuery = (fileId: string) =>
  queryOptions({
    queryKey: ["files", fileId],
    queryFn: ({ signal }) => getJson(`/api/files/${fileId}/details`, storedFileSchema, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
