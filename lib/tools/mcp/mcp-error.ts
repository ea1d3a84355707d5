// What went wrong between Lamplight and an MCP server, said as a ToolError.
import {
  InsufficientScopeError,
  ProtocolError,
  ProtocolErrorCode,
  SdkError,
  SdkErrorCode,
  SdkHttpError,
  UnauthorizedError,
} from "@modelcontextprotocol/client";
import type { ToolErrorKind } from "@/lib/domain/tool-error";
import { ToolError } from "@/lib/tools/tool-contract";
import { shortLine } from "./visible-text";

export interface ErrorScene {
  serverTitle: string;
  /** True when a call may have reached the server: without an answer nobody knows what it did. */
  isCall: boolean;
  /** What its process wrote last to standard error, and how it ended. */
  process?: { stderr: string; ended: string | null } | null;
}

const longestText = 1500;

/** The ToolError for any error of the SDK, the transports or the guarded client; ToolErrors stay as they are. */
export function toMcpError(error: unknown, scene: ErrorScene): ToolError {
  const known = causesOf(error).find((cause) => cause instanceof ToolError);
  if (known) {
    if (!scene.isCall || known.effectUncertain) return known;
    return new ToolError(known.kind, known.message, { evidence: known.evidence, cause: error });
  }
  const { serverTitle, isCall } = scene;
  const name = `“${serverTitle}”`;
  const failed = (kind: ToolErrorKind, message: string, effectUncertain = false) =>
    new ToolError(kind, message, { evidence: evidenceOf(scene), effectUncertain, cause: error });
  const ended = scene.process?.ended ?? null;
  if (error instanceof UnauthorizedError || error instanceof InsufficientScopeError) {
    return failed("credentials", `${name} wants you to sign in. Renew its connection under Connections.`);
  }
  if (error instanceof SdkHttpError) return httpError(error, name, failed);
  // It has answered, so nothing is uncertain.
  if (error instanceof ProtocolError) {
    const said = shortLine(error.message, longestText);
    if (error.code === ProtocolErrorCode.InvalidParams) {
      return failed("bad-input", `${name} did not take the inputs: ${said}`);
    }
    return failed("broken-tool", `${name} answered with an error: ${said}`);
  }
  const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
  if (isMissing) return failed("not-found", `${name} could not be started: there is no such program.`);
  if (ended !== null) return failed("transient", `${name} is gone: ${shortLine(ended, 300)}.`, isCall);
  if (error instanceof SdkError) {
    switch (error.code) {
      case SdkErrorCode.RequestTimeout:
        return failed("timeout", `${name} did not answer in time.`, isCall);
      case SdkErrorCode.ConnectionClosed:
      case SdkErrorCode.NotConnected:
      case SdkErrorCode.SendFailed:
        return failed("transient", `The connection to ${name} broke before the answer came.`, isCall);
      case SdkErrorCode.InputRequiredRoundsExceeded:
        return failed("refused", `${name} kept asking for more input.`, isCall);
      default:
        return failed(
          "broken-tool",
          `${name} does not keep to the protocol: ${shortLine(error.message, 300)}`,
          isCall,
        );
    }
  }
  const message = error instanceof Error ? error.message : String(error);
  return failed("broken-tool", `${name} could not be talked to: ${shortLine(message, 300)}`, isCall);
}

function httpError(
  error: SdkHttpError,
  name: string,
  failed: (kind: ToolErrorKind, message: string, effectUncertain?: boolean) => ToolError,
): ToolError {
  const status = error.status ?? 0;
  if (status === 401 || status === 403) {
    return failed("credentials", `${name} refused the credentials (HTTP ${status}). Renew its connection.`);
  }
  if (status === 404)
    return failed("not-found", `${name}: there is no MCP server at this address (HTTP 404).`);
  if (status === 429) return failed("quota", `${name} asks for patience (HTTP 429).`);
  if (status >= 500) return failed("transient", `${name} answered with HTTP ${status}.`, true);
  if (status >= 300 && status < 400) {
    return failed("refused", `${name} redirects to another place, which is not followed.`);
  }
  return failed("broken-tool", `${name} answered with HTTP ${status || "?"} instead of a message.`);
}

function evidenceOf({ process }: ErrorScene) {
  if (!process) return null;
  const { stderr, ended } = process;
  return { ended, stderr: stderr.slice(-longestText) };
}

/** An error, and what caused it. */
export function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let next = error; next !== undefined && causes.length < 10; ) {
    causes.push(next);
    next = next instanceof Error ? next.cause : undefined;
  }
  return causes;
}
