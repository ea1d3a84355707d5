import { startImport } from "@/lib/flow/import-api";
import { begunImport } from "@/lib/http/begun-import";
import { importRequestSchema } from "@/lib/http/requests";
import { route } from "@/lib/http/route";

export const POST = route({ body: importRequestSchema, maxBodyBytes: 11_000_000 }, async ({ body }) => {
  const start =
    "address" in body
      ? { source: { kind: "address" as const, address: body.address } }
      : { source: { kind: "document" as const, name: null }, document: body.document };
  return begunImport(await startImport({ ...start, isConfirmed: true }));
});
