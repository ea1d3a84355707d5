import { APICallError, NoObjectGeneratedError, NoOutputGeneratedError, RetryError } from "ai";
import { ToolError } from "@/lib/tools/tool-contract";

export interface ModelFailure {
  kind:
    | "timeout"
    | "credentials"
    | "unknown-model"
    | "quota"
    | "unreachable"
    | "service"
    | "answer"
    | "other";
  /** One sentence for people, beginning in lower case: no key, no prompt, no stack. */
  reason: string;
}

/** Why a call of a model failed. `setIn`: where its settings are changed. */
export function modelFailure(error: unknown, setIn: "environment" | "page"): ModelFailure {
  if (RetryError.isInstance(error)) return modelFailure(error.lastError, setIn);
  // The guarded client's own words: no way there, an address that is not allowed, too long an answer.
  const ownError = findToolError(error);
  if (ownError) {
    if (ownError.kind === "timeout") return { kind: "timeout", reason: "it took too long to answer." };
    return {
      kind: ownError.kind === "credentials" ? "credentials" : "unreachable",
      reason: lowerFirst(ownError.message),
    };
  }
  if (APICallError.isInstance(error)) return serviceFailure(error.statusCode, setIn);
  if (NoObjectGeneratedError.isInstance(error) || NoOutputGeneratedError.isInstance(error)) {
    return { kind: "answer", reason: "its answer was not what was asked for." };
  }
  if (error instanceof Error && /^(?:TimeoutError|AbortError)$/.test(error.name)) {
    return { kind: "timeout", reason: "it took too long to answer." };
  }
  // What is said about the settings names no secret.
  if (error instanceof Error && error.message.startsWith("LAMPLIGHT_MODEL"))
    return { kind: "other", reason: `the settings are wrong: ${error.message}` };
  return { kind: "other", reason: "it could not be called." };
}

function serviceFailure(status: number | undefined, setIn: "environment" | "page"): ModelFailure {
  const isPage = setIn === "page";
  if (status === 401 || status === 403) {
    const where = isPage ? "its key on the Models page" : "LAMPLIGHT_MODEL_API_KEY";
    return { kind: "credentials", reason: `its service refused the key (HTTP ${status}). Check ${where}.` };
  }
  if (status === 404) {
    const where = isPage
      ? "its name and address on the Models page"
      : "LAMPLIGHT_MODEL and LAMPLIGHT_MODEL_BASE_URL";
    return { kind: "unknown-model", reason: `its service doesn't know it (HTTP 404). Check ${where}.` };
  }
  if (status === 429) return { kind: "quota", reason: "its service is over its limit (HTTP 429)." };
  // A body that can't be read comes with a good status.
  if (status !== undefined && status < 300)
    return { kind: "answer", reason: "its service answered with something that can't be read." };
  if (status !== undefined)
    return { kind: "service", reason: `its service answered with an error (HTTP ${status}).` };
  return { kind: "unreachable", reason: "its service could not be reached." };
}

function findToolError(error: unknown): ToolError | null {
  for (let at = error, depth = 0; depth < 5 && at instanceof Error; at = at.cause, depth += 1) {
    if (at instanceof ToolError) return at;
  }
  return null;
}

const lowerFirst = (text: string) =>
  /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
