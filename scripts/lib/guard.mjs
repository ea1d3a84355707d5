// Waits for its parent to close the pipe or to die, then ends the database servers it was told of (one data folder
// per line on standard input) and removes the folder given as argument.
import { rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { findServer, stopServer } from "./postgres-server.mjs";

const folder = process.argv[2];
/** @type {string[]} */
const dataFolders = [];
for await (const line of createInterface({ input: process.stdin })) dataFolders.push(line);

for (const dataFolder of dataFolders) {
  const server = findServer(dataFolder);
  if (server) await stopServer(server.identity);
  // A data folder the server's user could not have reached in `folder` stands in a folder of its own.
  if (!dataFolder.startsWith(`${folder}/`))
    rmSync(path.dirname(dataFolder), { recursive: true, force: true });
}
if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
