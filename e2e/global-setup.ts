// Starts the production build in a fresh data folder; every test works on it.
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { directoryMembers, integrityOf, tarballOf } from "@/lib/api-directory/testing/test-registry";
import { startCopy } from "@/lib/testing/start-copy";
import { readSpecification } from "@/lib/tools/openapi/testing/real-specifications";
import { findFreePort } from "@/scripts/lib/ports.mjs";
import { makeTemporaryFolder } from "@/scripts/lib/temporary-postgres.mjs";

/** An API directory of a few real specifications, which directory.spec.ts serves as npm's registry does. */
async function writeDirectory(folder: string): Promise<Record<string, string>> {
  const ids = { "stripe.com": "stripe", "notion.com": "notion", "libretranslate.local": "libretranslate" };
  const documents = Object.entries(ids).map(([id, name]) => [id, readSpecification(name)] as const);
  const hooks = { openapi: "3.1.0", info: { title: "Only hooks", version: "1" }, webhooks: { x: {} } };
  const tarball = await tarballOf(
    directoryMembers({ ...Object.fromEntries(documents), "hooks.example": JSON.stringify(hooks) }),
  );
  const file = path.join(folder, "directory.tgz");
  writeFileSync(file, tarball);
  const registry = `http://127.0.0.1:${await findFreePort()}`;
  process.env.LAMPLIGHT_TEST_DIRECTORY = file;
  process.env.LAMPLIGHT_TEST_REGISTRY = registry;
  return {
    npm_config_registry: registry,
    LAMPLIGHT_API_DIRECTORY: `small-directory@1.0.0#${integrityOf(tarball)}`,
  };
}

export default async function setup(): Promise<() => Promise<void>> {
  const folder = makeTemporaryFolder("lamplight-e2e-");
  const copy = await startCopy({
    home: path.join(folder, "home"),
    environment: { LAMPLIGHT_TIME_ZONE: "UTC", ...(await writeDirectory(folder)) },
  });
  process.env.LAMPLIGHT_TEST_ADDRESS = copy.address;
  process.env.LAMPLIGHT_TEST_HOME = copy.home;
  return async () => {
    await copy.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
