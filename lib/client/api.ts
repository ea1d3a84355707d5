import type { z } from "zod";
import { reportOffline } from "./report-offline";

/** An answer of the HTTP API that is not the wanted one. `status` 0: the server could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  constructor(status: number, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "ApiError";
    this.status = status;
  }
}

/** Reads from the HTTP API and checks the answer's shape. Throws ApiError with a message for people. */
export async function getJson<T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
  const response = await reach(path, { signal, headers: { accept: "application/json" } });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, problemText(body, response.status));
  return schema.parse(body);
}

/** Asks the HTTP API something that takes a body; it changes nothing. Throws like `getJson`. */
export async function askJson<T>(
  path: string,
  question: { body: unknown; schema: z.ZodType<T>; signal?: AbortSignal },
): Promise<T> {
  const response = await reach(path, {
    method: "POST",
    signal: question.signal,
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify(question.body),
  });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new ApiError(response.status, problemText(body, response.status));
  return question.schema.parse(body);
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(path, init);
    reportOffline(false);
    return response;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    reportOffline(true);
    throw new ApiError(
      0,
      "Lamplight can't be reached. Check that it is running; this page tries again by itself.",
      {
        cause: error,
      },
    );
  }
}

/** What a problem of the HTTP API says. */
export function problemText(body: unknown, status: number): string {
  const detail = typeof body === "object" && body !== null && "detail" in body ? body.detail : null;
  return typeof detail === "string" ? detail : `The server answered with status ${status}.`;
}
