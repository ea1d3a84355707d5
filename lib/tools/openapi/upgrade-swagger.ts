// A Swagger 2.0 document as an OpenAPI 3.0 one, as far as tools are made of it. Nothing shared is copied: definitions,
// parameters and responses stay where they are, and what is new refers to them, so that no document grows much (N4).
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import { booleanAt, listAt, memberOf, objectAt, textAt } from "./json-access";
import { createReferences, type References } from "./references";

const methods = ["get", "put", "post", "delete", "options", "head", "patch"] as const;
/** More media types than anybody offers. */
const maxMediaTypes = 20;

/** The document in the words of OpenAPI 3.0. The given one is not changed. */
export function upgradeSwagger(document: JsonObject): JsonObject {
  const references = createReferences(document);
  const {
    swagger: _,
    host: _host,
    basePath: _path,
    schemes: _schemes,
    securityDefinitions: _s,
    ...kept
  } = document;
  const paths = Object.entries(objectAt(document, "paths")).map(([path, item]) => [
    path,
    upgradePathItem(item, document, references),
  ]);
  return {
    ...kept,
    openapi: "3.0.3",
    servers: serversOf(document),
    paths: Object.fromEntries(paths),
    components: { securitySchemes: securitySchemesOf(document) },
  };
}

/** Where it is by every scheme it has, the safe one first; without any, as its document was fetched. */
function serversOf(document: JsonObject): Json[] {
  const basePath = textAt(document, "basePath") ?? "/";
  const path = basePath.startsWith("/") ? basePath : `/${basePath}`;
  const host = textAt(document, "host");
  if (host === null) return [{ url: path }];
  const schemes = [...new Set(textsAt(document, "schemes"))].filter(
    (one) => one === "https" || one === "http",
  );
  if (schemes.length === 0) return [{ url: `//${host}${path}` }];
  return schemes
    .toSorted()
    .reverse()
    .map((scheme) => ({ url: `${scheme}://${host}${path}` }));
}

function upgradePathItem(item: Json, document: JsonObject, references: References): Json {
  if (!isJsonObject(item)) return item;
  const { parameters: _, ...kept } = item;
  for (const method of methods) {
    const operation = memberOf(item, method);
    if (isJsonObject(operation)) kept[method] = upgradeOperation(operation, item, document, references);
  }
  return kept;
}

function upgradeOperation(
  operation: JsonObject,
  item: JsonObject,
  document: JsonObject,
  references: References,
): JsonObject {
  const { consumes: _, produces: _p, schemes: _s, parameters: _parameters, ...kept } = operation;
  const gathered = gatherParameters(item, operation, references);
  const consumes = textsAt(memberOf(operation, "consumes") === undefined ? document : operation, "consumes");
  const produces = textsAt(memberOf(operation, "produces") === undefined ? document : operation, "produces");
  const responses = Object.entries(objectAt(operation, "responses")).map(([status, response]) => [
    status,
    upgradeResponse(response, produces, references),
  ]);
  const body = bodyOf(gathered, consumes);
  return {
    ...kept,
    parameters: gathered.flatMap(upgradeParameter),
    ...(body === null ? {} : { requestBody: body }),
    responses: Object.fromEntries(responses),
  };
}

interface Gathered {
  value: JsonObject;
  /** The parameter as it can be put somewhere else: a reference where it was one. */
  written: JsonObject;
  pointer: string | null;
}

/** The operation's parameters over those of its path. */
function gatherParameters(item: JsonObject, operation: JsonObject, references: References): Gathered[] {
  const gathered = new Map<string, Gathered>();
  for (const written of [...listAt(item, "parameters"), ...listAt(operation, "parameters")]) {
    const followed = references.follow(written);
    if (!followed || !isJsonObject(written)) continue;
    const { value, pointer } = followed;
    gathered.set(`${textAt(value, "in")} ${textAt(value, "name")}`, { value, written, pointer });
  }
  return [...gathered.values()];
}

function upgradeParameter({ value }: Gathered): JsonObject[] {
  const { name, in: place, required, description, allowEmptyValue, collectionFormat, ...schema } = value;
  if (place === "body" || place === "formData") return [];
  const kept = { name, in: place, required, description, allowEmptyValue };
  const written = Object.entries(kept).flatMap(([key, member]) =>
    member === undefined ? [] : [[key, member]],
  );
  return [{ ...Object.fromEntries(written), ...arrayStyle(String(place), collectionFormat, schema), schema }];
}

/** How a list is written: separated by commas unless something else is said. */
function arrayStyle(place: string, format: Json | undefined, schema: JsonObject): JsonObject {
  if (memberOf(schema, "type") !== "array") return {};
  if (place !== "query" && place !== "formData") return { style: "simple" };
  if (format === "multi") return { style: "form", explode: true };
  const delimited: Record<string, string> = {
    ssv: "spaceDelimited",
    tsv: "tabDelimited",
    pipes: "pipeDelimited",
  };
  const style =
    typeof format === "string" && Object.hasOwn(delimited, format) ? delimited[format] : undefined;
  return { style: style ?? "form", explode: false };
}

const formTypes = ["multipart/form-data", "application/x-www-form-urlencoded"];

function bodyOf(gathered: readonly Gathered[], consumes: readonly string[]): JsonObject | null {
  const fields = gathered.filter(({ value }) => value.in === "formData" && textAt(value, "name") !== null);
  const body = gathered.find(({ value }) => value.in === "body");
  if (fields.length > 0) return formBody(fields, consumes);
  if (!body) return null;
  const { value, pointer } = body;
  const schema = pointer === null ? (memberOf(value, "schema") ?? {}) : { $ref: `${pointer}/schema` };
  const types = consumes.filter((type) => !formTypes.includes(type));
  const description = textAt(value, "description");
  return {
    ...(description === null ? {} : { description }),
    required: booleanAt(value, "required") === true,
    content: contentOf(types.length > 0 ? types : ["application/json"], schema),
  };
}

function formBody(fields: readonly Gathered[], consumes: readonly string[]): JsonObject {
  const hasFile = fields.some(({ value }) => value.type === "file");
  const usual = hasFile ? "multipart/form-data" : "application/x-www-form-urlencoded";
  const type = hasFile ? usual : (consumes.find((one) => formTypes.includes(one)) ?? usual);
  const named = fields.map((field) => [String(field.value.name), field] as const);
  const isRequired = ([, { value }]: (typeof named)[number]) => booleanAt(value, "required") === true;
  const encoding = named.flatMap(([name, { value }]) => {
    const style = arrayStyle("formData", value.collectionFormat, value);
    return Object.keys(style).length === 0 ? [] : [[name, style]];
  });
  return {
    required: named.some(isRequired),
    content: {
      [type]: {
        schema: {
          type: "object",
          // A parameter of 2.0 is its schema, with a name and a place that say nothing to one.
          properties: Object.fromEntries(named.map(([name, { written }]) => [name, written])),
          required: named.filter(isRequired).map(([name]) => name),
        },
        encoding: Object.fromEntries(encoding),
      },
    },
  };
}

function upgradeResponse(written: Json, produces: readonly string[], references: References): Json {
  const followed = references.follow(written);
  if (!followed) return {};
  const { value, pointer } = followed;
  const { schema, examples: _, headers: _headers, $ref: _ref, ...kept } = value;
  if (!isJsonObject(schema)) return kept;
  const isFile = references.follow(schema)?.value.type === "file";
  const types = isFile ? produces.filter((type) => !/json|\*\/\*/.test(type)) : produces;
  const usual = isFile ? "application/octet-stream" : "application/json";
  return {
    ...kept,
    content: contentOf(
      types.length > 0 ? types : [usual],
      isFile
        ? { type: "string", format: "binary" }
        : pointer === null
          ? schema
          : { $ref: `${pointer}/schema` },
    ),
  };
}

function contentOf(types: readonly string[], schema: Json): JsonObject {
  return Object.fromEntries(types.map((type) => [type, { schema }]));
}

function securitySchemesOf(document: JsonObject): JsonObject {
  const schemes = Object.entries(objectAt(document, "securityDefinitions"));
  return Object.fromEntries(schemes.map(([name, scheme]) => [name, upgradeScheme(scheme)]));
}

function upgradeScheme(scheme: Json): Json {
  if (!isJsonObject(scheme)) return scheme;
  const { type, flow, authorizationUrl, tokenUrl, scopes, ...kept } = scheme;
  if (type === "basic") return { ...kept, type: "http", scheme: "basic" };
  if (type !== "oauth2") return scheme;
  const names: Record<string, string> = { application: "clientCredentials", accessCode: "authorizationCode" };
  const name = typeof flow === "string" && Object.hasOwn(names, flow) ? names[flow] : flow;
  if (typeof name !== "string") return { ...kept, type };
  const addresses = Object.entries({ authorizationUrl, tokenUrl, scopes }).filter(
    ([, one]) => one !== undefined,
  );
  return { ...kept, type, flows: { [name]: Object.fromEntries(addresses) as JsonObject } };
}

function textsAt(holder: JsonObject, key: string): string[] {
  return listAt(holder, key)
    .filter((one) => typeof one === "string")
    .slice(0, maxMediaTypes);
}
