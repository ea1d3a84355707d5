/** An error as it may be logged. */
export interface DescribedError {
  name: string;
  message: string;
  code?: string;
  /** Where it came from: frames only. */
  stack?: string;
  cause?: DescribedError;
}

/**
 * An error for the log, without the data it may quote: a failed query's text holds its parameters, and with them the
 * inputs and outputs of steps.
 */
export function describeError(error: unknown): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error, message: "" };
  const isQuery = "query" in error && "params" in error;
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  return {
    name: error.name,
    message: isQuery ? "a query failed" : error.message,
    ...code,
    stack: error.stack?.match(/^\s+at .*$/gm)?.join("\n"),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** Like `describeError`, for an error of unknown origin: even its message may quote data. */
export function describeForeignError(error: unknown): Omit<DescribedError, "message" | "cause"> {
  const { name, code, stack } = describeError(error);
  return { name, code, stack };
}
