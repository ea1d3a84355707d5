import { defineConfig, devices } from "@playwright/test";

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // Generous: a small machine under load is no failure.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  // One person at a time in an installation, with its Inbox and its Outbox: each worker starts one of its own, and has
  // one file after the other. Two, as pages and runs are mostly waited for.
  workers: 2,
  reporter: "list",
  use: {
    locale: "en-US",
    timezoneId: "UTC",
    // Recording all that happens takes a fifth of the processor's time: --trace=retain-on-failure asks for it.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "desktop", use: { ...devices["Desktop Chrome"], viewport: { width: 1440, height: 900 } } },
  ],
});
