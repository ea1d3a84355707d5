// The specifications of many vendors that tests read: see specifications/README.md.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const folder = join(import.meta.dirname, "specifications");
const ending = ".json.gz";

/** The names of all of them: `stripe`, `slack`, … */
export function specificationNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .sort();
}

/** The text of one of them. */
export function readSpecification(name: string): string {
  return gunzipSync(readFileSync(join(folder, `${name}${ending}`))).toString("utf8");
}
