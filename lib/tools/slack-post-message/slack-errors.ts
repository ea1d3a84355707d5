import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";
import type { ToolErrorKind } from "@/lib/domain/tool-error";
import { ToolError } from "@/lib/tools/tool-contract";

const kinds: Record<string, ToolErrorKind> = {
  invalid_auth: "credentials",
  not_authed: "credentials",
  account_inactive: "credentials",
  token_revoked: "credentials",
  token_expired: "credentials",
  no_permission: "credentials",
  missing_scope: "credentials",
  org_login_required: "credentials",
  channel_not_found: "not-found",
  user_not_found: "not-found",
  is_archived: "refused",
  not_in_channel: "refused",
  restricted_action: "refused",
  msg_too_long: "bad-input",
  no_text: "bad-input",
  invalid_arguments: "bad-input",
  ratelimited: "quota",
  rate_limited: "quota",
  internal_error: "transient",
  fatal_error: "transient",
  service_unavailable: "transient",
  request_timeout: "transient",
};

const hints: Record<string, string> = {
  missing_scope: "Give the Slack app the scope it lacks.",
  not_in_channel: "Invite the bot to the channel.",
  is_archived: "The channel is archived. Choose another.",
  msg_too_long: "Shorten the message.",
};

/** Slack's word for what was wrong (`channel_not_found`); null when the failure was not Slack's answer. */
export function platformErrorOf(error: unknown): string | null {
  return error instanceof WebAPIPlatformError ? error.data.error : null;
}

/** A failed call as a ToolError. `effectUncertain`: the call, if its answer was lost, may have posted something. */
export function asToolError(error: unknown, call: { effectUncertain: boolean }): unknown {
  if (error instanceof WebAPIPlatformError) {
    // The client takes any answer that is not JSON for the name of an error.
    if (/^[a-z][a-z\d_]*$/.test(error.data.error)) return platformError(error);
    const evidence = { body: error.data.error.slice(0, 500) };
    const message = "Something that is not Slack answered. Check the connection's address.";
    return new ToolError("broken-tool", message, {
      evidence,
      effectUncertain: call.effectUncertain,
      cause: error,
    });
  }
  if (error instanceof WebAPIRateLimitedError) {
    const message = `Slack takes no more messages for ${error.retryAfter} seconds.`;
    return new ToolError("quota", message, {
      evidence: { retryAfterSeconds: error.retryAfter },
      cause: error,
    });
  }
  if (error instanceof WebAPIHTTPError) {
    const { statusCode } = error;
    const evidence = { status: statusCode, statusText: error.statusMessage };
    const effectUncertain = call.effectUncertain && statusCode >= 500 && statusCode !== 503;
    const kind =
      statusCode >= 500
        ? "transient"
        : statusCode === 401 || statusCode === 403
          ? "credentials"
          : "broken-tool";
    return new ToolError(kind, `Slack answered ${statusCode}.`, { evidence, effectUncertain, cause: error });
  }
  if (error instanceof WebAPIRequestError) return requestError(error, call);
  return error;
}

function platformError(error: WebAPIPlatformError): ToolError {
  const { error: code, ...rest } = error.data;
  const kind = kinds[code] ?? "refused";
  const hint = hints[code] ?? (kind === "credentials" ? "Check the token on the Connections page." : "");
  const evidence = { error: code, messages: rest.response_metadata?.messages ?? [] };
  return new ToolError(kind, `Slack refused: ${code.replaceAll("_", " ")}. ${hint}`.trim(), {
    evidence,
    cause: error,
  });
}

/** No answer at all. The guarded client knows whether the request had gone out. */
function requestError(error: WebAPIRequestError, call: { effectUncertain: boolean }): unknown {
  const original = error.original;
  const known = original instanceof ToolError ? original : null;
  const effectUncertain = call.effectUncertain && (known?.effectUncertain ?? true);
  const evidence = known?.evidence ?? { message: original.message };
  const message = `Slack did not answer: ${original.message}${effectUncertain ? " The message may have been posted." : ""}`;
  return new ToolError(known?.kind ?? "transient", message, { evidence, effectUncertain, cause: error });
}
