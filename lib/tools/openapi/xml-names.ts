// How a schema's values look in XML: OpenAPI's XML Object, with the defaults of its versions.
import type { JsonObject } from "@/lib/domain/json";
import { booleanAt, listAt, memberOf, objectAt, textAt } from "./json-access";
import type { References } from "./references";

/** What a node is made of. `none`: of a list, its items and nothing around them. */
export type XmlNodeType = "element" | "attribute" | "text" | "none";

export interface XmlShape {
  /** The element's or attribute's name, without a prefix; null when the schema gives none. */
  name: string | null;
  prefix: string | null;
  namespace: string | null;
  nodeType: XmlNodeType;
  /** The kind of value, as far as the schema says. */
  type: "object" | "array" | "string" | "number" | "boolean" | null;
  properties: ReadonlyMap<string, unknown>;
  items: unknown;
  additional: unknown;
}

/** What a schema of a document says about its values in XML; parts under `allOf` count as its own. */
export function xmlShapeOf(schema: unknown, references: References): XmlShape {
  const parts = partsOf(schema, references);
  const first = <T>(read: (part: JsonObject) => T | null | undefined): T | null => {
    for (const part of parts) {
      const found = read(part);
      if (found !== null && found !== undefined) return found;
    }
    return null;
  };
  const xml = (name: string) => first((part) => textAt(objectAt(part, "xml"), name));
  const type = first((part) => typeOf(part));
  const properties = new Map<string, unknown>();
  for (const part of parts) {
    for (const [name, inner] of Object.entries(objectAt(part, "properties"))) {
      if (!properties.has(name)) properties.set(name, inner);
    }
  }
  return {
    name: xml("name"),
    prefix: xml("prefix"),
    namespace: xml("namespace"),
    nodeType: nodeTypeOf(first, type),
    type,
    properties,
    items: first((part) => memberOf(part, "items")),
    additional: first((part) => memberOf(part, "additionalProperties")),
  };
}

function nodeTypeOf(
  first: <T>(read: (part: JsonObject) => T | null) => T | null,
  type: XmlShape["type"],
): XmlNodeType {
  // OpenAPI 3.2 has `nodeType`; before, `attribute` and `wrapped` say as much.
  const written = first((part) => textAt(objectAt(part, "xml"), "nodeType"));
  if (written === "attribute" || written === "text" || written === "none" || written === "element")
    return written;
  if (written === "cdata") return "text";
  if (first((part) => booleanAt(objectAt(part, "xml"), "attribute")) === true) return "attribute";
  const isWrapped = first((part) => booleanAt(objectAt(part, "xml"), "wrapped")) === true;
  return type === "array" && !isWrapped ? "none" : "element";
}

/** The name of the component a schema refers to: what its root element is called unless `xml.name` says otherwise. */
export function componentName(schema: unknown): string | null {
  const reference = textAt(schema, "$ref");
  const last = reference?.split("/").at(-1);
  return last ? last.replaceAll("~1", "/").replaceAll("~0", "~") : null;
}

/** A schema and what it is composed of, from the outside in. */
function partsOf(schema: unknown, references: References): JsonObject[] {
  const found: JsonObject[] = [];
  const open: unknown[] = [schema];
  // A document can't make this long: it is cut, and a part that comes back is a part already there.
  for (let visited = 0; open.length > 0 && visited < 50; visited += 1) {
    const part = references.follow(open.shift())?.value;
    if (!part || found.includes(part)) continue;
    found.push(part);
    open.push(...listAt(part, "allOf"));
  }
  return found;
}

function typeOf(part: JsonObject): XmlShape["type"] {
  const written = memberOf(part, "type");
  const types = Array.isArray(written) ? written : [written];
  for (const type of types) {
    if (type === "integer") return "number";
    if (type === "object" || type === "array" || type === "string" || type === "number" || type === "boolean")
      return type;
  }
  if (memberOf(part, "properties") !== undefined) return "object";
  return memberOf(part, "items") === undefined ? null : "array";
}
