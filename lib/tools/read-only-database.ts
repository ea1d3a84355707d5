// A connection to somebody's PostgreSQL for one read. Four walls, each enough by itself: a role that should only
// be able to read, a READ ONLY transaction, one statement per message, and a time limit the statement can't
// change (N5).
import pg from "pg";
import type { Json } from "@/lib/domain/json";
import type { ToolErrorKind } from "@/lib/domain/tool-error";
import { type OpenConnection, ToolError } from "./tool-contract";

export interface ReadOnlyDatabase {
  /** One statement with bound parameters; every value comes back as PostgreSQL's text form. */
  query(sql: string, parameters?: readonly unknown[]): Promise<RawResult>;
}

export interface RawResult {
  fields: { name: string; typeId: number }[];
  rows: (string | null)[][];
}

export interface ReadOnlyOptions {
  statementTimeoutMs: number;
  /** IANA name: what "day" and "month" mean for timestamps. */
  timeZone: string;
  signal?: AbortSignal;
}

/**
 * Runs `work` inside one READ ONLY transaction of the connection's database and ends it. Every failure is a
 * ToolError: `credentials`, `refused`, `timeout`, `transient`, `bad-input`.
 */
export async function withReadOnlyDatabase<T>(
  connection: OpenConnection,
  options: ReadOnlyOptions,
  work: (database: ReadOnlyDatabase) => Promise<T>,
): Promise<T> {
  options.signal?.throwIfAborted();
  const client = new pg.Client(clientConfig(connection, options));
  // A connection that breaks while idle reports here; the query in flight rejects by itself.
  client.on("error", () => {});
  const cancel = () => void cancelQueries(connection, options, client);
  try {
    await client.connect();
    options.signal?.addEventListener("abort", cancel, { once: true });
    await prepare(client, connection, options);
    const result = await work({ query: (sql, parameters) => run(client, sql, parameters) });
    await run(client, "rollback");
    return result;
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    throw asToolError(error, connection, options);
  } finally {
    options.signal?.removeEventListener("abort", cancel);
    await client.end().catch(() => {});
  }
}

function clientConfig(connection: OpenConnection, options: ReadOnlyOptions): pg.ClientConfig {
  const origin = new URL(connection.origin);
  const { user, ssl } = connection.config;
  return {
    host: origin.hostname.replace(/^\[|\]$/g, ""),
    port: Number(origin.port || 5432),
    database: decodeURIComponent(origin.pathname.slice(1)) || "postgres",
    user: typeof user === "string" ? user : "postgres",
    password: connection.secret.password,
    ssl: ssl === true || ssl === "require" ? { rejectUnauthorized: true } : false,
    application_name: "lamplight",
    connectionTimeoutMillis: 10_000,
    // When the server is gone without a word, the client must not wait for ever either.
    query_timeout: options.statementTimeoutMs + 5000,
    keepAlive: true,
  };
}

async function prepare(
  client: pg.Client,
  connection: OpenConnection,
  options: ReadOnlyOptions,
): Promise<void> {
  await run(client, "begin transaction isolation level repeatable read read only");
  const settings: Record<string, string> = {
    statement_timeout: `${options.statementTimeoutMs}ms`,
    lock_timeout: "5s",
    idle_in_transaction_session_timeout: `${options.statementTimeoutMs + 5000}ms`,
    TimeZone: options.timeZone,
    // What `run` and `toTable` read.
    DateStyle: "ISO, YMD",
    IntervalStyle: "iso_8601",
    bytea_output: "hex",
  };
  const { searchPath } = connection.config;
  if (typeof searchPath === "string" && searchPath.trim() !== "") {
    const schemas = searchPath.split(",").map((name) => name.trim());
    settings.search_path = schemas.map((name) => pg.escapeIdentifier(name)).join(", ");
  }
  const calls = Object.keys(settings).map(
    (_, index) => `set_config($${index * 2 + 1}, $${index * 2 + 2}, true)`,
  );
  await run(client, `select ${calls.join(", ")}`, Object.entries(settings).flat());
}

/** PostgreSQL's text form of every value: types are decided in one place, `toTable`. */
const asText = { getTypeParser: () => (value: string) => value };

async function run(client: pg.Client, sql: string, parameters: readonly unknown[] = []): Promise<RawResult> {
  // `queryMode` is missing from the types. The extended protocol takes one statement per message, whatever is in
  // the text.
  const config: pg.QueryArrayConfig & { queryMode: "extended" } = {
    text: sql,
    values: [...parameters],
    rowMode: "array",
    types: asText,
    queryMode: "extended",
  };
  const result = await client.query<(string | null)[]>(config);
  const fields = result.fields.map(({ name, dataTypeID }) => ({ name, typeId: dataTypeID }));
  return { fields, rows: result.rows };
}

/** Asks the server to stop what `client` is running: closing the socket alone would let it go on. */
async function cancelQueries(
  connection: OpenConnection,
  options: ReadOnlyOptions,
  client: pg.Client,
): Promise<void> {
  const processId = "processID" in client ? client.processID : null;
  const other = new pg.Client(clientConfig(connection, options));
  other.on("error", () => {});
  try {
    await other.connect();
    await other.query("select pg_cancel_backend($1)", [processId]);
  } catch {
    // The statement's own time limit ends it.
  } finally {
    await other.end().catch(() => {});
  }
}

const kindByState: Record<string, ToolErrorKind> = {
  "57014": "timeout",
  "55P03": "transient",
  "42501": "refused",
  "25006": "refused",
  "3D000": "not-found",
};

function kindOf(state: string): ToolErrorKind {
  if (kindByState[state]) return kindByState[state];
  if (state.startsWith("28")) return "credentials";
  if (/^(?:08|53|57|40)/.test(state)) return "transient";
  return /^(?:XX|58)/.test(state) ? "broken-tool" : "bad-input";
}

function asToolError(error: unknown, connection: OpenConnection, options: ReadOnlyOptions): unknown {
  if (error instanceof ToolError) return error;
  const place = `“${connection.name}”`;
  if (error instanceof pg.DatabaseError && error.code) {
    const kind = kindOf(error.code);
    const evidence: Json = {
      code: error.code,
      message: error.message,
      detail: error.detail ?? null,
      hint: error.hint ?? null,
      position: error.position ?? null,
    };
    return new ToolError(kind, messageOf(kind, error, place, options), { evidence, cause: error });
  }
  if (error instanceof Error) {
    const timedOut = /timeout/i.test(error.message);
    const message = timedOut
      ? `The database of ${place} did not answer in time.`
      : `The database of ${place} can't be reached: ${error.message || "no answer"}. Check that it is running and that the connection's address is right.`;
    const evidence: Json = { message: error.message, code: "code" in error ? String(error.code) : null };
    return new ToolError(timedOut ? "timeout" : "transient", message, { evidence, cause: error });
  }
  return error;
}

function messageOf(
  kind: ToolErrorKind,
  error: pg.DatabaseError,
  place: string,
  options: ReadOnlyOptions,
): string {
  switch (kind) {
    case "timeout":
      return `The query took longer than ${options.statementTimeoutMs / 1000} seconds and was stopped. Ask for fewer rows, or filter more.`;
    case "credentials":
      return `The database refused the user or password of ${place}. Check them on the Connections page.`;
    case "refused":
      return `The database refused this: ${error.message}. Only reading what the connection's user may read is possible.`;
    case "not-found":
      return `${place} names a database that is not there: ${error.message}.`;
    case "transient":
      return `The database of ${place} can't take the query now: ${error.message}.`;
    default:
      return `The database did not accept the query: ${error.message}${error.hint ? ` (${error.hint})` : ""}.`;
  }
}
