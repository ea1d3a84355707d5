import type { z } from "zod";
import { isSameOrigin } from "./allowed-hosts";
import { hasApiToken } from "./api-token";
import { badRequest, ProblemError, problemResponse } from "./problem";

type Params = Record<string, string>;
interface Context {
  params: Promise<Params>;
}

/** What a route reads from a request; each part is parsed before the handler sees it. */
interface RouteInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  params?: P;
  query?: Q;
  body?: B;
  /** Default: 1 MB (N11). */
  maxBodyBytes?: number;
}

const defaultMaxBodyBytes = 1_000_000;

/**
 * A route of the HTTP API: lets in the API token or the product's own pages, parses path, query and body, and
 * turns everything that goes wrong into problem details. The one place where an error becomes an HTTP answer.
 */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  input: RouteInput<P, Q, B>,
  handle: (request: {
    params: z.output<P>;
    query: z.output<Q>;
    body: z.output<B>;
    request: Request;
  }) => Promise<Response>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => {
    try {
      await authorize(request);
      const params = parse(input.params, await context.params, "the address") as z.output<P>;
      const searchParams = Object.fromEntries(new URL(request.url).searchParams);
      const query = parse(input.query, searchParams, "the query") as z.output<Q>;
      const body = (
        input.body
          ? parse(input.body, await readJson(request, input.maxBodyBytes ?? defaultMaxBodyBytes), "the body")
          : undefined
      ) as z.output<B>;
      return await handle({ params, query, body, request });
    } catch (error) {
      if (error instanceof ProblemError) return problemResponse(error.problem);
      console.error(error);
      return problemResponse({
        status: 500,
        code: "internal",
        title: "Something broke",
        detail:
          "Lamplight could not answer this. The server's log has the details; nothing was changed half-way.",
      });
    }
  };
}

async function authorize(request: Request): Promise<void> {
  if (isSameOrigin(request) || (await hasApiToken(request.headers.get("authorization")))) return;
  throw new ProblemError({
    status: 401,
    code: "unauthorized",
    title: "Not authorised",
    detail: 'Send "Authorization: Bearer <token>". The token is in the file api-token in the data folder.',
  });
}

function parse(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map((issue) => ({
    path: issue.path.map(String).join("."),
    message: issue.message,
  }));
  const [first] = issues;
  const place = first?.path ? `${where}, at "${first.path}"` : where;
  throw badRequest(`There is a mistake in ${place}: ${first?.message ?? "it could not be read"}.`, {
    issues,
  });
}

async function readJson(request: Request, maxBodyBytes: number): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/json\b/i.test(type)) {
    throw new ProblemError({
      status: 415,
      code: "unsupported-media-type",
      title: "Unsupported media type",
      detail: `Send JSON with "Content-Type: application/json"; this came as "${type || "nothing"}".`,
    });
  }
  const text = await readBounded(request, maxBodyBytes);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`The body is not JSON: ${error instanceof Error ? error.message : "unreadable"}.`);
  }
}

/** The body as text, given up as soon as it grows over the limit (N11). */
async function readBounded(request: Request, maxBodyBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (!request.body) return "";
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > maxBodyBytes) {
      throw new ProblemError({
        status: 413,
        code: "too-large",
        title: "Too large",
        detail: `The body is larger than ${maxBodyBytes / 1_000_000} MB. Send large data as a file to /api/files.`,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** A JSON answer that no cache keeps. */
export function json(value: unknown, status = 200): Response {
  return Response.json(value, { status, headers: { "cache-control": "no-store" } });
}
