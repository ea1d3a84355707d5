// Starts the production build in a fresh data folder; every test works on it.
import { rmSync } from "node:fs";
import path from "node:path";
import { startCopy } from "@/lib/testing/start-copy";
import { makeTemporaryFolder } from "@/scripts/lib/temporary-postgres.mjs";

export default async function setup(): Promise<() => Promise<void>> {
  const folder = makeTemporaryFolder("lamplight-e2e-");
  const copy = await startCopy({
    home: path.join(folder, "home"),
    environment: { LAMPLIGHT_TIME_ZONE: "UTC" },
  });
  process.env.LAMPLIGHT_TEST_ADDRESS = copy.address;
  process.env.LAMPLIGHT_TEST_HOME = copy.home;
  return async () => {
    await copy.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
