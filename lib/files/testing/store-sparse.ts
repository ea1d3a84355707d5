import { truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { insertFile } from "@/lib/db/files";
import { type FileId, newId } from "@/lib/domain/ids";
import { env } from "@/lib/env";
import { storeFile } from "@/lib/files/store";

/** Stores a file of so many zeros, which takes no room on the disk. */
export async function storeSparse(sizeBytes: number): Promise<FileId> {
  // Any file, so that the folder is there.
  await storeFile({ name: "small", mediaType: "text/plain", content: Buffer.from("x") });
  const id = newId("file");
  const place = path.join(env().LAMPLIGHT_HOME, "files", id);
  writeFileSync(place, "", { mode: 0o600 });
  truncateSync(place, sizeBytes);
  const mediaType = "application/octet-stream";
  await insertFile({ id, name: "big.bin", mediaType, sizeBytes, sha256: "" });
  return id;
}
