// The body of an answer as a stored file.
import type { JsonObject } from "@/lib/domain/json";
import type { FileAccess, GuardedResponse } from "@/lib/tools/tool-contract";
import { baseType } from "./media-types";

/** Endings of files that came without a name. */
const endings: Record<string, string | undefined> = {
  "application/json": "json",
  "application/pdf": "pdf",
  "application/xml": "xml",
  "application/zip": "zip",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "audio/mpeg": "mp3",
  "image/gif": "gif",
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/svg+xml": "svg",
  "image/webp": "webp",
  "text/calendar": "ics",
  "text/csv": "csv",
  "text/html": "html",
  "text/plain": "txt",
  "video/mp4": "mp4",
};

/** Stores the bytes; the output that says where they are. */
export async function storeAnswer(response: GuardedResponse, files: FileAccess): Promise<JsonObject> {
  const mediaType = baseType(response.headers["content-type"] ?? "") || "application/octet-stream";
  const name = fileNameOf(response, mediaType);
  const file = await files.write({ name, mediaType, content: response.body });
  return { file: file.id, name: file.name, mediaType: file.mediaType, sizeBytes: file.sizeBytes };
}

function fileNameOf(response: GuardedResponse, mediaType: string): string {
  const given = dispositionName(response.headers["content-disposition"] ?? "");
  // A name to show, never a path: the file is found by its id (P5).
  const tidy = (name: string) =>
    name
      .toWellFormed()
      .replace(/[/\\\p{Cc}]/gu, "_")
      .slice(-120)
      .trim();
  if (given !== null && tidy(given) !== "") return tidy(given);
  const last = new URL(response.url).pathname.split("/").at(-1) ?? "";
  const name = tidy(decode(last)) || "download";
  const ending = endings[mediaType];
  return ending === undefined || /\.[A-Za-z0-9]{1,5}$/.test(name) ? name : `${name}.${ending}`;
}

/** The file's name in a Content-Disposition (RFC 6266): the extended form, with its charset, before the plain one. */
function dispositionName(disposition: string): string | null {
  const extended = /(?:^|;)\s*filename\*\s*=\s*([\w-]+)'[^']*'([^;\s]+)/i.exec(disposition);
  if (extended) {
    const [, charset = "", text = ""] = extended;
    const bytes = Buffer.from(
      text.replace(/%([0-9a-f]{2})/gi, (_whole, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      ),
      "latin1",
    );
    return bytes.toString(/^iso-8859-1$/i.test(charset) ? "latin1" : "utf8");
  }
  const quoted = /(?:^|;)\s*filename\s*=\s*"((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1];
  if (quoted !== undefined) return asUtf8(quoted.replace(/\\(.)/g, "$1"));
  const bare = /(?:^|;)\s*filename\s*=\s*([^;\s"]+)/i.exec(disposition)?.[1];
  return bare === undefined ? null : asUtf8(bare);
}

/** Headers come as Latin-1, but many services write UTF-8 into them. */
function asUtf8(text: string): string {
  const decoded = Buffer.from(text, "latin1").toString("utf8");
  return decoded.includes("\ufffd") ? text : decoded;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
