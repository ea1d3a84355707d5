// A copy of Lamplight with the scene in it, apart from the one other tests share: it has dozens of tools more.
import { rmSync } from "node:fs";
import path from "node:path";
import { type Browser, type Page, request } from "@playwright/test";
import { apiTokenOf, startCopy } from "@/lib/testing/start-copy";
import { makeTemporaryFolder } from "@/scripts/lib/temporary-postgres.mjs";
import { furnish } from "./furnish";
import type { Screen } from "./screen";
import { screensOf } from "./screens";
import { startDirectory, startServices } from "./services";

export interface Workspace {
  page: Page;
  /** In an order in which each can be had. */
  screens: Screen[];
  stop(): Promise<void>;
}

/** Starts and fills it. `options` are those of the page. */
export async function openWorkspace(
  browser: Browser,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<Workspace> {
  const folder = makeTemporaryFolder("lamplight-scene-");
  const [directory, services] = await Promise.all([startDirectory(), startServices()]);
  const copy = await startCopy({
    home: path.join(folder, "home"),
    environment: { LAMPLIGHT_TIME_ZONE: "UTC", ...directory.environment },
  });
  const { address: baseURL } = copy;
  // A context of its own, as axe wants it.
  const context = await browser.newContext({ baseURL, locale: "en-US", timezoneId: "UTC", ...options });
  const page = await context.newPage();
  const api = await request.newContext({
    baseURL,
    extraHTTPHeaders: { authorization: `Bearer ${apiTokenOf(copy.home)}` },
  });
  const scene = await furnish({ page, api, services });
  return {
    page,
    screens: screensOf(scene, directory.registry),
    stop: async () => {
      await Promise.all([context.close(), api.dispose()]);
      await copy.stop();
      await Promise.all([services.stop(), directory.registry.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
