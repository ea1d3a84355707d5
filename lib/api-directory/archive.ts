// The API directory on disk: one file, each document compressed by itself, so that one of thousands is read in a
// millisecond and 413 MB take 50. Made from npm's tarball without a file of it ever being written under its own name.
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createGunzip, zstdCompress, zstdDecompress } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { z } from "zod";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** What a tarball may hold; the real one has 2,656 files, 413 MB, and one document of 47 MB. */
export const archiveBounds = { files: 20_000, fileBytes: 96 * 1024 * 1024, totalBytes: 1024 * 1024 * 1024 };
export type ArchiveBounds = typeof archiveBounds;

const magic = Buffer.from("lamplight-apis-1");
/** `package/api/<provider>[/<service>].json`; a name may hold spaces and brackets. */
const documentPath =
  /^package\/api\/((?:[a-z0-9][^/\\\p{C}]{0,100}\/){0,3}[a-z0-9][^/\\\p{C}]{0,100})\.json$/iu;

const entrySchema = z.object({
  /** `<provider>` or `<provider>/<service>`. */
  id: z.string(),
  offset: z.int().nonnegative(),
  storedBytes: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
});
export type ArchiveEntry = z.infer<typeof entrySchema>;

/** What is wrong with a tarball, as a sentence. */
export class ArchiveError extends Error {
  override name = "ArchiveError";
}

/**
 * Makes the archive from a gzipped tarball. Nothing in it is run, and nothing is written but `file`, whole or not at
 * all. Links, paths out of the package and what is beyond the bounds are refused (N4, P10) with an `ArchiveError`.
 */
export async function packArchive(options: {
  tarball: Readable;
  file: string;
  signal?: AbortSignal;
  bounds?: ArchiveBounds;
  onProgress?: (documents: number) => void;
}): Promise<void> {
  const { tarball, file, signal, bounds = archiveBounds, onProgress } = options;
  const partial = `${file}.part`;
  const output = await open(partial, "w", 0o600);
  const entries: ArchiveEntry[] = [];
  let offset = 0;
  try {
    for await (const { id, text } of documentsOf(tarball, bounds, signal)) {
      const stored = await compress(text);
      await output.appendFile(stored);
      entries.push({ id, offset, storedBytes: stored.length, bytes: text.length });
      offset += stored.length;
      onProgress?.(entries.length);
    }
    if (entries.length === 0) throw new ArchiveError("The package holds no API documents.");
    const index = await compress(Buffer.from(JSON.stringify(entries)));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(index.length));
    await output.appendFile(Buffer.concat([index, length, magic]));
    await output.close();
    await rename(partial, file);
  } catch (error) {
    await output.close().catch(() => {});
    await rm(partial, { force: true });
    throw error;
  }
}

async function* documentsOf(
  tarball: Readable,
  bounds: ArchiveBounds,
  signal: AbortSignal | undefined,
): AsyncGenerator<{ id: string; text: Buffer }> {
  const reader = extract();
  const flowing = pipeline(tarball, createGunzip(), reader, { signal });
  // Whoever reads the members hears of it too; nobody else has to.
  flowing.catch(() => {});
  let files = 0;
  let total = 0;
  for await (const member of reader) {
    const problem = problemOf(member.header);
    files += 1;
    total += member.header.size ?? 0;
    if (problem !== null) throw new ArchiveError(problem);
    if (files > bounds.files || total > bounds.totalBytes) {
      throw new ArchiveError("The package holds more than can be the API directory.");
    }
    const id = documentPath.exec(member.header.name)?.[1];
    if (id === undefined || member.header.type !== "file") {
      member.resume();
      continue;
    }
    if ((member.header.size ?? 0) > bounds.fileBytes) {
      throw new ArchiveError(`The document ${id} is too large.`);
    }
    const chunks: Uint8Array[] = [];
    for await (const chunk of member as AsyncIterable<Uint8Array>) chunks.push(chunk);
    yield { id, text: Buffer.concat(chunks) };
  }
  await flowing;
}

function problemOf({ name, type }: Header): string | null {
  const shown = name.slice(0, 100);
  if (type !== "file" && type !== "directory") return `The package holds “${shown}”, which is no plain file.`;
  const isOutside = name.startsWith("/") || name.includes("\\") || name.split("/").includes("..");
  return isOutside ? `The package holds “${shown}”, which lies outside it.` : null;
}

/** An archive that is open for reading. */
export class Archive {
  readonly #handle: FileHandle;
  readonly #entries: ReadonlyMap<string, ArchiveEntry>;

  private constructor(handle: FileHandle, entries: readonly ArchiveEntry[]) {
    this.#handle = handle;
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]));
  }

  /** Throws an `ArchiveError` for a file that is no archive, and what `fs` throws for one that is not there. */
  static async open(file: string): Promise<Archive> {
    const handle = await open(file, "r");
    try {
      const { size } = await handle.stat();
      const tail = Buffer.alloc(8 + magic.length);
      if (size < tail.length) throw new ArchiveError("The archive is cut short.");
      await handle.read(tail, 0, tail.length, size - tail.length);
      const length = Number(tail.readBigUInt64LE(0));
      if (!tail.subarray(8).equals(magic) || length > size - tail.length) {
        throw new ArchiveError("The archive is damaged.");
      }
      const index = Buffer.alloc(length);
      await handle.read(index, 0, length, size - tail.length - length);
      const entries = z.array(entrySchema).parse(JSON.parse((await decompress(index)).toString("utf8")));
      return new Archive(handle, entries);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The ids of its documents, sorted. */
  ids(): string[] {
    return [...this.#entries.keys()].sort();
  }

  /** The bytes of a document; null when there is none of this id. */
  sizeOf(id: string): number | null {
    return this.#entries.get(id)?.bytes ?? null;
  }

  /** A document's text; null when there is none of this id. */
  async read(id: string): Promise<string | null> {
    const entry = this.#entries.get(id);
    if (!entry) return null;
    const stored = Buffer.alloc(entry.storedBytes);
    await this.#handle.read(stored, 0, stored.length, entry.offset);
    return (await decompress(stored, { maxOutputLength: entry.bytes })).toString("utf8");
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
