// OpenAPI documents with many operations that read like those of real APIs, for measuring with a large catalogue.

const verbs = [
  ["get", "Get", "Returns one"],
  ["get", "List", "Returns all"],
  ["post", "Create", "Makes a new"],
  ["put", "Update", "Changes a"],
  ["delete", "Delete", "Removes a"],
] as const;
const nouns = [
  ...["order", "invoice", "payment", "refund", "customer", "product", "shipment", "subscription", "coupon"],
  ...[
    "message",
    "channel",
    "contact",
    "campaign",
    "ticket",
    "comment",
    "event",
    "calendar",
    "meeting",
    "task",
  ],
  ...["file", "folder", "report", "dashboard", "metric", "alert", "device", "vehicle", "route", "booking"],
  ...[
    "room",
    "guest",
    "patient",
    "appointment",
    "employee",
    "payslip",
    "account",
    "transfer",
    "card",
    "quote",
  ],
];
const parts = ["", " note", " tag", " history", " permission", " attachment"] as const;

/** About so many tools come of one document; the exact number is that of its operations. */
export const operationsPerApi = verbs.length * 10 * parts.length;

/** The document of one made-up API: three hundred operations over ten of the nouns. */
export function catalogueDocument(number: number): string {
  const own = Array.from(
    { length: 10 },
    (_, place) => nouns[(number * 7 + place * 3) % nouns.length] ?? "order",
  );
  const paths: Record<string, Record<string, unknown>> = {};
  own.forEach((noun, place) => {
    for (const part of parts) {
      const thing = `${noun}${part}`;
      const base = `/v${place}/${thing.replaceAll(" ", "-")}s`;
      for (const [method, verb, says] of verbs) {
        const isOne = verb !== "List" && verb !== "Create";
        const path = isOne ? `${base}/{id}` : base;
        paths[path] = { ...paths[path], [method]: operationOf({ verb, says, thing, place, isOne }) };
      }
    }
  });
  return JSON.stringify({
    openapi: "3.1.0",
    info: { title: `Company ${number} API`, version: "1" },
    servers: [{ url: `https://company-${number}.example` }],
    paths,
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
  });
}

function operationOf(of: { verb: string; says: string; thing: string; place: number; isOne: boolean }) {
  const { verb, says, thing, place, isOne } = of;
  const properties = Object.fromEntries(
    ["id", "name", "status", "amount", "currency", "createdAt", "owner", "description"].map((name) => [
      name,
      { type: name === "amount" ? "number" : "string", description: `The ${name} of the ${thing}.` },
    ]),
  );
  const schema = { type: "object", properties };
  return {
    operationId: `${verb.toLowerCase()}${thing.replaceAll(/[^a-z]+(.)/g, (_, letter) => letter.toUpperCase())}${place}`,
    summary: `${verb} ${verb === "List" ? `${thing}s` : `a ${thing}`}`,
    description: `${says} ${thing}${verb === "List" ? "s, newest first, a page at a time" : " of the account"}.`,
    ...(isOne
      ? { parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }] }
      : {}),
    ...(verb === "Create" || verb === "Update"
      ? { requestBody: { content: { "application/json": { schema } } } }
      : {}),
    responses: { "200": { description: "ok", content: { "application/json": { schema } } } },
  };
}
