import type { z } from "zod";
import { describeError } from "@/lib/engine/describe-error";
import { publicOrigin } from "@/lib/env";
import { isAllowedHost, isFromOwnPage } from "./allowed-hosts";
import { hasApiToken } from "./api-token";
import { badRequest, ProblemError, problemResponse } from "./problem";
import { readJson } from "./read-json";

type Params = Record<string, string | string[]>;
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
  /** Default: the API token or the product's own pages. */
  access?: "anybody";
}

const defaultMaxBodyBytes = 1_000_000;

/** Of every answer that says nothing else: data for programs, which a browser must neither run, frame nor keep. */
const answerHeaders = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/**
 * A route of the HTTP API: lets in the API token or the product's own pages, parses path, query and body, and
 * turns everything that goes wrong into problem details. The one place where an error becomes an HTTP answer, and,
 * as proxy.ts leaves the API alone lest it hold uploads in memory, where a foreign host is refused (M4).
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
  const answer = async (request: Request, context: Context) => {
    refuseForeignHost(request);
    if (input.access !== "anybody") await authorize(request);
    const params = parse(input.params, await context.params, "the address") as z.output<P>;
    const searchParams = Object.fromEntries(new URL(request.url).searchParams);
    const query = parse(input.query, searchParams, "the query") as z.output<Q>;
    const body = (
      input.body
        ? parse(input.body, await readJson(request, input.maxBodyBytes ?? defaultMaxBodyBytes), "the body")
        : undefined
    ) as z.output<B>;
    return handle({ params, query, body, request });
  };
  return async (request, context) => {
    const response = await answer(request, context).catch(errorResponse);
    for (const [name, value] of Object.entries(answerHeaders)) {
      if (!response.headers.has(name)) response.headers.set(name, value);
    }
    return response;
  };
}

function errorResponse(error: unknown): Response {
  if (error instanceof ProblemError) return problemResponse(error.problem);
  // Without what a failed query was about: the log holds no inputs and outputs of steps.
  console.error(describeError(error));
  return problemResponse({
    status: 500,
    code: "internal",
    title: "Something broke",
    detail:
      "Lamplight could not answer this. The server's log has the details; nothing was changed half-way.",
  });
}

function refuseForeignHost(request: Request): void {
  if (isAllowedHost(request.headers.get("host"), publicOrigin())) return;
  throw new ProblemError({
    status: 421,
    code: "misdirected",
    title: "Misdirected request",
    detail:
      "This server does not answer to that name. Use 127.0.0.1, or set LAMPLIGHT_ORIGIN to its public address.",
  });
}

async function authorize(request: Request): Promise<void> {
  if (isFromOwnPage(request, publicOrigin())) return;
  if (await hasApiToken(request.headers.get("authorization"))) return;
  throw new ProblemError({
    status: 401,
    code: "unauthorized",
    title: "Not authorised",
    detail: 'Send "Authorization: Bearer <token>". The token is in the file api-token in the data folder.',
    headers: { "www-authenticate": "Bearer" },
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

/** A JSON answer. */
export function json(value: unknown, status = 200): Response {
  return Response.json(value, { status });
}
