import { type APIRequestContext, test as base } from "@playwright/test";
import { apiTokenOf } from "@/lib/testing/start-copy";

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with playwright.config.ts.`);
  return value;
}

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

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures needed from the pattern.
  baseURL: async ({}, use) => use(required("LAMPLIGHT_TEST_ADDRESS")),
  // biome-ignore lint/correctness/noEmptyPattern: see above.
  home: async ({}, use) => use(required("LAMPLIGHT_TEST_HOME")),
  base: async ({ baseURL }, use) => use(baseURL ?? ""),
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
