// An answer that is no success → the ToolError it stands for: what kind of failure, in whose words, and what next.
import type { Json } from "@/lib/domain/json";
import { storableJson } from "@/lib/domain/storable-json";
import type { ToolErrorKind } from "@/lib/domain/tool-error";
import { type GuardedResponse, ToolError } from "@/lib/tools/tool-contract";
import { type AnswerReason, reasonIn } from "./answer-reason";
import { isJsonType, isTextType } from "./media-types";
import type { OperationInput } from "./operation-inputs";
import { decodeBody } from "./parse-body";
import { rateLimitOf } from "./rate-limit";

export interface FailureContext {
  /** The API's title. */
  service: string;
  inputs: readonly OperationInput[];
  /** Takes secrets out of a text. */
  redact: (text: string) => string;
  /** True when the call changes something. */
  hasEffect: boolean;
  now: Date;
}

const kindOfStatus: Record<number, ToolErrorKind | undefined> = {
  400: "bad-input",
  401: "credentials",
  402: "refused",
  403: "credentials",
  404: "not-found",
  405: "broken-tool",
  406: "broken-tool",
  408: "timeout",
  409: "bad-input",
  410: "not-found",
  413: "too-large",
  415: "broken-tool",
  422: "bad-input",
  425: "transient",
  429: "quota",
  451: "refused",
  501: "broken-tool",
};

const namesOfStatus: Record<number, string | undefined> = {
  401: "not signed in",
  403: "not allowed",
  404: "not found",
  409: "conflict",
  410: "gone",
  413: "too large",
  429: "too many requests",
  503: "not available",
};

/** What is read of an answer that failed; the rest is nobody's evidence. */
const bytesRead = 20_000;
const evidenceLength = 2000;

/** The failure an answer outside 2xx stands for. */
export function failureOf(response: GuardedResponse, context: FailureContext): ToolError {
  const { status } = response;
  const { service, redact, hasEffect, now } = context;
  const limit = rateLimitOf(response.headers, now);
  // Some services answer 403 when a limit is reached.
  const isOverLimit = status === 429 || (status === 403 && limit.remaining === 0);
  const kind = isOverLimit ? "quota" : kindOf(status);
  const type = response.headers["content-type"] ?? "";
  const reason = reasonIn(redact(beginningOf(response)), type, context.inputs);
  const name = namesOfStatus[status];
  const said = spoken(reason);
  const advice = adviceOn(kind, { status, waitSeconds: limit.waitSeconds });
  const message = [
    `${service} answered ${status}${name === undefined ? "" : ` (${name})`}${said === "" ? "." : `: ${said}`}`,
    ...(advice === null ? [] : [advice]),
  ].join(" ");
  return new ToolError(kind, message, {
    evidence: evidenceOf(response, { redact, now, reason }),
    effectUncertain: hasEffect && isUncertain(status, limit.waitSeconds !== null),
  });
}

function kindOf(status: number): ToolErrorKind {
  const known = kindOfStatus[status];
  if (known !== undefined) return known;
  if (status >= 500) return "transient";
  return status >= 400 ? "bad-input" : "broken-tool";
}

/** Statuses after which a change may have been made all the same. Who asks to come back later has made none. */
function isUncertain(status: number, asksForPatience: boolean): boolean {
  if (status === 503) return !asksForPatience;
  return status === 408 || (status >= 500 && status !== 501);
}

function spoken({ text, problems }: AnswerReason): string {
  const named = problems.map(({ input, field, message }) => {
    if (input !== null) return `“${input}”: ${message}`;
    return field === null ? message : `${field}: ${message}`;
  });
  const sentences = [...(text === null ? [] : [text]), ...(named.length === 0 ? [] : [named.join("; ")])];
  return sentences.map((one) => (/[.!?…]$/.test(one) ? one : `${one}.`)).join(" ");
}

function adviceOn(
  kind: ToolErrorKind,
  { status, waitSeconds }: { status: number; waitSeconds: number | null },
): string | null {
  if (kind === "credentials") {
    return status === 403
      ? "The connection's account may not do this: check its rights, or use another one."
      : "Check the connection's credentials.";
  }
  if (waitSeconds !== null && (kind === "quota" || kind === "transient")) {
    const wait = waitSeconds < 120 ? `${Math.ceil(waitSeconds)} s` : `${Math.ceil(waitSeconds / 60)} min`;
    return `It asks to wait ${wait}.`;
  }
  return kind === "quota" ? "Its limit is reached; try again later." : null;
}

/** What was answered, for a person who looks closer: cut short, without secrets. */
export function evidenceOf(
  response: GuardedResponse,
  { redact, now, reason }: { redact: (text: string) => string; now: Date; reason?: AnswerReason },
): Json {
  const type = response.headers["content-type"] ?? "";
  const isReadable = isJsonType(type) || isTextType(type) || type === "";
  const { limit, remaining, waitSeconds } = rateLimitOf(response.headers, now);
  const inputs = reason?.problems.flatMap(({ input, message }) =>
    input === null ? [] : [{ input, message }],
  );
  return storableJson({
    status: response.status,
    ...(isReadable
      ? { body: redact(beginningOf(response)).slice(0, evidenceLength) }
      : { mediaType: type.slice(0, 100) }),
    ...(inputs === undefined || inputs.length === 0 ? {} : { inputs }),
    ...(limit === null && remaining === null ? {} : { rateLimit: { limit, remaining } }),
    ...(waitSeconds === null ? {} : { retryAfterSeconds: waitSeconds }),
  });
}

function beginningOf(response: GuardedResponse): string {
  return decodeBody({ ...response, body: response.body.subarray(0, bytesRead) });
}
