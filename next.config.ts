import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked by `npm run check`; checking them again here would double the time of a first start.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    "@lancedb/lancedb",
    "@dbos-inc/dbos-sdk",
    "@resvg/resvg-js",
    "libpg-query",
    "pg",
    "pino",
    "mailparser",
  ],
};

export default config;
