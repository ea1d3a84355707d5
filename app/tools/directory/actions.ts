"use server";

import { cancelDirectory, removeDirectory, startDirectory } from "@/lib/flow/manage-directory";
import { requireOwnPage } from "@/lib/http/own-page";

/** Begins to install the API directory, or goes on with it. */
export async function startDirectoryAction(): Promise<boolean> {
  await requireOwnPage();
  return startDirectory();
}

/** Stops installing it; what is there is kept. */
export async function cancelDirectoryAction(): Promise<boolean> {
  await requireOwnPage();
  return cancelDirectory();
}

/** Removes it from the data folder. */
export async function removeDirectoryAction(): Promise<boolean> {
  await requireOwnPage();
  return removeDirectory();
}
