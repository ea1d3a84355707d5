// What the environment asks of a start. lib/env.ts parses the same variables for the parts themselves.
import path from "node:path";
import { Problem } from "./problem.mjs";

/**
 * @typedef {object} Settings
 * @property {string} root the repository
 * @property {string} home the data folder, absolute
 * @property {string} host to listen on
 * @property {number} port
 * @property {string} address to open in a browser
 * @property {string | undefined} origin `https://…` others reach it by, through a proxy
 * @property {string | undefined} databaseUrl of a PostgreSQL of the operator's own
 * @property {boolean} sandbox
 */

const loopback = new Set(["127.0.0.1", "localhost", "::1"]);

/**
 * @param {Record<string, string | undefined>} environment
 * @param {{ root: string, workingFolder: string }} folders workingFolder: where the person typed the command
 * @returns {Settings}
 */
export function readSettings(environment, { root, workingFolder }) {
  const port = environment.PORT === undefined || environment.PORT === "" ? 3000 : Number(environment.PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Problem({
      what: `PORT is "${environment.PORT}", which is not a port.`,
      remedy: "Give a whole number from 1 to 65535: PORT=3100 npm start",
    });
  }
  const host = environment.HOST || "127.0.0.1";
  const origin = readOrigin(environment.LAMPLIGHT_ORIGIN);
  if (!loopback.has(host) && origin === undefined) {
    throw new Problem({
      what: `HOST is "${host}": other machines could open Lamplight, and there is no sign-in yet.`,
      why: "Whoever reaches it can read the connections' data and approve actions.",
      remedy:
        "Put a proxy that asks for a sign-in before it and set LAMPLIGHT_ORIGIN to the proxy's address " +
        "(LAMPLIGHT_ORIGIN=https://lamplight.example.com), or leave HOST away.",
    });
  }
  const sandbox = environment.LAMPLIGHT_SANDBOX || "on";
  if (sandbox !== "on" && sandbox !== "off") {
    throw new Problem({ what: `LAMPLIGHT_SANDBOX is "${sandbox}".`, remedy: "Set it to on or off." });
  }
  const home = environment.LAMPLIGHT_HOME
    ? path.resolve(workingFolder, environment.LAMPLIGHT_HOME)
    : path.join(root, ".lamplight");
  const shown = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  return {
    root,
    home,
    host,
    port,
    address: `http://${shown}:${port}`,
    origin,
    databaseUrl: environment.DATABASE_URL || undefined,
    sandbox: sandbox === "on",
  };
}

/** @param {string | undefined} text */
function readOrigin(text) {
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && (url.protocol === "https:" || url.protocol === "http:") && url.pathname === "/" && !url.search) {
    return url.origin;
  }
  throw new Problem({
    what: `LAMPLIGHT_ORIGIN is "${text}", which is not an origin.`,
    remedy: "Give scheme and host, without a path: LAMPLIGHT_ORIGIN=https://lamplight.example.com",
  });
}
