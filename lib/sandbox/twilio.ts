// The SMS service, mounted at /twilio: as much of Twilio's Messages API as the `twilio` package needs.
//
// How to point the package at another origin: it has no setting for that, but takes an `httpClient` with one method,
// `request(options)`, and gives it the whole address in `options.uri` (https://api.twilio.com/2010-04-01/Accounts/…),
// the account in `options.username` and `options.password`, the fields in `options.data`. A client that replaces the
// origin of `uri` by the connection's origin + apiPath, and hands the rest on, is enough. It answers
// `{ statusCode, body, headers }`, body parsed; from 400 on the package throws RestException (status, code, message).
import { randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { findDeliveryByServiceId, insertDelivery, type StoredDelivery } from "@/lib/db/deliveries";
import { isSandboxAccount } from "@/lib/db/sandbox-accounts";
import type { JsonObject } from "@/lib/domain/json";
import { sandboxAccountSid, sandboxSmsSender } from "@/lib/setup/sandbox-connections";
import { askDatabase } from "./database-away";

const apiVersion = "2010-04-01";
const maxBodyLength = 1600;
const e164 = /^\+[1-9]\d{6,14}$/;

export function smsService(): Hono {
  const service = new Hono();
  service.use(async (context, next) => {
    const credentials = basicCredentials(context.req.header("Authorization"));
    const allowed =
      credentials !== null &&
      (await askDatabase(() => isSandboxAccount({ service: "twilio", ...credentials })));
    if (allowed) return next();
    context.header("WWW-Authenticate", 'Basic realm="Twilio API"');
    return twilioError(context, 401, 20003, "Authenticate");
  });
  // There is one account: what is asked of any other is not found.
  const account = `/${apiVersion}/Accounts/${sandboxAccountSid}`;
  service.get(`${account}.json`, (context) => context.json(toAccount()));
  service.post(`${account}/Messages.json`, createMessage);
  service.get(`${account}/Messages/:file`, fetchMessage);
  service.all("*", notFound);
  return service;
}

function toAccount(): JsonObject {
  const state = { status: "active", type: "Full", friendly_name: "Lamplight sandbox" };
  return { sid: sandboxAccountSid, ...state, uri: `/${apiVersion}/Accounts/${sandboxAccountSid}.json` };
}

function basicCredentials(header: string | undefined): { userName: string; secret: string } | null {
  const encoded = /^Basic +([A-Za-z0-9+/=]+) *$/i.exec(header ?? "")?.[1];
  const [, userName, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded ?? "", "base64").toString()) ?? [];
  return userName === undefined || secret === undefined ? null : { userName, secret };
}

async function createMessage(context: Context): Promise<Response> {
  const form = await context.req.parseBody();
  const field = (name: string) => {
    const value = form[name];
    return typeof value === "string" ? value : "";
  };
  const [to, from, body] = [field("To").trim(), field("From").trim(), field("Body")];
  const problem = problemOf({ to, from, body });
  if (problem) return twilioError(context, 400, ...problem);
  const stored = await askDatabase(() =>
    insertDelivery({
      ...{ channel: "sms", from, to: [to], subject: null, text: body, html: null, attachments: [] },
      // Twilio has no key against repeats.
      ...{ serviceId: `SM${randomBytes(16).toString("hex")}`, idempotencyKey: null },
    }),
  );
  return context.json(toMessage(stored, "queued"), 201);
}

/** Twilio's code and words for what is wrong with a message; null when nothing is. */
function problemOf({ to, from, body }: { to: string; from: string; body: string }): [number, string] | null {
  if (to === "") return [21604, "A 'To' phone number is required."];
  if (from === "") return [21603, "A 'From' phone number is required."];
  if (body.trim() === "") return [21602, "Message body is required."];
  if (!e164.test(to)) return [21211, `Invalid 'To' Phone Number: ${to.slice(0, 30)}`];
  if (!e164.test(from)) return [21212, `Invalid From Number: ${from.slice(0, 30)}`];
  if (from !== sandboxSmsSender) {
    return [
      21606,
      `The 'From' phone number provided (${from}) is not a valid message-capable Twilio phone number.`,
    ];
  }
  if (to === from) return [21266, "'To' and 'From' number cannot be the same"];
  if (body.length > maxBodyLength) {
    return [21617, `The concatenated message body exceeds the ${maxBodyLength} character limit`];
  }
  return null;
}

async function fetchMessage(context: Context): Promise<Response> {
  const sid = /^(SM[0-9a-f]{32})\.json$/.exec(context.req.param("file") ?? "")?.[1];
  const stored = sid ? await askDatabase(() => findDeliveryByServiceId("sms", sid)) : null;
  return stored ? context.json(toMessage(stored, "delivered")) : notFound(context);
}

function toMessage({ delivery, serviceId }: StoredDelivery, status: string): JsonObject {
  const at = new Date(delivery.receivedAt).toUTCString().replace("GMT", "+0000");
  return {
    ...{
      sid: serviceId,
      account_sid: sandboxAccountSid,
      messaging_service_sid: null,
      api_version: apiVersion,
    },
    ...{
      to: delivery.to[0] ?? "",
      from: delivery.from,
      body: delivery.text,
      status,
      direction: "outbound-api",
    },
    ...{ num_segments: String(segmentsOf(delivery.text)), num_media: "0", price: null, price_unit: "USD" },
    ...{ error_code: null, error_message: null },
    ...{ date_created: at, date_updated: at, date_sent: status === "delivered" ? at : null },
    uri: `/${apiVersion}/Accounts/${sandboxAccountSid}/Messages/${serviceId}.json`,
    subresource_uris: {},
  };
}

/** How many parts the text is sent in: 160 characters, or 70 with letters beyond Latin's; less when there are more. */
function segmentsOf(text: string): number {
  const isPlain = /^[\n\r\u0020-\u007e£¥èéùìòÇØøÅåÆæßÉ¡ÄÖÑÜ§¿äöñüà€]*$/.test(text);
  const [one, each] = isPlain ? [160, 153] : [70, 67];
  return text.length <= one ? 1 : Math.ceil(text.length / each);
}

function notFound(context: Context): Response {
  return twilioError(
    context,
    404,
    20404,
    `The requested resource ${context.req.path.slice(0, 200)} was not found`,
  );
}

function twilioError(
  context: Context,
  status: ContentfulStatusCode,
  code: number,
  message: string,
): Response {
  return context.json(
    { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
    status,
  );
}
