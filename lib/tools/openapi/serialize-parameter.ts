// Values of parameters as text, by OpenAPI's styles (the table "Style Examples" of the specification) and, where
// that is silent, by RFC 6570: what is empty or null is not there.
import { isJsonObject, type Json } from "@/lib/domain/json";

export interface SerializeOptions {
  name: string;
  style: string;
  explode: boolean;
  /** Leaves the characters that may stand where the value goes as they are. */
  allowReserved?: boolean;
}

type Encode = (text: string) => string;

/** Percent-encoding of everything but RFC 3986's unreserved characters. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/**
 * RFC 6570's reserved expansion: reserved characters and what is percent-encoded already are left as they are,
 * except what would end the value: `&`, `#` and `+` in a query.
 */
function encodeReserved(text: string): string {
  return encodeStrictly(text)
    .replace(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B|3D|5B|5D)/g, (encoded) => decodeURIComponent(encoded))
    .replace(/%25([0-9A-Fa-f]{2})/g, "%$1");
}

/** The same in a path, where `/`, `?` and brackets would end the value too. */
function encodeReservedInPath(text: string): string {
  return encodeStrictly(text)
    .replace(/%(3A|40|21|24|26|27|28|29|2A|2B|2C|3B|3D)/g, (encoded) => decodeURIComponent(encoded))
    .replace(/%25(?!2F|2E|5C|2f|2e|5c)([0-9A-Fa-f]{2})/g, "%$1");
}

/**
 * RFC 6570's reserved expansion, `{+name}`: what a service means by it is a path of its own, such as
 * `projects/a/topics/b`. What would end the path, `?` and `#`, is encoded all the same.
 */
function encodeWholePath(text: string): string {
  return text.split("/").map(encodeReservedInPath).join("/");
}

/** A value as plain text: objects and lists inside others as JSON. */
export function scalarText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

type Parts =
  | { kind: "nothing" }
  | { kind: "one"; text: string }
  | { kind: "list"; items: string[] }
  | { kind: "object"; fields: [string, string][] };

function partsOf(value: Json): Parts {
  if (value === null) return { kind: "nothing" };
  if (Array.isArray(value)) {
    const items = value.filter((item) => item !== null).map(scalarText);
    return items.length === 0 ? { kind: "nothing" } : { kind: "list", items };
  }
  if (isJsonObject(value)) {
    const fields = Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([name, inner]): [string, string] => [name, scalarText(inner)]);
    return fields.length === 0 ? { kind: "nothing" } : { kind: "object", fields };
  }
  return { kind: "one", text: scalarText(value) };
}

/** A path parameter: the text that takes the place of `{name}`. Styles simple, label, matrix, and `reserved`: `{+name}`. */
export function serializePath(value: Json, options: SerializeOptions): string {
  const { name, style, explode } = options;
  const encode: Encode = options.allowReserved ? encodeReservedInPath : encodeStrictly;
  const parts = partsOf(value);
  if (parts.kind === "nothing") return "";
  switch (style) {
    case "label": {
      const separator = explode ? "." : ",";
      if (parts.kind === "one") return `.${encode(parts.text)}`;
      return `.${listOf(parts, explode, encode).join(separator)}`;
    }
    case "matrix": {
      const key = encodeStrictly(name);
      if (parts.kind === "one") return `;${key}=${encode(parts.text)}`;
      if (!explode) return `;${key}=${listOf(parts, false, encode).join(",")}`;
      if (parts.kind === "list") return parts.items.map((item) => `;${key}=${encode(item)}`).join("");
      return parts.fields.map(([field, text]) => `;${encodeStrictly(field)}=${encode(text)}`).join("");
    }
    case "reserved":
      if (parts.kind === "one") return encodeWholePath(parts.text);
      return listOf(parts, explode, encodeWholePath).join(",");
    default:
      if (parts.kind === "one") return encode(parts.text);
      return listOf(parts, explode, encode).join(delimiters[style] ?? ",");
  }
}

/** What stands between the items of a list, encoded. `tabDelimited` is Swagger 2's `tsv`. */
const delimiters: Record<string, string | undefined> = {
  spaceDelimited: "%20",
  pipeDelimited: "%7C",
  tabDelimited: "%09",
};

/** The `name=value` pairs of a query or form parameter. Styles form, …Delimited and deepObject. */
export function serializeQuery(value: Json, options: SerializeOptions): string[] {
  const { name, style, explode } = options;
  const encode: Encode = options.allowReserved ? encodeReserved : encodeStrictly;
  const key = encodeStrictly(name);
  if (style === "deepObject" && typeof value === "object") return deepObject(name, value, encode);
  const parts = partsOf(value);
  if (parts.kind === "nothing") return [];
  if (parts.kind === "one") return [`${key}=${encode(parts.text)}`];
  if (explode) {
    if (parts.kind === "list") return parts.items.map((item) => `${key}=${encode(item)}`);
    return parts.fields.map(([field, text]) => `${encodeStrictly(field)}=${encode(text)}`);
  }
  return [`${key}=${listOf(parts, false, encode).join(delimiters[style] ?? ",")}`];
}

const plain: Encode = (text) => text;
const plainDelimiters: Record<string, string | undefined> = {
  spaceDelimited: " ",
  pipeDelimited: "|",
  tabDelimited: "\t",
};

/** A header's value; null for none. Style simple; nothing is encoded, as a header's text is not a URL. */
export function serializeHeader(value: Json, { style, explode }: SerializeOptions): string | null {
  const parts = partsOf(value);
  if (parts.kind === "nothing") return null;
  if (parts.kind === "one") return parts.text;
  return listOf(parts, explode, plain).join(plainDelimiters[style] ?? ",");
}

/**
 * The `name=value` pairs of a cookie parameter. Style form; or cookie (OpenAPI 3.2), which encodes nothing: a text
 * that would end the value must come encoded.
 */
export function serializeCookie(value: Json, options: SerializeOptions): string[] {
  if (options.style !== "cookie") {
    return serializeQuery(value, { ...options, style: "form", allowReserved: false });
  }
  const parts = partsOf(value);
  if (parts.kind === "nothing") return [];
  if (parts.kind === "one") return [`${options.name}=${parts.text}`];
  if (!options.explode) return [`${options.name}=${listOf(parts, false, plain).join(",")}`];
  if (parts.kind === "list") return parts.items.map((item) => `${options.name}=${item}`);
  return parts.fields.map(([field, text]) => `${field}=${text}`);
}

/** Items of a list, or an object's names and values: `k,v,…`, or `k=v,…` when exploded. */
function listOf(
  parts: Extract<Parts, { kind: "list" | "object" }>,
  explode: boolean,
  encode: Encode,
): string[] {
  if (parts.kind === "list") return parts.items.map(encode);
  return parts.fields.flatMap(([field, text]) =>
    explode ? [`${encode(field)}=${encode(text)}`] : [encode(field), encode(text)],
  );
}

/**
 * `filter[price][min]=10`. The specification leaves lists open; they are written as the servers that read brackets
 * expect them: `tags[]=a&tags[]=b`, and with their place when there is more inside: `items[0][sku]=x`.
 */
function deepObject(prefix: string, value: Json, encode: Encode): string[] {
  if (value === null) return [];
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([field, inner]) =>
      deepObject(`${prefix}[${field}]`, inner, encode),
    );
  }
  if (Array.isArray(value)) {
    const isNested = value.some((item) => typeof item === "object" && item !== null);
    return value.flatMap((item, index) => deepObject(`${prefix}[${isNested ? index : ""}]`, item, encode));
  }
  return [`${encodeStrictly(prefix)}=${encode(scalarText(value))}`];
}
