// Which variables each part gets (S4). A new variable of lib/env.ts has to be named here to arrive.
import { childEnvironment, network } from "./environment.mjs";

const model = [
  "LAMPLIGHT_MODEL",
  "LAMPLIGHT_MODEL_BASE_URL",
  "LAMPLIGHT_MODEL_API_KEY",
  "OPENAI_API_KEY",
  "ANTHROPIC_API_KEY",
  "GOOGLE_GENERATIVE_AI_API_KEY",
];
/** LanceDB's object stores read their own. */
const index = [
  "LANCEDB_URI",
  "LANCEDB_API_KEY",
  "LAMPLIGHT_EMBEDDING_MODEL",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_REGION",
  "AWS_DEFAULT_REGION",
  "AWS_ENDPOINT",
  "GOOGLE_APPLICATION_CREDENTIALS",
  "AZURE_STORAGE_ACCOUNT_NAME",
  "AZURE_STORAGE_ACCOUNT_KEY",
];
/** npm's own settings that come by environment: the API directory is fetched as npm fetches packages. */
const npm = Object.keys(process.env).filter((name) =>
  /^npm_config_(registry|userconfig|globalconfig|cafile|ca|proxy|https_proxy|noproxy|strict_ssl|\/\/.*)$/i.test(
    name,
  ),
);
const shared = [
  "LAMPLIGHT_LOG_LEVEL",
  "LAMPLIGHT_TIME_ZONE",
  "LAMPLIGHT_MAX_ITEMS",
  "LAMPLIGHT_MAX_FILE_MB",
  "LAMPLIGHT_API_DIRECTORY",
];
const mcp = ["LAMPLIGHT_MCP_STDIO"];

const names = {
  prepare: [...shared, ...network, ...model, ...index, "LAMPLIGHT_SECRET_KEY"],
  web: [...shared, ...mcp, ...network, ...model, ...index, "LAMPLIGHT_SECRET_KEY", "LAMPLIGHT_ORIGIN"],
  worker: [
    ...shared,
    ...mcp,
    ...network,
    ...npm,
    ...model,
    ...index,
    "LAMPLIGHT_SECRET_KEY",
    "LAMPLIGHT_ORIGIN",
  ],
  sandbox: shared,
};

/** @param {keyof typeof names} part @param {Record<string, string | undefined>} values decided by the supervisor */
export function partEnvironment(part, values) {
  return childEnvironment({ names: names[part], values: { ...values, NEXT_TELEMETRY_DISABLED: "1" } });
}
