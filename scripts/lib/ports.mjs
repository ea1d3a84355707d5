import net from "node:net";
import { readJson, writeFileAtomically } from "./files.mjs";
import { Problem } from "./problem.mjs";

/** A port nobody listens on at this moment. @returns {Promise<number>} */
export function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") return reject(new Error("No port was given out."));
      server.close(() => resolve(address.port));
    });
  });
}

/** Whether this process could listen there now. @param {number} port @param {string} host @returns {Promise<boolean>} */
export function isPortFree(port, host = "127.0.0.1") {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** @param {{ port: number, host: string }} settings where the web server is to listen */
export async function refuseBusyPort({ port, host }) {
  if (await isPortFree(port, host)) return;
  throw new Problem({
    what: `Port ${port} on ${host} is in use by another program.`,
    remedy: `End that program, or choose another port: PORT=${port < 65_535 ? port + 1 : 3000} npm start`,
  });
}

/**
 * The port kept for `name` in `file`, while it is free; another one, kept from now on, when it is taken or none was
 * kept. Ports kept for other names are not given out twice.
 * @param {{ file: string, name: string }} options
 * @returns {Promise<number>}
 */
export async function keepPort({ file, name }) {
  /** @type {Record<string, unknown>} */
  const kept = readJson(file) ?? {};
  const before = kept[name];
  if (typeof before === "number" && (await isPortFree(before))) return before;
  const others = Object.values(kept);
  let port = await findFreePort();
  while (others.includes(port)) port = await findFreePort();
  writeFileAtomically(file, `${JSON.stringify({ ...kept, [name]: port }, null, 2)}\n`);
  return port;
}
