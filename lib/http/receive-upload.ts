// The one file of a multipart body, taken as it arrives.
import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import busboy from "busboy";
import { badRequest, ProblemError } from "./problem";

export interface UploadedFile {
  name: string;
  mediaType: string;
  content: Readable;
}

interface Receiving<T> {
  maxBytes: number;
  /** What to do about a file that is larger, as a sentence. */
  advice: string;
  /** Takes the file while it comes; its stream ends early, `truncated`, when there are more than `maxBytes`. */
  take(file: UploadedFile): Promise<T>;
  /** Undoes that, for a body that turned out to hold more than one file. */
  drop(taken: T): Promise<unknown>;
}

/**
 * Hands the one file of a multipart body on as it arrives, without holding it in memory. A body in any other form is
 * refused, so that JSON can never pose as an upload (P5).
 */
export async function receiveUpload<T>(request: Request, receiving: Receiving<T>): Promise<T> {
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
  if (declared > receiving.maxBytes + 100_000) {
    throw uploadTooLarge(`This upload has ${Math.round(declared / 1e6)} MB`, receiving);
  }
  const body = Readable.fromWeb(request.body as WebStream);
  try {
    return await takeFirst(body, type, receiving);
  } finally {
    body.destroy();
  }
}

function takeFirst<T>(body: Readable, contentType: string, receiving: Receiving<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let parser: busboy.Busboy;
    try {
      parser = busboy({
        headers: { "content-type": contentType },
        limits: { files: 1, fields: 0, fileSize: receiving.maxBytes + 1, parts: 10 },
      });
    } catch (error) {
      reject(
        badRequest(`The upload could not be read: ${error instanceof Error ? error.message : "malformed"}.`),
      );
      return;
    }
    let taking: Promise<T> | null = null;
    let hasMore = false;
    parser.on("file", (_field, content, info) => {
      const name = Buffer.from(info.filename ?? "", "latin1").toString("utf8");
      taking = receiving.take({ name, mediaType: info.mimeType, content });
      taking.catch(reject);
    });
    parser.on("filesLimit", () => {
      hasMore = true;
    });
    parser.on("error", (error) => {
      const reason = error instanceof Error ? error.message : String(error);
      reject(badRequest(`The upload broke off, and nothing of it was kept: ${reason}.`));
    });
    parser.on("close", () => {
      if (!taking) reject(badRequest('The upload holds no file. Send one in a field named "file".'));
      else taking.then((taken) => (hasMore ? refuseSecond(taken, receiving) : taken)).then(resolve, reject);
    });
    body.on("error", (error) => {
      parser.destroy(error);
      reject(error);
    });
    body.pipe(parser);
  });
}

async function refuseSecond<T>(first: T, { drop }: Receiving<T>): Promise<never> {
  await drop(first);
  throw badRequest("The upload holds more than one file. Send each in a request of its own.");
}

/** 413, with the limit and what to do. */
export function uploadTooLarge(
  what: string,
  { maxBytes, advice }: Pick<Receiving<unknown>, "maxBytes" | "advice">,
): ProblemError {
  return new ProblemError({
    status: 413,
    code: "too-large",
    title: "Too large",
    detail: `${what}; the limit is ${Math.floor(maxBytes / 1024 / 1024)} MB. ${advice}`,
  });
}
