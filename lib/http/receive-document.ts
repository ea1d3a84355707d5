// An API's document as an upload: compressed as it arrives, so that what is in memory of 48 MB is what is kept of them.
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createZstdCompress } from "node:zlib";
import { maxDocumentBytes } from "@/lib/domain/api-import";
import { receiveUpload, type UploadedFile, uploadTooLarge } from "./receive-upload";

export interface ReceivedDocument {
  /** The file's; null for a document without one: pasted. */
  name: string | null;
  packed: Buffer;
}

const limit = { maxBytes: maxDocumentBytes, advice: "Import a smaller part of the API." };

/** The document in the one file of a multipart body. Throws a problem for what is larger than an import takes. */
export function receiveDocument(request: Request): Promise<ReceivedDocument> {
  return receiveUpload(request, { ...limit, take, drop: () => Promise.resolve() });
}

async function take({ name, content }: UploadedFile): Promise<ReceivedDocument> {
  const compressing = createZstdCompress();
  const [packed] = await Promise.all([buffer(compressing), pipeline(content, compressing)]);
  if ("truncated" in content && content.truncated === true)
    throw uploadTooLarge("The document is larger", limit);
  // A browser gives what was pasted as a file of this name.
  return { name: name === "" || name === "blob" ? null : name.slice(0, 200), packed };
}
