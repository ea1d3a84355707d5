// multipart/form-data (RFC 7578). The platform's FormData gives a content type only to files, and calls every typed
// part a file; services tell the two apart.
import { randomBytes } from "node:crypto";

export interface FormPart {
  name: string;
  /** Set for a file. */
  fileName: string | null;
  /** Null for plain text. */
  contentType: string | null;
  content: Buffer;
}

/** The parts in their order, and the boundary between them: random, so that no content can hold it. */
export function encodeMultipart(parts: readonly FormPart[]): { content: Buffer; boundary: string } {
  const boundary = `lamplight-${randomBytes(16).toString("hex")}`;
  const pieces: Buffer[] = [];
  for (const { name, fileName, contentType, content } of parts) {
    const file = fileName === null ? "" : `; filename="${escapeName(fileName)}"`;
    const type = contentType === null ? "" : `Content-Type: ${contentType.replace(/[\r\n]/g, " ")}\r\n`;
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(name)}"${file}\r\n${type}\r\n`;
    pieces.push(Buffer.from(head), content, Buffer.from("\r\n"));
  }
  pieces.push(Buffer.from(`--${boundary}--\r\n`));
  return { content: Buffer.concat(pieces), boundary };
}

/** As browsers write names: what would end one is percent-encoded. */
function escapeName(name: string): string {
  return name.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}
