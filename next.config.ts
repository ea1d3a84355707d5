import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: { position: "bottom-right" },
  // Types are checked by `npm run check`; checking them again here would double the time of a first start.
  typescript: { ignoreBuildErrors: true },
  // An OpenAPI document of 10 MB can be pasted.
  experimental: {
    serverActions: { bodySizeLimit: "11mb" },
    proxyClientMaxBodySize: "11mb",
    // A build happens once on a person's machine: no source maps, no cache of 240 MB beside it.
    turbopackSourceMaps: false,
    turbopackFileSystemCacheForBuild: false,
  },
  // Loaded from node_modules at run time. Those before the gap have to be; the others only shorten the build.
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

    "@ai-sdk/anthropic",
    "@ai-sdk/google",
    "@ai-sdk/openai",
    "@ai-sdk/openai-compatible",
    "@modelcontextprotocol/client",
    "@slack/web-api",
    "ai",
    "ajv",
    "busboy",
    "chrono-node",
    "compromise",
    "csv-parse",
    "elkjs",
    "iconv-lite",
    "nodemailer",
    "oauth4webapi",
    "sanitize-html",
    "twilio",
    "undici",
    "yaml",
  ],
};

export default config;
