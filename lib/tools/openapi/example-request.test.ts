import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/domain/json";
import { curlText, type ExampleRequest, exampleRequest, httpText } from "./example-request";
import { connectionTo, documentOf, operationOf, parsed } from "./testing/documents";

const schemes = {
  components: {
    securitySchemes: {
      AWS: { type: "apiKey", in: "query", name: "key" },
      user: { type: "http", scheme: "basic" },
      bearer: { type: "http", scheme: "bearer" },
    },
  },
};

async function example(operation: JsonObject, inputs: JsonObject, method = "post"): Promise<ExampleRequest> {
  const document = documentOf(
    { "/orders/{id}": { [method]: operationOf({ operationId: "op", ...operation }) } },
    schemes,
  );
  const { api, tool } = await parsed(document);
  const request = await exampleRequest(api, tool("op"), inputs, null);
  if (!request) throw new Error("There is no request.");
  return request;
}

const id = { name: "id", in: "path", required: true, schema: { type: "string" } };

/** The words a shell makes of a command, with `curl` standing for nothing that sends. */
function shellWords(command: string): string[] {
  const script = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${command}`;
  const env = {
    PATH: "/usr/bin:/bin",
    NODE_ENV: "test" as const,
    YOUR_SECRET: "s3cret",
    HOME: "/leaked",
    AWS_TOKEN: "leaked",
  };
  return execFileSync("sh", ["-c", script], { env, encoding: "utf8" }).split("\0").slice(0, -1);
}

describe("exampleRequest", () => {
  it("is the request that a call sends, with placeholders for its secrets", async () => {
    const body = {
      content: {
        "application/json": { schema: { type: "object", properties: { note: { type: "string" } } } },
      },
    };
    const request = await example(
      { parameters: [id], requestBody: body, security: [{ bearer: [] }] },
      { id: "a b", note: "hi" },
    );
    expect(httpText(request)).toBe(
      [
        "POST /v1/orders/a%20b HTTP/1.1",
        "host: shop.example",
        "content-type: application/json",
        "accept: application/json, */*;q=0.5",
        "authorization: Bearer $YOUR_SECRET_3",
        "",
        '{\n  "note": "hi"\n}',
      ].join("\n"),
    );
  });

  it("S1: never holds a secret of the connection", async () => {
    const document = documentOf(
      { "/orders": { get: operationOf({ operationId: "op", security: [{ AWS: [] }] }) } },
      schemes,
    );
    const { api, tool } = await parsed(document);
    const { secret: _, ...connection } = connectionTo(api, "http://127.0.0.1:4010", {
      secret: { "AWS.token": "canary-1", token: "canary-2", password: "canary-3" },
    });
    const request = await exampleRequest(api, tool("op"), {}, connection);
    expect(request?.url).toBe("http://127.0.0.1:4010/v1/orders?key=$YOUR_SECRET");
    expect(JSON.stringify(request)).not.toContain("canary");
  });

  it("shows basic credentials as a placeholder that can be seen", async () => {
    const request = await example({ parameters: [id], security: [{ user: [] }] }, { id: "1" });
    expect(request.headers).toContainEqual(["authorization", "Basic $YOUR_SECRET"]);
  });

  it("is none for an operation that the document no longer has", async () => {
    const { api, tool } = await parsed(
      documentOf({ "/orders": { get: operationOf({ operationId: "op" }) } }),
    );
    expect(await exampleRequest({ ...api, document: documentOf({}) }, tool("op"), {}, null)).toBeNull();
  });
});

describe("curlText", () => {
  it("is one command whatever the values, and fills in no variable of the person's", async () => {
    const hostile = `x'; echo pwned; '$(touch /tmp/x) \`id\` $HOME $AWS_TOKEN "quoted" \\ `;
    const request: ExampleRequest = {
      method: "POST",
      url: "https://shop.example/v1?key=$YOUR_SECRET",
      headers: [["x-note", hostile]],
      body: hostile,
    };
    expect(shellWords(curlText(request))).toEqual([
      "-X",
      "POST",
      "https://shop.example/v1?key=s3cret",
      "-H",
      `x-note: ${hostile}`,
      "--data-binary",
      hostile,
    ]);
  });
});
