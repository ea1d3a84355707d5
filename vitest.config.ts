import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };
const folders = ["lib", "components", "app", "scripts"];
const tests = (suffix: string) => folders.map((folder) => `${folder}/**/*${suffix}`);

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: tests(".test.ts?(x)"),
          exclude: ["**/*.integration.test.ts", "**/*.system.test.ts", "**/node_modules/**"],
        },
      },
      {
        resolve: { alias },
        test: {
          name: "integration",
          include: tests(".integration.test.ts"),
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
