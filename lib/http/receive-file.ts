import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import busboy from "busboy";
import type { StoredFile } from "@/lib/domain/file";
import { FileStoreError } from "@/lib/files/file-store-error";
import { maxFileBytes, removeFile, storeFile } from "@/lib/files/store";
import { badRequest, ProblemError } from "./problem";

/**
 * Stores the one file of a multipart body as it arrives, without holding it in memory. A body in any other form is
 * refused, so that JSON can never pose as an upload (P5).
 */
export async function receiveFile(request: Request): Promise<StoredFile> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type) || !request.body) {
    throw new ProblemError({
      status: 415,
      code: "unsupported-media-type",
      title: "Unsupported media type",
      detail: 'Send the file as multipart/form-data, in a field named "file".',
    });
  }
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > maxFileBytes + 100_000) throw tooLarge(`This upload has ${Math.round(declared / 1e6)} MB`);
  const body = Readable.fromWeb(request.body as WebStream);
  try {
    return await storeFirstFile(body, type);
  } catch (error) {
    if (error instanceof FileStoreError) throw asProblem(error);
    throw error;
  } finally {
    body.destroy();
  }
}

function storeFirstFile(body: Readable, contentType: string): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    let parser: busboy.Busboy;
    try {
      parser = busboy({
        headers: { "content-type": contentType },
        limits: { files: 1, fields: 0, fileSize: maxFileBytes + 1, parts: 10 },
      });
    } catch (error) {
      reject(
        badRequest(`The upload could not be read: ${error instanceof Error ? error.message : "malformed"}.`),
      );
      return;
    }
    let storing: Promise<StoredFile> | null = null;
    let hasMore = false;
    parser.on("file", (_field, stream, info) => {
      const name = Buffer.from(info.filename ?? "", "latin1").toString("utf8");
      storing = storeFile({ name, mediaType: info.mimeType, content: stream });
      storing.catch(reject);
    });
    parser.on("filesLimit", () => {
      hasMore = true;
    });
    parser.on("error", (error) => {
      const reason = error instanceof Error ? error.message : String(error);
      reject(badRequest(`The upload broke off, and nothing of it was kept: ${reason}.`));
    });
    parser.on("close", () => {
      if (!storing) reject(badRequest('The upload holds no file. Send one in a field named "file".'));
      else storing.then((file) => (hasMore ? refuseSecondFile(file) : file)).then(resolve, reject);
    });
    body.on("error", (error) => {
      parser.destroy(error);
      reject(error);
    });
    body.pipe(parser);
  });
}

async function refuseSecondFile(first: StoredFile): Promise<never> {
  await removeFile(first.id);
  throw badRequest("The upload holds more than one file. Send each in a request of its own.");
}

function tooLarge(what: string): ProblemError {
  return new ProblemError({
    status: 413,
    code: "too-large",
    title: "Too large",
    detail: `${what}; the limit is ${Math.floor(maxFileBytes / 1024 / 1024)} MB. Split the file, or keep only the columns that are needed.`,
  });
}

function asProblem(error: FileStoreError): ProblemError {
  const statuses: Record<string, number> = { "too-large": 413, "disk-full": 507, "not-found": 404 };
  return new ProblemError({
    status: statuses[error.problem] ?? 500,
    code: error.problem,
    title: "The file was not stored",
    detail: error.message,
  });
}

/** A stored file's bytes could not be given: 404 or 410. */
export function missingFileProblem(error: FileStoreError): ProblemError {
  return asProblem(error);
}
