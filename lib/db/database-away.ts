// SQLSTATE classes of a server that is away, restarting, full or interrupted, not of a wrong statement.
const passingClasses = new Set(["08", "40", "53", "57", "58", "XX"]);
const passingCodes = new Set([
  "25P03", // idle_in_transaction_session_timeout
  "25006", // read-only: a standby that is being promoted
  "55P03",
  "ECONNREFUSED",
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
const passingMessages =
  /connection terminated|timeout expired|timeout exceeded when trying to connect|client has encountered a connection error|query read timeout|not queryable/i;

/** True for the failure of a database that is away for now: whatever was tried is to be tried again. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && typeof error.code === "string") {
    if (passingCodes.has(error.code) || passingClasses.has(error.code.slice(0, 2))) return true;
    // The socket of a server on this machine is not there; a file that isn't is something else.
    if (error.code === "ENOENT" && "syscall" in error && error.syscall === "connect") return true;
  }
  if (passingMessages.test(error.message)) return true;
  if (error instanceof AggregateError && error.errors.some(isDatabaseAway)) return true;
  return isDatabaseAway(error.cause);
}
