import type { StoredFile } from "@/lib/domain/file";
import { FileStoreError } from "@/lib/files/file-store-error";
import { maxFileBytes, removeFile, storeFile } from "@/lib/files/store";
import { ProblemError } from "./problem";
import { receiveUpload } from "./receive-upload";

/**
 * Stores the one file of a multipart body as it arrives, without holding it in memory. A body in any other form is
 * refused, so that JSON can never pose as an upload (P5).
 */
export async function receiveFile(request: Request): Promise<StoredFile> {
  try {
    return await receiveUpload(request, {
      maxBytes: maxFileBytes(),
      advice: "Split the file, or keep only the columns that are needed.",
      take: storeFile,
      drop: (file) => removeFile(file.id),
    });
  } catch (error) {
    throw error instanceof FileStoreError ? asProblem(error) : error;
  }
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
