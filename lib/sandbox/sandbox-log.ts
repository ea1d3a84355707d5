import pino from "pino";
import { env } from "@/lib/env";

let log: pino.Logger | undefined;

/** The stand-ins' log, on standard error. */
export function sandboxLog(): pino.Logger {
  log ??= pino({ name: "sandbox", level: env().LAMPLIGHT_LOG_LEVEL }, pino.destination(2));
  return log;
}
