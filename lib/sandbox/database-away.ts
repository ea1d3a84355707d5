// The stand-ins outlive the database: while it is away they say "try again later" and answer again when it is back.

/** The database does not answer; the request may be repeated. */
export class DatabaseAway extends Error {
  constructor(options: { cause?: unknown } = {}) {
    super("The sandbox's database does not answer. Try again in a moment.", options);
    this.name = "DatabaseAway";
  }
}

const systemCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "ENOENT",
  "EHOSTUNREACH",
  "ENOTFOUND",
]);
/** SQLSTATE: connection failures, too many connections, shut down or starting up. */
const stateCodes = /^(08...|53300|57P0[1-3])$/;
const messages =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/;

/** True for an error that says the database can't be reached, however deep it is wrapped. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof DatabaseAway) return true;
  const code = "code" in error ? String(error.code) : "";
  if (systemCodes.has(code) || stateCodes.test(code) || messages.test(error.message)) return true;
  return error instanceof AggregateError ? error.errors.some(isDatabaseAway) : isDatabaseAway(error.cause);
}

/**
 * Work on the database, with an end: throws `DatabaseAway` when the server can't be reached, or says nothing for
 * `timeoutMs`. Work that was given up may still be done later, so it must be safe to repeat.
 */
export async function askDatabase<T>(work: () => Promise<T>, timeoutMs = 8000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DatabaseAway()), timeoutMs);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    throw isDatabaseAway(error) && !(error instanceof DatabaseAway)
      ? new DatabaseAway({ cause: error })
      : error;
  } finally {
    clearTimeout(timer);
  }
}
