import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type SeenRequest, startServer } from "@/lib/connections/testing/http-server";
import { awsScope, signAws } from "./sign-aws";
import { callTool, connectionTo, documentOf, operationOf, parsed } from "./testing/documents";

/** Of Amazon's published test vectors. */
const keys = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "",
};
const now = new Date("2015-08-30T12:36:00Z");

test("signs as Amazon's published vectors do", () => {
  const vanilla = signAws(
    { method: "GET", url: "https://example.amazonaws.com/", headers: {}, body: null },
    { keys, scope: { service: "service", region: "us-east-1" }, now },
  );
  expect(vanilla.authorization).toBe(
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, " +
      "SignedHeaders=host;x-amz-date, Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
  );
  const listUsers = signAws(
    {
      method: "GET",
      url: "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
      headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
      body: null,
    },
    { keys, scope: { service: "iam", region: "us-east-1" }, now },
  );
  expect(listUsers.authorization).toContain(
    "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
  );
  expect(listUsers).not.toHaveProperty("host");
});

test("a host's name says whose signature it wants; for another one the document's does", () => {
  expect(awsScope("email.eu-west-1.amazonaws.com", "", "")).toEqual({ service: "ses", region: "eu-west-1" });
  expect(awsScope("sqs.eu-north-1.amazonaws.com", "email.{region}.amazonaws.com", "")).toEqual({
    service: "sqs",
    region: "eu-north-1",
  });
  expect(awsScope("127.0.0.1:9000", "email.{region}.amazonaws.com", "eu-west-3")).toEqual({
    service: "ses",
    region: "eu-west-3",
  });
  expect(awsScope("shop.example", "shop.example", "")).toBeNull();
});

const hash = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");

/** What a service does to find out whether a signature holds: written after the specification, for tests alone. */
function isSigned(request: SeenRequest, secret: string): boolean {
  const { authorization = "" } = request.headers;
  const parts = /^AWS4-HMAC-SHA256 Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
    String(authorization),
  );
  if (!parts) return false;
  const [, scope = "", signedHeaders = "", signature] = parts;
  const [path = "", query = ""] = request.url.split("?");
  const canonical = [
    request.method,
    path
      .split("/")
      .map((segment) => encodeURIComponent(segment))
      .join("/"),
    query.split("&").sort().join("&"),
    ...signedHeaders.split(";").map((name) => `${name}:${String(request.headers[name]).trim()}`),
    "",
    signedHeaders,
    hash(request.body),
  ].join("\n");
  const date = String(request.headers["x-amz-date"]);
  let key: string | Buffer = `AWS4${secret}`;
  for (const part of scope.split("/")) key = createHmac("sha256", key).update(part).digest();
  const wanted = createHmac("sha256", key)
    .update(["AWS4-HMAC-SHA256", date, scope, hash(canonical)].join("\n"))
    .digest("hex");
  return signature === wanted;
}

describe("an API whose requests are signed Amazon's way", () => {
  const scheme = {
    type: "apiKey",
    name: "Authorization",
    in: "header",
    "x-amazon-apigateway-authtype": "awsSigv4",
  };
  const header = (name: string) => ({ name, in: "header", required: false, schema: { type: "string" } });
  const document = documentOf(
    {
      "/v2/topics/{name}": {
        parameters: [header("X-Amz-Date"), header("X-Amz-Security-Token"), header("X-Amz-Signature")],
        get: operationOf({
          operationId: "listTopics",
          parameters: [
            { name: "name", in: "path", required: true, schema: { type: "string" } },
            { name: "q", in: "query", schema: { type: "string" } },
          ],
        }),
        post: operationOf({
          operationId: "publish",
          parameters: [{ name: "name", in: "path", required: true, schema: { type: "string" } }],
          requestBody: {
            content: {
              "application/json": { schema: { type: "object", properties: { text: { type: "string" } } } },
            },
          },
        }),
      },
    },
    {
      servers: [
        { url: "http://sns.{region}.amazonaws.com" },
        { url: "https://sns.{region}.amazonaws.com" },
      ].map((server) => ({ ...server, variables: { region: { default: "us-east-1" } } })),
      components: { securitySchemes: { hmac: scheme } },
      security: [{ hmac: [] }],
    },
  );

  test("S1, P8: every request carries a signature that holds, and never the secret", async () => {
    const seen: SeenRequest[] = [];
    const server = await startServer((request, _incoming, outgoing) => {
      seen.push(request);
      outgoing.setHeader("content-type", "application/json");
      outgoing.end("{}");
    });
    try {
      const api = await parsed(document);
      expect(api.api).toMatchObject({
        origin: "https://sns.us-east-1.amazonaws.com",
        needsCredentials: "all",
      });
      expect(Object.keys(api.tool("listTopics").input.properties ?? {})).toEqual(["name", "q"]);
      const connection = connectionTo(api.api, server.origin, {
        config: { accessKeyId: keys.accessKeyId, region: "eu-west-1" },
        secret: { secretAccessKey: keys.secretAccessKey, sessionToken: "lent-token" },
      });
      await callTool(api, api.tool("listTopics"), { name: "a b:c", q: "é & ü*" }, { connection });
      await callTool(api, api.tool("publish"), { name: "news", text: "Grüße" }, { connection });
      expect(seen.map((request) => isSigned(request, keys.secretAccessKey))).toEqual([true, true]);
      expect(seen.map((request) => isSigned(request, "another"))).toEqual([false, false]);
      expect(seen[0]?.headers["x-amz-security-token"]).toBe("lent-token");
      expect(seen[0]?.headers.authorization).toContain("/eu-west-1/sns/aws4_request");
      expect(JSON.stringify(seen)).not.toContain(keys.secretAccessKey);
    } finally {
      await server.close();
    }
  });

  test("without keys the call ends before anything is sent", async () => {
    const api = await parsed(document);
    const connection = connectionTo(api.api, "http://127.0.0.1:9");
    await expect(callTool(api, api.tool("listTopics"), { name: "x" }, { connection })).rejects.toMatchObject({
      kind: "credentials",
    });
  });
});
