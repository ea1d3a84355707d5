// Reading documents of the installed API directory.
import path from "node:path";
import { env } from "@/lib/env";
import { Archive, ArchiveError } from "./archive";

/** Where the directory lies in the data folder. */
export function directoryFiles() {
  const folder = path.join(env().LAMPLIGHT_HOME, "api-directory");
  const file = (name: string) => path.join(folder, name);
  return { folder, archive: file("documents.bin"), download: file("package.tgz"), index: file("lancedb") };
}

/** The document of an API, or a sentence about why there is none; null when it has more than `most` bytes. */
export async function apiOfDirectory(
  id: string,
  most = Number.POSITIVE_INFINITY,
): Promise<{ text: string } | { message: string } | null> {
  let archive: Archive;
  try {
    archive = await Archive.open(directoryFiles().archive);
  } catch (error) {
    if (!(error instanceof ArchiveError) && !hasCode(error, "ENOENT")) throw error;
    return {
      message: "The API directory is not installed. Install it under Tools, “Browse the API directory”.",
    };
  }
  try {
    if ((archive.sizeOf(id) ?? 0) > most) return null;
    const text = await archive.read(id);
    return text === null ? { message: `The API directory has no “${id.slice(0, 100)}”.` } : { text };
  } finally {
    await archive.close();
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
