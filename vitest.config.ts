import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };
const folders = ["lib", "components", "app", "scripts"];
const tests = (suffix: string) => folders.map((folder) => `${folder}/**/*${suffix}`);

// Many tests wait (for servers, for clocks): two at a time also on the smallest machine.
const maxWorkers = Math.max(2, availableParallelism());

export default defineConfig({
  test: {
    maxWorkers,
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: tests(".test.ts?(x)"),
          // A process for many files: loading everything anew for each took as long as the tests.
          isolate: false,
          setupFiles: "lib/testing/own-environment.ts",
          // Generous: a small machine under load is no failure.
          testTimeout: 30_000,
          hookTimeout: 60_000,
          exclude: ["**/*.integration.test.ts", "**/*.system.test.ts", "**/node_modules/**"],
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: tests(".integration.test.ts"),
          isolate: false,
          globalSetup: "lib/testing/global-setup.ts",
          setupFiles: "lib/testing/own-database.ts",
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        // Starts and kills the whole product; needs the production build.
        resolve: { alias },
        test: {
          name: "system",
          include: tests(".system.test.ts"),
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
