// An API of the tests' own on this machine: imported from its document, connected by hand, answering by a script.
import { type APIRequestContext, expect } from "@playwright/test";
import { z } from "zod";
import { connectionSchema } from "@/lib/domain/connection";
import { type Tool, toolSchema } from "@/lib/domain/tool";
import { bodyOf } from "./api-client";
import { callAction } from "./server-actions";

const importedSchema = z.object({
  apiId: z.string(),
  title: z.string(),
  tools: z.array(toolSchema),
  warnings: z.array(z.string()),
});

/** An OpenAPI document with one reading operation a path: `/slow` is `getSlow`. */
export function documentOf(options: {
  title: string;
  server: string;
  paths: readonly string[];
  security?: "bearer";
}): string {
  const answer = {
    description: "The answer.",
    content: {
      "application/json": {
        schema: { type: "object", properties: { value: { type: "string" } }, required: ["value"] },
      },
    },
  };
  const operations = options.paths.map((path) => [
    path,
    {
      get: {
        operationId: `get${path.charAt(1).toUpperCase()}${path.slice(2)}`,
        summary: `Read ${path.slice(1)} from ${options.title}`,
        responses: { "200": answer },
      },
    },
  ]);
  return JSON.stringify({
    openapi: "3.1.0",
    info: { title: options.title, version: "1" },
    servers: [{ url: options.server }],
    paths: Object.fromEntries(operations),
    ...(options.security && {
      security: [{ token: [] }],
      components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    }),
  });
}

export async function importDocument(api: APIRequestContext, document: string) {
  return bodyOf(await api.post("/api/tools/import", { data: { document } }), 201, importedSchema);
}

/** Makes a connection to an imported API as a person does on the Connections page. Returns its id. */
export async function connect(
  address: string,
  api: { apiId: string; title: string },
  values: Record<string, string>,
): Promise<string> {
  const request = { kind: `api:${api.apiId}`, name: api.title, values, makeDefault: true };
  const saved = z
    .object({ kind: z.literal("saved"), connection: connectionSchema })
    .safeParse(await callAction(address, "createConnectionAction", request));
  expect(saved.error).toBeUndefined();
  return saved.data?.connection.id ?? "";
}

/** The tool of a path. */
export function toolOf(tools: readonly Tool[], path: string): Tool {
  const tool = tools.find((one) => one.source.kind === "openapi" && one.source.path === path);
  if (!tool) throw new Error(`no tool was made of ${path}`);
  return tool;
}
