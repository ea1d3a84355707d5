// A value as XML, as the document's schema and its XML Objects say.
import { XMLBuilder } from "fast-xml-parser";
import { isJsonObject, type Json } from "@/lib/domain/json";
import { ToolError } from "@/lib/tools/tool-contract";
import type { References } from "./references";
import { scalarText } from "./serialize-parameter";
import { componentName, type XmlShape, xmlShapeOf } from "./xml-names";

/** An element as the builder takes it: its attributes, its text, its children by name. */
interface Element {
  [name: string]: string | Element | (string | Element)[];
}

const attributePrefix = "@";
const textName = "#text";
const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: attributePrefix,
  textNodeName: textName,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
});

/** Throws a `bad-input` ToolError for a name that is none in XML. */
export function writeXml(value: Json, schema: unknown, references: References): string {
  const shape = xmlShapeOf(schema, references);
  const root = shape.name ?? componentName(schema) ?? "root";
  const content: Element = {};
  // A list has no element of its own, but a document has one.
  const whole: XmlShape = shape.nodeType === "none" ? { ...shape, nodeType: "element" } : shape;
  addNode(content, whole, { name: root, value, references });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build(content)}`;
}

interface Node {
  /** The name unless the schema has one. */
  name: string;
  value: Json;
  references: References;
}

/** Adds a value to the element around it, as what its schema makes of it. */
function addNode(parent: Element, shape: XmlShape, { name, value, references }: Node): void {
  if (value === null) return;
  const called = qualified(shape, name);
  switch (shape.nodeType) {
    case "attribute":
      parent[`${attributePrefix}${called}`] = scalarText(value);
      return;
    case "text":
      parent[textName] = scalarText(value);
      return;
    case "none":
      // Items beside each other, named by their own schema, else as the list.
      if (Array.isArray(value)) addItems(parent, shape, { name: shape.name ?? name, value, references });
      else if (isJsonObject(value)) addMembers(parent, shape, value, references);
      else addChild(parent, called, scalarText(value));
      return;
    case "element":
      addChild(parent, called, elementOf(shape, { name: shape.name ?? name, value, references }));
      return;
    default:
      shape.nodeType satisfies never;
  }
}

function elementOf(shape: XmlShape, { name, value, references }: Node): string | Element {
  const element: Element = {};
  if (shape.namespace !== null) {
    element[`${attributePrefix}xmlns${shape.prefix === null ? "" : `:${shape.prefix}`}`] = shape.namespace;
  }
  if (Array.isArray(value)) addItems(element, shape, { name, value, references });
  else if (isJsonObject(value)) addMembers(element, shape, value, references);
  else if (shape.namespace === null) return scalarText(value ?? "");
  else element[textName] = scalarText(value ?? "");
  return element;
}

function addItems(parent: Element, shape: XmlShape, { name, value, references }: Node): void {
  const item = xmlShapeOf(shape.items, references);
  for (const one of Array.isArray(value) ? value : []) {
    addNode(
      parent,
      { ...item, nodeType: item.nodeType === "none" ? "element" : item.nodeType },
      {
        name,
        value: one,
        references,
      },
    );
  }
}

function addMembers(parent: Element, shape: XmlShape, value: Json, references: References): void {
  for (const [name, member] of Object.entries(isJsonObject(value) ? value : {})) {
    const schema = shape.properties.get(name) ?? shape.additional;
    const inner = xmlShapeOf(schema, references);
    // Without a schema a list is still a list.
    const isBareList = inner.type === null && Array.isArray(member);
    addNode(parent, isBareList ? { ...inner, nodeType: "none" } : inner, { name, value: member, references });
  }
}

function addChild(parent: Element, name: string, child: string | Element): void {
  const there = Object.hasOwn(parent, name) ? parent[name] : undefined;
  if (there === undefined) parent[name] = child;
  else if (Array.isArray(there)) there.push(child);
  else parent[name] = [there, child];
}

function qualified({ name: own, prefix }: XmlShape, name: string): string {
  const local = own ?? name;
  const called = prefix === null ? local : `${prefix}:${local}`;
  // The builder writes names as they are.
  if (!/^[\p{L}_][\p{L}\p{N}._-]*(:[\p{L}_][\p{L}\p{N}._-]*)?$/u.test(called) || called === "__proto__") {
    throw new ToolError("bad-input", `“${called.slice(0, 60)}” can't be a name in XML.`);
  }
  return called;
}
