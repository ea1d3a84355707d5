// An API of the tests' own on this machine: imported from its document, connected by hand, answering by a script.
import { type APIRequestContext, expect } from "@playwright/test";
import { z } from "zod";
import { apiImportSchema } from "@/lib/domain/api-import";
import { connectionSchema } from "@/lib/domain/connection";
import { type Tool, toolSchema } from "@/lib/domain/tool";
import { bodyOf } from "./api-client";
import { callAction } from "./server-actions";

const listedSchema = z.object({ tools: z.array(z.object({ tool: z.object({ id: z.string() }) })) });

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
  const begun = await bodyOf(
    await api.post("/api/tools/import", { data: { document } }),
    202,
    apiImportSchema,
  );
  return importedBy(api, begun.id);
}

/** What an import has made, once it has ended. */
export async function importedBy(api: APIRequestContext, importId: string) {
  const look = async () => bodyOf(await api.get(`/api/imports/${importId}`), 200, apiImportSchema);
  await expect.poll(async () => (await look()).status, { timeout: 30_000 }).toBe("imported");
  const { result } = await look();
  if (!result) throw new Error("an import that has ended has a result");
  return { ...result, tools: await toolsOfApi(api, result.apiId) };
}

/** The tools of an API, as the catalogue has them. */
async function toolsOfApi(api: APIRequestContext, sourceId: string): Promise<Tool[]> {
  const page = await api.get("/api/catalogue", { params: { sourceId, limit: 100 } });
  const { tools } = await bodyOf(page, 200, listedSchema);
  return Promise.all(
    tools.map(async ({ tool }) => bodyOf(await api.get(`/api/tools/${tool.id}`), 200, toolSchema)),
  );
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
