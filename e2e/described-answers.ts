// Holds answers of the HTTP API against its own description.
import { type APIRequestContext, type APIResponse, expect } from "@playwright/test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { z } from "zod";

const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        responses: z.record(
          z.string(),
          z.object({ content: z.record(z.string(), z.object({ schema: z.looseObject({}) })).default({}) }),
        ),
      }),
    ),
  ),
  components: z.looseObject({}),
});

/** Checks an answer to an operation (`get /api/plans/{planId}`): its status, its content type and its body. */
export type CheckAnswer = (operation: string, answer: APIResponse) => Promise<unknown>;

export async function describedBy(api: APIRequestContext): Promise<CheckAnswer> {
  const { paths, components } = documentSchema.parse(await (await api.get("/api/openapi.json")).json());
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  return async (operation, answer) => {
    const [method = "", path = ""] = operation.split(" ");
    const described = paths[path]?.[method]?.responses[String(answer.status())];
    expect(described, `${operation} answers with ${answer.status()}`).toBeDefined();
    const mediaType = (answer.headers()["content-type"] ?? "").split(";")[0] ?? "";
    const schema = described?.content[mediaType]?.schema;
    expect(schema, `${operation} answers in ${mediaType}`).toBeDefined();
    const body: unknown = await answer.json();
    const isValid = ajv.compile({ components, ...schema });
    isValid(body);
    expect(isValid.errors ?? [], operation).toEqual([]);
    return body;
  };
}
