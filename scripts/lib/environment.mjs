// Children get the variables they need, not all of ours (S4).
import { fileURLToPath } from "node:url";

/** What any program needs to run: where programs are, who runs it, where temporary files go, which language. */
const common = [
  "PATH",
  "HOME",
  "USER",
  "LOGNAME",
  "TMPDIR",
  "TMP",
  "TEMP",
  "LANG",
  "LC_ALL",
  "LC_CTYPE",
  "TZ",
  "TERM",
  "COLORTERM",
  "NO_COLOR",
  "FORCE_COLOR",
];
/** How the machine reaches the network. */
export const network = [
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "NODE_USE_ENV_PROXY",
];

/**
 * An environment for a child: the common variables, those named, and the values given.
 * @param {{ names?: readonly string[], values?: Record<string, string | undefined> }} [options]
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnvironment({ names = [], values = {} } = {}) {
  const taken = [...common, ...names].map((name) => [name, process.env[name]]);
  const entries = [...taken, ...Object.entries(values)].filter(([, value]) => value !== undefined);
  return /** @type {NodeJS.ProcessEnv} */ (Object.fromEntries(entries));
}

/**
 * What makes a Node program end when this process does: options for Node, and a variable. It needs an IPC channel.
 * @returns {{ nodeOptions: string[], values: Record<string, string> }}
 */
export function endWithThisProcess() {
  const preload = fileURLToPath(new URL("./part.mjs", import.meta.url));
  return { nodeOptions: ["--import", preload], values: { LAMPLIGHT_STARTED_BY: String(process.pid) } };
}
