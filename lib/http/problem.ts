import type { Json } from "@/lib/domain/json";

/** Errors of the HTTP API, as RFC 9457 problem details. `code` is the last part of `type`. */
export interface Problem {
  status: number;
  code: string;
  title: string;
  /** What was wrong, where, and what to do. */
  detail: string;
  /** More for programs: the refused changes, the plan as it is now. */
  extra?: Record<string, unknown>;
  headers?: Record<string, string>;
}

/** The answer for a problem: `application/problem+json`. */
export function problemResponse(problem: Problem): Response {
  const body = {
    type: `urn:lamplight:problem:${problem.code}`,
    title: problem.title,
    status: problem.status,
    detail: problem.detail,
    ...problem.extra,
  };
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: { ...problem.headers, "content-type": "application/problem+json" },
  });
}

/** Thrown inside a route to answer with a problem. */
export class ProblemError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

/** 404 for a thing of a kind: "There is no plan "plan_x"." `place`: what it was looked for in. */
export function notFound(kind: string, id: string, place?: string): ProblemError {
  return new ProblemError({
    status: 404,
    code: "not-found",
    title: "Not found",
    detail: `There is no ${kind} "${id}"${place === undefined ? "" : ` in ${place}`}.`,
  });
}

/** 400 that names what was wrong. */
export function badRequest(detail: string, extra?: Record<string, Json>): ProblemError {
  return new ProblemError({ status: 400, code: "bad-request", title: "Bad request", detail, extra });
}

/** 422: the request was understood, and what it asks can't be done as it stands. */
export function refused(detail: string, extra?: Record<string, unknown>): ProblemError {
  return new ProblemError({ status: 422, code: "refused", title: "Refused", detail, extra });
}

/** 409: somebody else was first. */
export function conflict(detail: string, extra?: Record<string, unknown>): ProblemError {
  return new ProblemError({ status: 409, code: "conflict", title: "Conflict", detail, extra });
}
