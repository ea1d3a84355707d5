import twilio from "twilio";
import { z } from "zod";
import type { Json } from "@/lib/domain/json";
import type { ToolErrorKind } from "@/lib/domain/tool-error";
import { parseInput } from "@/lib/tools/parse-input";
import { requireConnection } from "@/lib/tools/require-connection";
import { type ExecuteTool, type OpenConnection, ToolError } from "@/lib/tools/tool-contract";
import { smsSend } from "./definition";
import { twilioHttpClient } from "./twilio-http-client";

const inputSchema = z.object({
  to: z.array(z.string()).min(1, "give at least one phone number").max(50),
  text: z.string().min(1).max(1600, "an SMS has at most 1,600 characters"),
});

interface Outcome {
  to: string;
  sid: string | null;
  error: ToolError | null;
}

/** Sends one message to each number, in order. */
export const executeSmsSend: ExecuteTool = async (input, context) => {
  const { to, text } = parseInput(inputSchema, input);
  const connection = requireConnection(context, smsSend);
  const numbers = [...new Set(to.map(parsePhone))];
  const account = accountOf(connection);
  const client = twilio(account.sid, account.token, {
    httpClient: twilioHttpClient(connection, context.fetch, context.signal),
    accountSid: account.sid,
  });
  const outcomes: Outcome[] = [];
  for (const number of numbers) {
    try {
      const { sid } = await client.messages.create({ to: number, from: account.from, body: text });
      outcomes.push({ to: number, sid, error: null });
    } catch (error) {
      const failure = asToolError(error, connection);
      if (!isAboutNumber(failure)) throw withSent(failure, outcomes);
      outcomes.push({ to: number, sid: null, error: failure });
    }
  }
  return resultOf(outcomes, connection);
};

function resultOf(outcomes: readonly Outcome[], { name }: OpenConnection) {
  const sent = outcomes.filter(({ sid }) => sid !== null);
  const rejected = outcomes.flatMap(({ to, error }) => (error ? [{ to, reason: error.message }] : []));
  const [first] = outcomes;
  // Nobody got it: that is a failure, not a result.
  if (sent.length === 0 && first?.error) throw first.error;
  const messageIds = sent.flatMap(({ sid }) => sid ?? []);
  const accepted = sent.map(({ to }) => to);
  const receipt = { reference: messageIds.join(", "), service: name, detail: { accepted, rejected } };
  return { output: { messageIds, accepted, rejected }, receipt };
}

/** E.164, with the spaces and dashes people write taken out. */
function parsePhone(text: string): string {
  const number = text
    .trim()
    .replace(/^00(?=[1-9])/, "+")
    .replace(/[\s().-]/g, "");
  if (/^\+[1-9]\d{6,14}$/.test(number)) return number;
  const shown = JSON.stringify(text.slice(0, 40));
  throw new ToolError(
    "bad-input",
    `${shown} is not a phone number. Write it with its country code: +14155550100.`,
  );
}

function accountOf({ config, secret, name }: OpenConnection): { sid: string; token: string; from: string } {
  const { accountSid, from } = config;
  if (
    typeof accountSid === "string" &&
    /^AC\w+$/.test(accountSid) &&
    typeof from === "string" &&
    secret.authToken
  ) {
    return { sid: accountSid, token: secret.authToken, from };
  }
  const message = `The connection “${name}” lacks its account SID, its sender's number or its token. Complete it on the Connections page.`;
  throw new ToolError("credentials", message);
}

/** Twilio's codes for numbers that can't be reached; any other failure is about the account or the service. */
const numberCodes = new Set([21211, 21214, 21217, 21610, 21612, 21614, 21408, 21635]);

function isAboutNumber({ evidence }: ToolError): boolean {
  const code =
    typeof evidence === "object" && evidence !== null && !Array.isArray(evidence) ? evidence.code : null;
  return typeof code === "number" && numberCodes.has(code);
}

function asToolError(error: unknown, { name }: OpenConnection): ToolError {
  if (error instanceof ToolError) return error;
  if (error instanceof twilio.RestException) {
    const status = error.status;
    const evidence: Json = {
      status,
      code: error.code ?? null,
      message: error.message,
      moreInfo: error.moreInfo ?? null,
    };
    const effectUncertain = status >= 500 && status !== 503;
    return new ToolError(kindOf(status, error.code), messageOf(status, error.message, name), {
      evidence,
      effectUncertain,
      cause: error,
    });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new ToolError("broken-tool", `Twilio's answer can't be understood: ${reason}.`, {
    effectUncertain: true,
    cause: error,
  });
}

function kindOf(status: number, code: number | undefined): ToolErrorKind {
  if (status === 401 || status === 403 || code === 20003) return "credentials";
  if (status === 429 || code === 20429) return "quota";
  if (status === 404) return "not-found";
  return status >= 500 ? "transient" : "bad-input";
}

function messageOf(status: number, reason: string, name: string): string {
  if (status === 401 || status === 403) {
    return `Twilio refused the account or token of “${name}”. Check them on the Connections page.`;
  }
  return status >= 500 ? `Twilio answered ${status}.` : `Twilio refused: ${reason}.`;
}

/** A failure after some messages went out must not be repeated for those: it is uncertain as a whole (R2). */
function withSent(error: ToolError, outcomes: readonly Outcome[]): ToolError {
  const sent = outcomes.flatMap(({ to, sid }) => (sid === null ? [] : [to]));
  if (sent.length === 0) return error;
  const message = `${error.message} Before that, the message went out to ${sent.join(", ")}.`;
  return new ToolError(error.kind, message, {
    evidence: { sent, cause: error.evidence },
    effectUncertain: true,
    cause: error,
  });
}
