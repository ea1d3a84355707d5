// Errors of the weather and flights services: problem details of RFC 9457.
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { JsonObject } from "@/lib/domain/json";

/** Answers with a problem. `detail` says what was wrong and what to do. */
export function problem(
  context: Context,
  status: ContentfulStatusCode,
  title: string,
  detail: string,
  more: JsonObject = {},
): Response {
  const body = { type: "about:blank", title, status, detail, ...more };
  return context.body(JSON.stringify(body), status, { "Content-Type": "application/problem+json" });
}
