// The description of the HTTP API, made from the schemas the routes parse with, so that it can't drift from them.
import type { z } from "zod";
import { type Operation, operations } from "./operations";
import { type Components, type Schema, schemaOf } from "./shared-schemas";

const problemTitles: Record<number, string> = {
  400: "A mistake in the request",
  401: "No token, or a wrong one",
  404: "Not there",
  409: "Somebody else was first",
  413: "Too large",
  415: "Another content type than the one it takes",
  422: "Understood, but can't be done as it stands",
  507: "The disk is full",
};

function parametersOf(type: z.ZodType | undefined, place: "path" | "query"): Schema[] {
  if (!type) return [];
  const schema = schemaOf(type, "input", {});
  const required = (schema.required as string[] | undefined) ?? [];
  return Object.entries((schema.properties as Record<string, Schema> | undefined) ?? {}).map(
    ([name, inner]) => ({
      name,
      in: place,
      required: place === "path" || required.includes(name),
      schema: inner,
    }),
  );
}

/** RFC 9457; some carry more: the problems of a plan, the approval as it is now. */
const problemSchema: Schema = {
  type: "object",
  properties: {
    type: { type: "string", description: "Ends in the kind of problem." },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string", description: "What was wrong, where, and what to do." },
  },
  required: ["type", "title", "status", "detail"],
};

/** The API as an OpenAPI 3.1 document. */
export function describeApi(origin: string): Schema {
  const paths: Record<string, Schema> = {};
  const schemas: Components = { Problem: problemSchema };
  for (const operation of operations) {
    const item = paths[operation.path] ?? {};
    item[operation.method] = describeOperation(operation, schemas);
    paths[operation.path] = item;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Lamplight",
      version: "1",
      description:
        "Describe a goal, review its plan, approve its actions, follow its run. Errors are problem details (RFC 9457).",
    },
    servers: [{ url: origin }],
    security: [{ token: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        token: { type: "http", scheme: "bearer", description: "In the file `api-token` in the data folder." },
      },
    },
  };
}

function describeOperation(operation: Operation, components: Components): Schema {
  const { answer, body, problems } = operation;
  const mediaType = answer.mediaType ?? "application/json";
  const statuses = new Set([400, 401, ...problems, ...(body ? [413, 415] : [])]);
  const failures = [...statuses].map((status) => [
    String(status),
    {
      description: problemTitles[status],
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    },
  ]);
  return {
    operationId: operationId(operation),
    tags: [operation.tag],
    summary: operation.summary,
    parameters: [...parametersOf(operation.params, "path"), ...parametersOf(operation.query, "query")],
    ...(body && {
      requestBody: {
        // A body in which nothing is needed may be left out.
        required: !body.safeParse({}).success,
        content: { "application/json": { schema: schemaOf(body, "input", components) } },
      },
    }),
    ...(operation.takesFile && {
      requestBody: {
        required: true,
        content: {
          "multipart/form-data": {
            schema: { type: "object", properties: { file: { type: "string", format: "binary" } } },
          },
        },
      },
    }),
    responses: {
      [answer.status]: {
        description: answer.description,
        ...(answer.status !== 204 && {
          content: {
            [mediaType]: {
              schema: answer.schema ? schemaOf(answer.schema, "output", components) : {},
            },
          },
        }),
      },
      ...Object.fromEntries(failures),
    },
  };
}

/** `get /api/plans/{planId}/revisions` → `getPlansPlanIdRevisions`. */
function operationId({ method, path }: Operation): string {
  const words = path
    .replace("/api/", "")
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
  return method + words.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join("");
}
