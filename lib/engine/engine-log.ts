import type { DLogger } from "@dbos-inc/dbos-sdk";
import pino, { type Logger } from "pino";
import { env } from "@/lib/env";
import { describeError, describeForeignError } from "./describe-error";

let logger: Logger | undefined;

/** The engine's log. Inputs and outputs of steps are never written at `info` or above. */
export function log(): Logger {
  logger ??= pino({
    name: "engine",
    level: env().LAMPLIGHT_LOG_LEVEL,
    serializers: { err: describeError, foreign: describeForeignError },
  });
  return logger;
}

/** The durable engine's own messages: its `info` is our `debug`. */
export function engineLog(): DLogger {
  const child = log().child({ part: "dbos" });
  const write = (level: "debug" | "warn" | "error") => (entry: unknown) =>
    entry instanceof Error ? child[level]({ err: entry }) : child[level](String(entry));
  return { info: write("debug"), debug: write("debug"), warn: write("warn"), error: write("error") };
}
