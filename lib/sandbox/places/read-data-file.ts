import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** The text of a data file of an installed package. Some of them export no file, and one has no code at all. */
export function readDataFile(packageName: string, file: string): string {
  const require = createRequire(import.meta.url);
  for (const folder of require.resolve.paths(packageName) ?? []) {
    try {
      return readFileSync(path.join(folder, packageName, file), "utf8");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
  }
  throw new Error(`${file} of the package ${packageName} is not installed. Run npm ci.`);
}
