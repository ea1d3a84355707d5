// A copy of Lamplight with a data folder of its own, and a small API directory which directory.spec.ts serves as npm's
// registry does.
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { directoryMembers, integrityOf, tarballOf } from "@/lib/api-directory/testing/test-registry";
import { startCopy } from "@/lib/testing/start-copy";
import { readSpecification } from "@/lib/tools/openapi/testing/real-specifications";
import { findFreePort } from "@/scripts/lib/ports.mjs";
import { makeTemporaryFolder } from "@/scripts/lib/temporary-postgres.mjs";

export interface Installation {
  /** Where it answers: `http://127.0.0.1:port`. */
  address: string;
  /** Its data folder. */
  home: string;
  /** The package of the API directory, and the address it is fetched from. */
  directory: Directory;
  stop(): Promise<void>;
}

interface Directory {
  file: string;
  registry: string;
}

/** A package of a few real specifications, and the environment that makes a copy install it. */
async function writeDirectory(folder: string) {
  const ids = { "stripe.com": "stripe", "notion.com": "notion", "libretranslate.local": "libretranslate" };
  const documents = Object.entries(ids).map(([id, name]) => [id, readSpecification(name)] as const);
  const hooks = { openapi: "3.1.0", info: { title: "Only hooks", version: "1" }, webhooks: { x: {} } };
  const tarball = await tarballOf(
    directoryMembers({ ...Object.fromEntries(documents), "hooks.example": JSON.stringify(hooks) }),
  );
  const file = path.join(folder, "directory.tgz");
  writeFileSync(file, tarball);
  const registry = `http://127.0.0.1:${await findFreePort()}`;
  const environment = {
    npm_config_registry: registry,
    LAMPLIGHT_API_DIRECTORY: `small-directory@1.0.0#${integrityOf(tarball)}`,
  };
  return { directory: { file, registry }, environment };
}

/** Starts one and waits until it is ready. */
export async function startInstallation(): Promise<Installation> {
  const folder = makeTemporaryFolder("lamplight-e2e-");
  const { directory, environment } = await writeDirectory(folder);
  const copy = await startCopy({
    home: path.join(folder, "home"),
    environment: { LAMPLIGHT_TIME_ZONE: "UTC", LAMPLIGHT_MAX_FILE_MB: "50", ...environment },
  });
  return {
    address: copy.address,
    home: copy.home,
    directory,
    stop: async () => {
      await copy.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
