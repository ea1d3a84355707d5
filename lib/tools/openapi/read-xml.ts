// XML → a value, as the document's schema and its XML Objects say: lists are lists even with one item, numbers are
// numbers. What no schema describes becomes objects of texts.
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import { createReferences, type References } from "./references";
import { type XmlShape, xmlShapeOf } from "./xml-names";

const attributePrefix = "@";
const textName = "#text";
const maxDepth = 100;
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: attributePrefix,
  textNodeName: textName,
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: maxDepth,
});

/** Undefined for a text that is no XML, or that defines entities: those only serve to make it explode (N4). */
export function readXml(text: string, schema: unknown, references: References | null): Json | undefined {
  if (/<!(DOCTYPE|ENTITY)/i.test(text) || XMLValidator.validate(text) !== true) return undefined;
  let document: unknown;
  try {
    document = parser.parse(text);
  } catch {
    return undefined;
  }
  if (!isJsonObject(document)) return undefined;
  const [root] = Object.values(document);
  if (root === undefined) return undefined;
  // Without a document there is nothing a schema could refer to.
  const known = references ?? createReferences({});
  const shape = xmlShapeOf(schema, known);
  return readNode(root, shape, { references: known, name: shape.name ?? "" });
}

interface Place {
  references: References;
  /** What items of a list without names of their own are called. */
  name: string;
}

function readNode(node: Json, shape: XmlShape, { references, name }: Place): Json {
  if (shape.type === "array") return itemsOf(node, shape, { references, name });
  if (shape.type === "object" || shape.properties.size > 0) {
    return isJsonObject(node) ? membersOf(node, shape, references) : node === "" ? {} : { [textName]: node };
  }
  if (shape.type === null) return plainValue(node);
  return scalarOf(isJsonObject(node) ? (node[textName] ?? "") : node, shape.type);
}

/** The items inside a list's own element: those called as they should be, else all there are. */
function itemsOf(node: Json, shape: XmlShape, { references, name }: Place): Json[] {
  const item = xmlShapeOf(shape.items, references);
  const called = item.name ?? name;
  if (!isJsonObject(node)) return node === "" ? [] : [readNode(node, item, { references, name: called })];
  const elements = Object.entries(node).filter(
    ([key]) => !key.startsWith(attributePrefix) && key !== textName,
  );
  const named = elements.filter(([key]) => key === called);
  return (named.length > 0 ? named : elements)
    .flatMap(([, children]) => (Array.isArray(children) ? children : [children]))
    .map((child) => readNode(child, item, { references, name: called }));
}

function membersOf(node: JsonObject, shape: XmlShape, references: References): JsonObject {
  const members: [string, Json][] = [];
  const used = new Set<string>();
  const take = (key: string): Json | undefined => {
    used.add(key);
    return Object.hasOwn(node, key) ? node[key] : undefined;
  };
  for (const [property, schema] of shape.properties) {
    const inner = xmlShapeOf(schema, references);
    const name = inner.name ?? property;
    const key =
      inner.nodeType === "attribute"
        ? `${attributePrefix}${name}`
        : inner.nodeType === "text"
          ? textName
          : name;
    if (inner.type === "array" && inner.nodeType === "none") {
      const found = take(xmlShapeOf(inner.items, references).name ?? name);
      const children = found === undefined ? [] : Array.isArray(found) ? found : [found];
      const item = xmlShapeOf(inner.items, references);
      if (found !== undefined) {
        members.push([property, children.map((child) => readNode(child, item, { references, name }))]);
      }
      continue;
    }
    const found = take(key);
    if (found === undefined) continue;
    const single = Array.isArray(found) ? (found[0] ?? "") : found;
    members.push([property, readNode(single, inner, { references, name })]);
  }
  const rest = Object.entries(node).filter(([key]) => !used.has(key) && !key.startsWith("@xmlns"));
  return Object.fromEntries([
    ...members,
    ...rest.map(([key, value]): [string, Json] => [key, plainValue(value)]),
  ]);
}

/** A node no schema describes; attributes lose their mark unless an element has their name. */
function plainValue(node: Json): Json {
  if (Array.isArray(node)) return node.map(plainValue);
  if (!isJsonObject(node)) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => !key.startsWith("@xmlns"))
      .map(([key, value]) => {
        const bare = key.startsWith(attributePrefix) ? key.slice(1) : key;
        return [Object.hasOwn(node, bare) ? key : bare, plainValue(value)];
      }),
  );
}

function scalarOf(node: Json, type: XmlShape["type"]): Json {
  const text = typeof node === "string" ? node : JSON.stringify(node);
  if (type === "number") {
    const number = Number(text);
    return text.trim() !== "" && Number.isFinite(number) ? number : text;
  }
  if (type === "boolean")
    return text === "true" || text === "1" ? true : text === "false" || text === "0" ? false : text;
  return text;
}
