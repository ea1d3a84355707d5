// What a document says its operations take and answer: read on the server's side of a test, by its own reading of
// OpenAPI 3 and Swagger 2, so that a mistake of the importer is not made here too.
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";

export interface DescribedParameter {
  name: string;
  in: "path" | "query" | "header" | "cookie";
  /** OpenAPI 3's words, whatever the document's version. */
  style: string;
  explode: boolean;
  contentType: string | null;
  schema: Json;
}

export interface DescribedBody {
  /** Media type → what is under it. */
  contents: Map<string, { schema: Json; encoding: JsonObject }>;
}

export interface DescribedAnswer {
  status: number;
  contents: Map<string, Json>;
}

export interface DescribedOperation {
  method: string;
  path: string;
  parameters: DescribedParameter[];
  body: DescribedBody | null;
  /** Answers that succeed. */
  answers: DescribedAnswer[];
  security: JsonObject[];
  /** The path of a server that the operation or its path has for itself; null for the document's. */
  ownBasePath: string | null;
}

const own = (value: unknown, key: string): Json | undefined =>
  isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
const object = (value: unknown, key: string): JsonObject => {
  const found = own(value, key);
  return isJsonObject(found) ? found : {};
};
const list = (value: unknown, key: string): Json[] => {
  const found = own(value, key);
  return Array.isArray(found) ? found : [];
};

/** Follows references inside a document. */
export function resolver(document: JsonObject): (value: Json | undefined) => JsonObject {
  return (start) => {
    let value = start;
    for (let hops = 0; hops < 10; hops += 1) {
      const reference = own(value, "$ref");
      if (typeof reference !== "string" || !reference.startsWith("#/")) break;
      value = reference
        .slice(2)
        .split("/")
        .map((part) => decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~"))
        .reduce<Json | undefined>(
          (at, key) => (Array.isArray(at) ? at[Number(key)] : own(at, key)),
          document,
        );
    }
    return isJsonObject(value) ? value : {};
  };
}

/** One operation as the document describes it. */
export function describeOperation(document: JsonObject, method: string, path: string): DescribedOperation {
  const resolve = resolver(document);
  const item = resolve(own(object(document, "paths"), path));
  const operation = resolve(own(item, method));
  const listed = new Map<string, JsonObject>();
  for (const one of [...list(item, "parameters"), ...list(operation, "parameters")]) {
    const parameter = resolve(one);
    listed.set(`${own(parameter, "in")} ${own(parameter, "name")}`, parameter);
  }
  const isSwagger = own(document, "swagger") !== undefined;
  const described = [...listed.values()];
  const security = own(operation, "security") ?? own(document, "security");
  return {
    method,
    path,
    parameters: described.flatMap((one) => (isSwagger ? swaggerParameter(one) : parameterOf(one))),
    body: isSwagger
      ? swaggerBody(described, list(operation, "consumes").length > 0 ? operation : document)
      : bodyOf(resolve(own(operation, "requestBody"))),
    answers: answersOf(document, operation, isSwagger),
    ownBasePath: ownBasePath(operation) ?? ownBasePath(item),
    security: (Array.isArray(security) ? security : []).filter(isJsonObject),
  };
}

function ownBasePath(holder: JsonObject): string | null {
  const [server] = list(holder, "servers");
  const url = own(server, "url");
  return typeof url === "string"
    ? new URL(url, "https://vendor.example/").pathname.replace(/\/+$/, "")
    : null;
}

const places = ["path", "query", "header", "cookie"] as const;

function parameterOf(parameter: JsonObject): DescribedParameter[] {
  const place = places.find((one) => one === own(parameter, "in"));
  const name = own(parameter, "name");
  if (!place || typeof name !== "string") return [];
  const usual = place === "query" || place === "cookie" ? "form" : "simple";
  const style = String(own(parameter, "style") ?? usual);
  const [content] = Object.entries(object(parameter, "content"));
  const explode = own(parameter, "explode");
  return [
    {
      name,
      in: place,
      style,
      explode: typeof explode === "boolean" ? explode : style === "form",
      contentType: content ? content[0] : null,
      schema: (content ? own(content[1], "schema") : own(parameter, "schema")) ?? {},
    },
  ];
}

const swaggerStyles: Record<string, string> = {
  csv: "form",
  ssv: "spaceDelimited",
  tsv: "tabDelimited",
  pipes: "pipeDelimited",
  multi: "form",
};

function swaggerParameter(parameter: JsonObject): DescribedParameter[] {
  const place = places.find((one) => one === own(parameter, "in"));
  if (!place) return [];
  const format = String(own(parameter, "collectionFormat") ?? "csv");
  const style = swaggerStyles[format] ?? "form";
  return [
    {
      name: String(own(parameter, "name")),
      in: place,
      style: place !== "query" && style === "form" ? "simple" : style,
      explode: format === "multi",
      contentType: null,
      schema: parameter,
    },
  ];
}

function bodyOf(body: JsonObject): DescribedBody | null {
  const contents = Object.entries(object(body, "content")).map(
    ([type, media]) =>
      [type, { schema: own(media, "schema") ?? {}, encoding: object(media, "encoding") }] as const,
  );
  return contents.length === 0 ? null : { contents: new Map(contents) };
}

function swaggerBody(parameters: JsonObject[], holder: JsonObject): DescribedBody | null {
  const types = list(holder, "consumes").map(String);
  const whole = parameters.find((one) => own(one, "in") === "body");
  if (whole) {
    const media = { schema: own(whole, "schema") ?? {}, encoding: {} };
    return {
      contents: new Map((types.length > 0 ? types : ["application/json"]).map((type) => [type, media])),
    };
  }
  const fields = parameters.filter((one) => own(one, "in") === "formData");
  if (fields.length === 0) return null;
  const properties = Object.fromEntries(fields.map((one) => [String(own(one, "name")), one]));
  const encoding = Object.fromEntries(
    fields
      .filter((one) => own(one, "type") === "array")
      .map((one): [string, JsonObject] => {
        const format = String(own(one, "collectionFormat") ?? "csv");
        return [
          String(own(one, "name")),
          { style: swaggerStyles[format] ?? "form", explode: format === "multi" },
        ];
      }),
  );
  const media = { schema: { type: "object", properties }, encoding };
  const forms = ["application/x-www-form-urlencoded", "multipart/form-data"];
  return { contents: new Map(forms.map((type) => [type, media])) };
}

function answersOf(document: JsonObject, operation: JsonObject, isSwagger: boolean): DescribedAnswer[] {
  const resolve = resolver(document);
  const all = Object.entries(object(operation, "responses"));
  const good = all.filter(([status]) => /^2(\d\d|XX)$/i.test(status)).sort(([a], [b]) => (a < b ? -1 : 1));
  const usual = all.filter(([status]) => status === "default");
  return (good.length > 0 ? good : usual).map(([status, value]) => {
    const answer = resolve(value);
    const code = /^\d{3}$/.test(status) ? Number(status) : 200;
    if (!isSwagger) {
      const contents = Object.entries(object(answer, "content")).map(
        ([type, media]) => [type, own(media, "schema") ?? {}] as const,
      );
      return { status: code, contents: new Map(contents) };
    }
    const schema = own(answer, "schema");
    const types = list(list(operation, "produces").length > 0 ? operation : document, "produces").map(String);
    const told = types.length > 0 ? types : ["application/json"];
    return {
      status: code,
      contents: new Map(schema === undefined ? [] : told.map((type) => [type, schema])),
    };
  });
}
