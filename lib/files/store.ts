// Bytes live at <LAMPLIGHT_HOME>/files/<id>. The id is the only way in: no name or path from outside ever
// reaches the file system (P5, P10).
import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import {
  type FileHandle,
  mkdir,
  open,
  readFile as readBytes,
  readdir,
  rename,
  rm,
  stat,
} from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { deleteFile, findFile, findFiles, insertFile } from "@/lib/db/files";
import type { StoredFile } from "@/lib/domain/file";
import { type FileId, fileIdSchema, newId } from "@/lib/domain/ids";
import { env } from "@/lib/env";
import { FileStoreError } from "./file-store-error";

/** What a file may have in this installation. */
export const maxFileBytes = () => env().LAMPLIGHT_MAX_FILE_MB * 1024 * 1024;

const temporaryPrefix = "incoming-";
const fullDiskCodes = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

export interface NewFile {
  /** As the person calls it; shown, never used as a path. */
  name: string;
  mediaType: string;
  content: Readable | Uint8Array;
}

/**
 * Stores a file whole or not at all: temporary file, fsync, rename, then the record.
 * Throws FileStoreError: `too-large` over the limit, `disk-full` when there is no room. A stream's own error is passed on.
 */
export async function storeFile({ name, mediaType, content }: NewFile): Promise<StoredFile> {
  const label = cleanFileName(name);
  if (content instanceof Uint8Array && content.byteLength > maxFileBytes()) throw tooLarge(label);
  const folder = await filesFolder();
  const temporary = path.join(folder, `${temporaryPrefix}${randomBytes(12).toString("hex")}`);
  const id = newId("file");
  const place = path.join(folder, id);
  try {
    const { sizeBytes, sha256 } = await writeTemporary(temporary, label, content);
    await rename(temporary, place);
    await syncFolder(folder);
    return await insertFile({ id, name: label, mediaType: cleanMediaType(mediaType), sizeBytes, sha256 });
  } catch (error) {
    await rm(temporary, { force: true });
    await rm(place, { force: true });
    throw asStoreError(error, label);
  }
}

/** The whole file. Throws FileStoreError: `not-found` for an unknown id, `lost` when its bytes are gone. */
export async function readFile(id: FileId): Promise<{ file: StoredFile; bytes: Buffer }> {
  const file = await describeFile(id);
  try {
    return { file, bytes: await readBytes(await placeOf(id)) };
  } catch (error) {
    throw asLost(error, file);
  }
}

/** The first bytes of a file, at most so many. Throws like `readFile`. */
export async function readBeginning(id: FileId, mostBytes: number): Promise<Buffer> {
  const { stream } = await openFile(id, mostBytes);
  return Buffer.concat(await stream.toArray());
}

/** The file as a stream, for downloads; its first bytes where a limit is given. Throws like `readFile`. */
export async function openFile(
  id: FileId,
  mostBytes = Number.POSITIVE_INFINITY,
): Promise<{ file: StoredFile; stream: Readable }> {
  const file = await describeFile(id);
  const place = await placeOf(id);
  try {
    await stat(place);
  } catch (error) {
    throw asLost(error, file);
  }
  return { file, stream: createReadStream(place, { end: mostBytes - 1 }) };
}

/** The file's record. Throws FileStoreError `not-found` for an id that is unknown or not an id at all. */
export async function describeFile(id: string): Promise<StoredFile> {
  const parsed = fileIdSchema.safeParse(id);
  const file = parsed.success ? await findFile(parsed.data) : null;
  if (!file) throw new FileStoreError("not-found", `There is no file ${JSON.stringify(id.slice(0, 60))}.`);
  return file;
}

/** Forgets a file and removes its bytes. */
export async function removeFile(id: FileId): Promise<void> {
  await deleteFile(id);
  await removeBytes(id);
}

/** Removes the bytes of a file whose record is gone. */
export async function removeBytes(id: FileId): Promise<void> {
  await rm(await placeOf(id), { force: true });
}

const hourMs = 3_600_000;

/**
 * Removes what interrupted uploads left behind: temporary files, and bytes whose record was never made, once they
 * are an hour old. Returns how many.
 */
export async function removeAbandonedUploads(now: Date): Promise<number> {
  const folder = await filesFolder();
  const names = await readdir(folder);
  const ids = names.flatMap((name) => fileIdSchema.safeParse(name).data ?? []);
  const known: ReadonlyMap<string, StoredFile> = await findFiles(ids);
  let removed = 0;
  for (const name of names) {
    const place = path.join(folder, name);
    const isOurs = name.startsWith(temporaryPrefix) || fileIdSchema.safeParse(name).success;
    const details = known.has(name) || !isOurs ? null : await stat(place).catch(() => null);
    if (!details || now.getTime() - details.mtimeMs < hourMs) continue;
    await rm(place, { force: true });
    removed += 1;
  }
  return removed;
}

async function filesFolder(): Promise<string> {
  const folder = path.join(env().LAMPLIGHT_HOME, "files");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

async function placeOf(id: FileId): Promise<string> {
  return path.join(await filesFolder(), fileIdSchema.parse(id));
}

async function writeTemporary(
  place: string,
  label: string,
  content: Readable | Uint8Array,
): Promise<{ sizeBytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  const most = maxFileBytes();
  const handle = await open(place, "wx", 0o600);
  try {
    for await (const chunk of content instanceof Uint8Array ? [content] : content) {
      const bytes: Uint8Array = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      sizeBytes += bytes.byteLength;
      if (sizeBytes > most) throw tooLarge(label);
      hash.update(bytes);
      await writeAll(handle, bytes);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { sizeBytes, sha256: hash.digest("hex") };
}

/** `write` may take fewer bytes than offered, most of all on a disk that is nearly full. */
async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let offset = 0;
  while (offset < bytes.byteLength) {
    const { bytesWritten } = await handle.write(bytes, offset, bytes.byteLength - offset);
    offset += bytesWritten;
  }
}

/** Makes the rename itself survive a power cut. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The last part of a name, without control or direction-changing characters, at most 200 characters. */
export function cleanFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const plain = last.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
    "",
  );
  const trimmed = plain.trim().slice(0, 200);
  return trimmed === "" || /^\.+$/.test(trimmed) ? "file" : trimmed;
}

function cleanMediaType(mediaType: string): string {
  const type = mediaType.trim().toLowerCase();
  return /^[a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100}(;\s*charset=[a-z0-9_-]{1,40})?$/.test(type)
    ? type
    : "application/octet-stream";
}

function tooLarge(name: string): FileStoreError {
  return new FileStoreError(
    "too-large",
    `“${name}” is larger than ${env().LAMPLIGHT_MAX_FILE_MB} MB, the most a file may have here (LAMPLIGHT_MAX_FILE_MB). Split it, or leave out what is not needed.`,
  );
}

function asStoreError(error: unknown, name: string): unknown {
  if (!isSystemError(error) || !fullDiskCodes.has(error.code)) return error;
  return new FileStoreError(
    "disk-full",
    `There is no room on the disk for “${name}”. Nothing of it was kept. Free some space in the data folder's disk and try again.`,
    { cause: error },
  );
}

function asLost(error: unknown, file: StoredFile): unknown {
  if (!isSystemError(error) || error.code !== "ENOENT") return error;
  const message = `The contents of “${file.name}” are missing from the data folder. Upload it again.`;
  return new FileStoreError("lost", message, { cause: error });
}

function isSystemError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
