import { z } from "zod";
import { hookIdSchema } from "@/lib/domain/ids";
import type { Json } from "@/lib/domain/json";
import { isSigned, receiveWebhook, webhookAt } from "@/lib/flow/receive-webhook";
import { badRequest, ProblemError, refused } from "@/lib/http/problem";
import { jsonOf, readBounded } from "@/lib/http/read-json";
import { json, route } from "@/lib/http/route";

const maxBodyBytes = 1_000_000;
const maxIdLength = 200;

/** Where services send what a plan is to be run for. Whoever knows the secret may; a signature says so, not the token. */
export const POST = route(
  { params: z.object({ hookId: z.string() }), access: "anybody" },
  async ({ params, request }) => {
    const hookId = hookIdSchema.safeParse(params.hookId);
    const webhook = hookId.success ? await webhookAt(hookId.data) : null;
    if (!webhook) throw nothingHere();
    const bytes = await readBounded(request, maxBodyBytes);
    const headers = Object.fromEntries(request.headers);
    if (!(await isSigned(webhook, { headers, bytes }))) throw notSigned();
    const messageId = headers["webhook-id"] ?? "";
    if (messageId.length > maxIdLength) {
      throw badRequest(`The header webhook-id is longer than ${maxIdLength} characters.`);
    }
    const received = await receiveWebhook(webhook.hookId, messageId, jsonOf(bytes) as Json);
    switch (received.kind) {
      case "started":
        return json({ runId: received.runId }, 202);
      case "repeated":
        return json({ runId: received.runId }, 200);
      case "refused":
        throw refused(received.message);
      case "too-many":
        throw tooMany();
      case "off":
        throw turnedOff();
      case "not-found":
        throw nothingHere();
      default:
        return received satisfies never;
    }
  },
);

const nothingHere = () =>
  new ProblemError({
    status: 404,
    code: "not-found",
    title: "Not found",
    detail: "There is nothing at this address.",
  });

const notSigned = () =>
  new ProblemError({
    status: 401,
    code: "unauthorized",
    title: "Not authorised",
    detail:
      "The message is not signed with this webhook's secret, or was signed more than five minutes ago. " +
      "Sign it as Standard Webhooks has it: the headers webhook-id, webhook-timestamp and webhook-signature.",
  });

const tooMany = () =>
  new ProblemError({
    status: 429,
    code: "too-many",
    title: "Too many messages",
    detail: "More than 60 messages came within a minute. Send this one again later.",
    headers: { "retry-after": "60" },
  });

const turnedOff = () =>
  new ProblemError({ status: 410, code: "off", title: "Turned off", detail: "This webhook is turned off." });
