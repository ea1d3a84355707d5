import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: { position: "bottom-right" },
  // Types are checked by `npm run check`; checking them again here would double the time of a first start.
  typescript: { ignoreBuildErrors: true },
  // An OpenAPI document of 10 MB can be pasted.
  experimental: { serverActions: { bodySizeLimit: "11mb" }, proxyClientMaxBodySize: "11mb" },
  serverExternalPackages: [
    "@lancedb/lancedb",
    // LanceDB's own copy: tables made with another one would have to be converted.
    "apache-arrow",
    "@dbos-inc/dbos-sdk",
    "@resvg/resvg-js",
    "libpg-query",
    "pg",
    "pino",
    "mailparser",
  ],
};

export default config;
