// Looks at the PostgreSQL of DATABASE_URL before anything is started on it, and says in a paragraph what is wrong.
import pg from "pg";
import { Problem } from "./problem.mjs";

const oldestVersion = 150_000;
const form = "DATABASE_URL=postgres://user:password@host:5432/database npm start";

/** @param {URL} url what may be shown of it */
function place(url) {
  return `${url.hostname}:${url.port || 5432}`;
}

/** @param {string} text a part of an address; one that is not encoded stands for itself */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @param {string} text @returns {URL} */
function parse(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    // The text itself is not shown: it may hold a password.
    throw new Problem({
      what: "DATABASE_URL is not the address of a PostgreSQL database.",
      remedy: `Write it as ${form}`,
    });
  }
  if (url.pathname.length < 2) {
    throw new Problem({
      what: `DATABASE_URL names no database on ${place(url)}.`,
      remedy: `Write it as ${form}`,
    });
  }
  return url;
}

/**
 * Connects once and checks what Lamplight needs: version 15 and the right to create tables and schemas.
 * @param {string} databaseUrl
 * @returns {Promise<{ version: string, place: string }>} throws a Problem
 */
export async function checkDatabase(databaseUrl) {
  const url = parse(databaseUrl);
  const name = decode(url.pathname.slice(1));
  /** @type {pg.Client} */
  let client;
  try {
    client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
    client.on("error", () => {});
    await client.connect();
  } catch (error) {
    throw explain(error, url, name);
  }
  try {
    const { rows } = await client.query(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as version,
              has_database_privilege(current_database(), 'create') as "createSchemas",
              coalesce(has_schema_privilege(to_regnamespace('public'), 'create'), false) as "createTables",
              pg_is_in_recovery() as "isReplica"`,
    );
    const found = rows[0];
    const at = `The PostgreSQL of DATABASE_URL (${place(url)})`;
    if (found.number < oldestVersion) {
      throw new Problem({ what: `${at} is version ${found.version}; Lamplight needs version 15 or newer.` });
    }
    if (found.isReplica) {
      throw new Problem({
        what: `${at} is a replica, which cannot be written to.`,
        remedy: "Give the primary's address.",
      });
    }
    if (!found.createSchemas || !found.createTables) {
      throw new Problem({
        what: `The user "${decode(url.username)}" of DATABASE_URL may not create ${found.createTables ? "schemas" : "tables"} in the database "${name}".`,
        remedy: `As an administrator: ALTER DATABASE "${name}" OWNER TO "${decode(url.username)}"`,
      });
    }
    return { version: found.version, place: `${place(url)}/${name}` };
  } finally {
    await client.end().catch(() => {});
  }
}

/** @param {unknown} error @param {URL} url @param {string} name */
function explain(error, url, name) {
  const user = decode(url.username) || "(none)";
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message : String(error);
  const at = `the PostgreSQL of DATABASE_URL at ${place(url)}`;
  switch (code) {
    case "ECONNREFUSED":
      return new Problem({
        what: `Nothing answers at ${place(url)}, the address in DATABASE_URL.`,
        remedy: "Start the server there, or correct host and port.",
      });
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new Problem({
        what: `The host "${url.hostname}" in DATABASE_URL is not known.`,
        remedy: "Correct its name, or check the network.",
      });
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
      return new Problem({
        what: `The host "${url.hostname}" in DATABASE_URL cannot be reached.`,
        remedy: "Check the network and the firewall.",
      });
    case "28P01":
    case "28000":
      return new Problem({
        what: `The user "${user}" could not sign in to ${at}.`,
        why: code === "28000" ? `It says: ${message}.` : "",
        remedy: "Correct user and password.",
      });
    case "3D000":
      return new Problem({
        what: `There is no database "${name}" on ${at}.`,
        remedy: `Create it (CREATE DATABASE "${name}"), or correct the name.`,
      });
    case "42501":
      return new Problem({
        what: `The user "${user}" may not connect to the database "${name}".`,
        remedy: `As an administrator: GRANT CONNECT ON DATABASE "${name}" TO "${user}"`,
      });
    case "57P03":
      return new Problem({
        what: `There is a PostgreSQL at ${place(url)}, but it is starting up or shutting down.`,
        remedy: "Try again in a moment.",
      });
    case "53300":
      return new Problem({
        what: `There is a PostgreSQL at ${place(url)}, but it has no connection left.`,
        remedy: "Raise max_connections there, or end other programs.",
      });
  }
  if (/timeout/i.test(message)) {
    return new Problem({
      what: `${place(url)}, the address in DATABASE_URL, did not answer within 10 seconds.`,
      remedy: "Check host, port and firewall.",
    });
  }
  if (/SSL|certificate|self.signed/i.test(message)) {
    return new Problem({
      what: `No encrypted connection to ${place(url)} could be made.`,
      why: `${message}.`,
      remedy: "Set sslmode in DATABASE_URL (for example ?sslmode=require or ?sslmode=disable).",
    });
  }
  if (/password must be a string|SASL/.test(message)) {
    return new Problem({
      what: `DATABASE_URL has no password for the user "${user}", and ${place(url)} asks for one.`,
      remedy: `Write it as ${form}`,
    });
  }
  const safe = url.password
    ? message.replaceAll(decode(url.password), "•••").replaceAll(url.password, "•••")
    : message;
  return new Problem({
    what: `The PostgreSQL of DATABASE_URL at ${place(url)} could not be used.`,
    why: `It says: ${safe}.`,
  });
}
