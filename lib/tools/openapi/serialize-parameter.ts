// Values of parameters as text, by OpenAPI's styles (the tables under "Style Values" of the specification).
import { isJsonObject, type Json } from "@/lib/domain/json";

export interface SerializeOptions {
  name: string;
  style: string;
  explode: boolean;
  /** Query only: leaves the characters that may stand in a query as they are. */
  allowReserved?: boolean;
}

/** Percent-encoding of everything but RFC 3986's unreserved characters. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Like `encodeStrictly`, but for reserved characters that can't end the value: `&`, `#` and `+` are still encoded. */
function encodeReserved(text: string): string {
  return encodeStrictly(text).replace(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B|3D|5B|5D)/g, (encoded) =>
    decodeURIComponent(encoded),
  );
}

/** A value as plain text: objects and lists inside others as JSON. */
function scalarText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

type Parts =
  | { kind: "one"; text: string }
  | { kind: "list"; items: string[] }
  | { kind: "object"; fields: [string, string][] };

function partsOf(value: Json): Parts {
  if (Array.isArray(value)) return { kind: "list", items: value.map(scalarText) };
  if (isJsonObject(value)) {
    return {
      kind: "object",
      fields: Object.entries(value).map(([name, inner]) => [name, scalarText(inner)]),
    };
  }
  return { kind: "one", text: scalarText(value) };
}

/** A path parameter: the text that takes the place of `{name}`. Styles simple, label and matrix. */
export function serializePath(value: Json, { name, style, explode }: SerializeOptions): string {
  const parts = partsOf(value);
  const encode = encodeStrictly;
  switch (style) {
    case "label": {
      const separator = explode ? "." : ",";
      if (parts.kind === "one") return `.${encode(parts.text)}`;
      return `.${listOf(parts, explode, encode).join(separator)}`;
    }
    case "matrix": {
      const key = encode(name);
      if (parts.kind === "one") return `;${key}=${encode(parts.text)}`;
      if (!explode) return `;${key}=${listOf(parts, false, encode).join(",")}`;
      if (parts.kind === "list") return parts.items.map((item) => `;${key}=${encode(item)}`).join("");
      return parts.fields.map(([field, text]) => `;${encode(field)}=${encode(text)}`).join("");
    }
    default:
      return parts.kind === "one" ? encode(parts.text) : listOf(parts, explode, encode).join(",");
  }
}

/** The `name=value` pairs of a query or form parameter. Styles form, spaceDelimited, pipeDelimited and deepObject. */
export function serializeQuery(value: Json, options: SerializeOptions): string[] {
  const { name, style, explode } = options;
  const encode = options.allowReserved ? encodeReserved : encodeStrictly;
  const key = encodeStrictly(name);
  if (style === "deepObject" && isJsonObject(value)) return deepObject(name, value, encode);
  const parts = partsOf(value);
  if (parts.kind === "one") return [`${key}=${encode(parts.text)}`];
  if (explode || style === "deepObject") {
    if (parts.kind === "list") return parts.items.map((item) => `${key}=${encode(item)}`);
    return parts.fields.map(([field, text]) => `${encodeStrictly(field)}=${encode(text)}`);
  }
  const separator = style === "spaceDelimited" ? "%20" : style === "pipeDelimited" ? "%7C" : ",";
  return [`${key}=${listOf(parts, false, encode).join(separator)}`];
}

/** A header's value. Style simple; nothing is encoded, as a header's text is not a URL. */
export function serializeHeader(value: Json, { explode }: SerializeOptions): string {
  const parts = partsOf(value);
  return parts.kind === "one" ? parts.text : listOf(parts, explode, (text) => text).join(",");
}

/** The `name=value` pairs of a cookie parameter. Style form. */
export function serializeCookie(value: Json, options: SerializeOptions): string[] {
  return serializeQuery(value, { ...options, style: "form", allowReserved: false });
}

/** Items of a list, or an object's names and values: `k,v,…`, or `k=v,…` when exploded. */
function listOf(
  parts: Exclude<Parts, { kind: "one" }>,
  explode: boolean,
  encode: (text: string) => string,
): string[] {
  if (parts.kind === "list") return parts.items.map(encode);
  return parts.fields.flatMap(([field, text]) =>
    explode ? [`${encode(field)}=${encode(text)}`] : [encode(field), encode(text)],
  );
}

/** `filter[price][min]=10`; lists repeat their name. */
function deepObject(prefix: string, value: Json, encode: (text: string) => string): string[] {
  if (isJsonObject(value)) {
    return Object.entries(value).flatMap(([field, inner]) =>
      deepObject(`${prefix}[${field}]`, inner, encode),
    );
  }
  if (Array.isArray(value))
    return value.flatMap((item) => [`${encodeStrictly(prefix)}=${encode(scalarText(item))}`]);
  return [`${encodeStrictly(prefix)}=${encode(scalarText(value))}`];
}
