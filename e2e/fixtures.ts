import { type APIRequestContext, test as base } from "@playwright/test";
import { apiTokenOf } from "@/lib/testing/start-copy";
import { type Installation, startInstallation } from "./installation";

interface Fixtures {
  /** The data folder of the installation under test. */
  home: string;
  /** Where it answers: `http://127.0.0.1:port`. */
  base: string;
  /** What other programs sign in with. */
  apiToken: string;
  /** The HTTP API, signed in. */
  api: APIRequestContext;
}

export const test = base.extend<Fixtures, { installation: Installation }>({
  installation: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures needed from the pattern.
    async ({}, use) => {
      const installation = await startInstallation();
      await use(installation);
      await installation.stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  baseURL: async ({ installation }, use) => use(installation.address),
  home: async ({ installation }, use) => use(installation.home),
  base: async ({ installation }, use) => use(installation.address),
  apiToken: async ({ home }, use) => use(apiTokenOf(home)),
  api: async ({ playwright, baseURL, apiToken }, use) => {
    const api = await playwright.request.newContext({
      baseURL,
      extraHTTPHeaders: { authorization: `Bearer ${apiToken}` },
    });
    await use(api);
    await api.dispose();
  },
});

export { expect } from "@playwright/test";
