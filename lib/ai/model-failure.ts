import { APICallError, NoObjectGeneratedError, NoOutputGeneratedError, RetryError } from "ai";

/** Why a call of a model failed, in one sentence for people: no key, no prompt, no stack. */
export function modelFailure(error: unknown): string {
  if (RetryError.isInstance(error)) return modelFailure(error.lastError);
  if (APICallError.isInstance(error)) {
    if (error.statusCode === 401 || error.statusCode === 403) {
      return `its service refused the key (HTTP ${error.statusCode}). Check LAMPLIGHT_MODEL_API_KEY.`;
    }
    if (error.statusCode === 404)
      return "its service doesn't know it (HTTP 404). Check LAMPLIGHT_MODEL and LAMPLIGHT_MODEL_BASE_URL.";
    if (error.statusCode === 429) return "its service is over its limit (HTTP 429).";
    if (error.statusCode !== undefined)
      return `its service answered with an error (HTTP ${error.statusCode}).`;
    return "its service could not be reached.";
  }
  if (NoObjectGeneratedError.isInstance(error) || NoOutputGeneratedError.isInstance(error)) {
    return "its answer was not what was asked for.";
  }
  if (error instanceof Error && /^(?:TimeoutError|AbortError)$/.test(error.name))
    return "it took too long to answer.";
  // What `languageModel` says about the settings names no secret.
  if (error instanceof Error && error.message.startsWith("LAMPLIGHT_MODEL"))
    return `the settings are wrong: ${error.message}`;
  return "it could not be called.";
}
