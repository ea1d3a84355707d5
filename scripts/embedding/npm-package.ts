import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import path from "node:path";

export interface PinnedPackage {
  name: string;
  version: string;
  /** Of the tarball, as the registry publishes it: `sha512-<base64>`. */
  integrity: string;
}

/** Fetches a package from npm into `folder` once, checks its hash, unpacks it; returns the unpacked folder. */
export function fetchPackage(wanted: PinnedPackage, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const base = `${wanted.name.replace(/^@/, "").replace("/", "-")}-${wanted.version}`;
  const tarball = path.join(folder, `${base}.tgz`);
  if (!existsSync(tarball)) {
    run("npm", ["pack", `${wanted.name}@${wanted.version}`, "--silent", "--pack-destination", folder]);
  }
  const found = `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
  if (found !== wanted.integrity) {
    rmSync(tarball);
    throw new Error(
      `${wanted.name}@${wanted.version} is not the package this script was written for: ${found}`,
    );
  }
  const unpacked = path.join(folder, base);
  if (!existsSync(unpacked)) {
    // Half an unpacked package, from a run that was stopped, must not look like a whole one.
    const partial = `${unpacked}.partial`;
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial);
    run("tar", ["-xzf", tarball, "-C", partial, "--strip-components=1"]);
    renameSync(partial, unpacked);
  }
  return unpacked;
}

function run(command: string, args: string[]): void {
  const result = spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"] });
  if (result.status !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${result.status}`);
}
