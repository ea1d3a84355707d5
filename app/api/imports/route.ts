import { startImport } from "@/lib/flow/import-api";
import { begunImport } from "@/lib/http/begun-import";
import { receiveDocument } from "@/lib/http/receive-document";
import { importUploadQuerySchema } from "@/lib/http/requests";
import { route } from "@/lib/http/route";

export const POST = route({ query: importUploadQuerySchema }, async ({ request, query }) => {
  const { name, packed } = await receiveDocument(request);
  const { into, confirmed } = query;
  const source = { kind: "document" as const, name };
  return begunImport(await startImport({ source, document: packed, into, isConfirmed: confirmed }));
});
