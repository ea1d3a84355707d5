import { findFile } from "@/lib/db/files";
import { notFound } from "@/lib/http/problem";
import { fileParamsSchema } from "@/lib/http/requests";
import { json, route } from "@/lib/http/route";

export const GET = route({ params: fileParamsSchema }, async ({ params }) => {
  const file = await findFile(params.fileId);
  if (!file) throw notFound("file", params.fileId);
  return json(file);
});
