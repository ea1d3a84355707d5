// What a person does with the API directory. The importer does the work: lib/flow/install-directory.ts.
import { rm } from "node:fs/promises";
import { directoryFiles } from "@/lib/api-directory/directory-documents";
import { pinnedDirectory } from "@/lib/api-directory/pinned-directory";
import {
  clearDirectory,
  directoryState,
  directoryStatus,
  moveDirectory,
  withDirectory,
} from "@/lib/db/api-directory";
import { type DirectoryState, isInstalling } from "@/lib/domain/api-directory";
import { removeDirectoryIndex } from "@/lib/retrieval/directory-index";

/** How far the directory is installed. */
export async function findDirectory(): Promise<DirectoryState> {
  const state = await directoryState();
  const { name, version } = pinnedDirectory();
  return { ...state, package: state.package || `${name} ${version}` };
}

/** Begins to install the directory, or goes on where it was canceled or failed. False when somebody is at it. */
export async function startDirectory(): Promise<boolean> {
  const { name, version } = pinnedDirectory();
  const values = { status: "downloading" as const, package: `${name} ${version}` };
  return moveDirectory(["absent", "failed", "canceled"], values);
}

/** Stops installing; what is there already is kept for the next try. */
export async function cancelDirectory(): Promise<boolean> {
  return moveDirectory(["downloading", "unpacking", "reading"], { status: "canceled" });
}

/** Removes all of the directory. APIs that were added from it stay. False while it is being installed. */
export async function removeDirectory(): Promise<boolean> {
  const status = await directoryStatus();
  if (isInstalling(status)) return false;
  const { folder, index } = directoryFiles();
  return withDirectory(async () => {
    await clearDirectory();
    await removeDirectoryIndex(index);
    await rm(folder, { recursive: true, force: true });
  });
}
