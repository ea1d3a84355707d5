import { Readable } from "node:stream";
import { FileStoreError } from "@/lib/files/file-store-error";
import { openFile } from "@/lib/files/store";
import { missingFileProblem } from "@/lib/http/receive-file";
import { fileParamsSchema } from "@/lib/http/requests";
import { route } from "@/lib/http/route";

/** Shown inside a page only where a browser does nothing with them but draw. */
const drawable = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** What a page could run, or be dressed in, is handed out as bytes: with nosniff no browser takes it for more. */
function servedType(mediaType: string): string {
  return /javascript|ecmascript|wasm|\bcss\b|manifest/.test(mediaType)
    ? "application/octet-stream"
    : mediaType;
}

/** For a header (RFC 8187). */
function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export const GET = route({ params: fileParamsSchema }, async ({ params }) => {
  try {
    const { file, stream } = await openFile(params.fileId);
    const disposition = drawable.has(file.mediaType) ? "inline" : "attachment";
    return new Response(Readable.toWeb(stream) as ReadableStream, {
      headers: {
        "content-type": servedType(file.mediaType),
        "content-length": String(file.sizeBytes),
        "content-disposition": `${disposition}; filename*=UTF-8''${encodeName(file.name)}`,
        // Whatever a file holds, opened as a page it may do nothing (N7).
        "content-security-policy": "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'",
        "x-content-type-options": "nosniff",
        "cache-control": "private, max-age=3600, immutable",
      },
    });
  } catch (error) {
    if (error instanceof FileStoreError) throw missingFileProblem(error);
    throw error;
  }
});
