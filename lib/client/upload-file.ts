import { type ApiImport, apiImportSchema } from "@/lib/domain/api-import";
import { type StoredFile, storedFileSchema } from "@/lib/domain/file";
import { ApiError } from "./api";
import { reportOffline } from "./report-offline";

interface UploadOptions {
  /** 0 to 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
}

/** Uploads a file, telling how far it has come. Throws ApiError with the server's reason. */
export async function uploadFile(file: File, options: UploadOptions = {}): Promise<StoredFile> {
  return storedFileSchema.parse(await sendFile("/api/files", file, options));
}

/** Uploads an API's document, which begins an import. @param into the API to import again */
export async function uploadDocument(
  file: File,
  { into, ...options }: UploadOptions & { into?: string },
): Promise<ApiImport> {
  const query = into === undefined ? "" : `?${new URLSearchParams({ into })}`;
  return apiImportSchema.parse(await sendFile(`/api/imports${query}`, file, options));
}

/** The answer to a file that was sent. Uses XMLHttpRequest, because `fetch` can't tell the progress of what it sends. */
function sendFile(address: string, file: File, options: UploadOptions): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.responseType = "text";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) options.onProgress?.(event.loaded / event.total);
    };
    request.onload = () => {
      const body = parseBody(request.responseText);
      if (request.status >= 200 && request.status < 300 && body !== null) resolve(body);
      else reject(new ApiError(request.status, detailOf(body)));
    };
    request.onerror = () => {
      reportOffline(true);
      const what = file.name === "" ? "It" : `"${file.name}"`;
      reject(
        new ApiError(0, `${what} could not be sent: Lamplight can't be reached. Try again in a moment.`),
      );
    };
    request.onabort = () => reject(new DOMException("The upload was canceled.", "AbortError"));
    options.signal?.addEventListener("abort", () => request.abort());
    const form = new FormData();
    form.append("file", file);
    request.send(form);
  });
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function detailOf(body: unknown): string {
  const detail = typeof body === "object" && body !== null && "detail" in body ? body.detail : null;
  return typeof detail === "string" ? detail : "The file could not be stored.";
}
