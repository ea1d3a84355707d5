import { type StoredFile, storedFileSchema } from "@/lib/domain/file";
import { ApiError } from "./api";

/**
 * Uploads a file, telling how far it has come (0 to 1). Throws ApiError with the server's reason. Uses
 * XMLHttpRequest, because `fetch` can't tell the progress of what it sends.
 */
export function uploadFile(
  file: File,
  options: { onProgress?: (share: number) => void; signal?: AbortSignal } = {},
): Promise<StoredFile> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/files");
    request.responseType = "text";
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) options.onProgress?.(event.loaded / event.total);
    };
    request.onload = () => {
      const body = parseBody(request.responseText);
      const stored = storedFileSchema.safeParse(body);
      if (request.status === 201 && stored.success) resolve(stored.data);
      else reject(new ApiError(request.status, detailOf(body)));
    };
    request.onerror = () =>
      reject(new ApiError(0, `"${file.name}" could not be sent. Check the connection.`));
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
