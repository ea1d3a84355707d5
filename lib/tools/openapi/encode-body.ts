// The value of a request's body → the bytes that are sent, under the media type the document names.
import { fileIdSchema } from "@/lib/domain/ids";
import { isJsonObject, type Json } from "@/lib/domain/json";
import { type FileAccess, ToolError } from "@/lib/tools/tool-contract";
import { encodeMultipart, type FormPart } from "./encode-multipart";
import { booleanAt, listAt, memberOf, objectAt, textAt } from "./json-access";
import { baseType, isJsonType, isXmlType, typeParameter } from "./media-types";
import type { OperationBody } from "./operation-body";
import type { References } from "./references";
import { encodeStrictly, scalarText, serializeQuery } from "./serialize-parameter";
import { writeXml } from "./write-xml";

export interface EncodedBody {
  content: string | Buffer;
  contentType: string;
}

export interface EncodeContext {
  files: FileAccess;
  references: References;
}

/** What the files of one call may weigh together. */
const maxUploadBytes = 50 * 1024 * 1024;

/** Throws a `bad-input` ToolError for a value that can't be written in this type, and for files that are too large. */
export async function encodeBody(
  body: OperationBody,
  value: Json,
  { files, references }: EncodeContext,
): Promise<EncodedBody> {
  const { mediaType } = body;
  const reader = new FileReader(files);
  switch (body.kind) {
    case "json": {
      const filled = await fillBase64(value, body.schema, { references, reader, depth: 0 });
      return { content: JSON.stringify(filled), contentType: mediaType };
    }
    case "form":
      // A form that is no object is one that was written already.
      if (typeof value === "string") return { content: value, contentType: mediaType };
      return { content: formPairs(value, body, references).join("&"), contentType: mediaType };
    case "multipart": {
      const { content, boundary } = encodeMultipart(await formParts(value, body, { reader, references }));
      return { content, contentType: `${baseType(mediaType)}; boundary=${boundary}` };
    }
    case "xml":
      return { content: writeXml(value, body.schema, references), contentType: mediaType };
    case "text":
      return textBody(scalarText(value), mediaType);
    case "bytes": {
      const file = await reader.read(value);
      return { content: file.bytes, contentType: mediaType.includes("*") ? file.mediaType : mediaType };
    }
    default:
      return body.kind satisfies never;
  }
}

/** Text goes out in UTF-8, and says so where nothing else is said. */
function textBody(content: string, mediaType: string): EncodedBody {
  const isSaid = typeParameter(mediaType, "charset") !== null || !mediaType.startsWith("text/");
  return { content, contentType: isSaid ? mediaType : `${mediaType}; charset=utf-8` };
}

/** Reads the files of one call, as many as fit. */
class FileReader {
  readonly #files: FileAccess;
  #bytesLeft = maxUploadBytes;

  constructor(files: FileAccess) {
    this.#files = files;
  }

  isFile(value: Json): boolean {
    return fileIdSchema.safeParse(value).success;
  }

  async read(value: Json): Promise<{ name: string; mediaType: string; bytes: Buffer }> {
    const id = fileIdSchema.safeParse(value);
    if (!id.success) {
      throw new ToolError(
        "bad-input",
        "A file is needed here; choose one from an earlier step or an upload.",
      );
    }
    const { name, mediaType, sizeBytes } = await this.#files.describe(id.data);
    this.#bytesLeft -= sizeBytes;
    if (this.#bytesLeft < 0) {
      throw new ToolError("bad-input", `“${name}” is too large: one call sends 50 MB at most.`);
    }
    return { name, mediaType, bytes: await this.#files.read(id.data) };
  }
}

const maxDepth = 12;

/** The value with files in place of their ids, where the document wants base64. */
async function fillBase64(
  value: Json,
  schema: unknown,
  place: { references: References; reader: FileReader; depth: number },
): Promise<Json> {
  const described = place.references.follow(schema)?.value;
  if (!described || place.depth > maxDepth) return value;
  const inner = { ...place, depth: place.depth + 1 };
  if (typeof value === "string") {
    const isBase64 =
      textAt(described, "format") === "byte" || textAt(described, "contentEncoding") === "base64";
    return isBase64 && place.reader.isFile(value)
      ? (await place.reader.read(value)).bytes.toString("base64")
      : value;
  }
  let filled: Json = value;
  if (Array.isArray(value)) {
    const items: Json[] = [];
    for (const item of value) items.push(await fillBase64(item, memberOf(described, "items"), inner));
    filled = items;
  } else if (isJsonObject(value)) {
    const properties = objectAt(described, "properties");
    const members: [string, Json][] = [];
    for (const [name, member] of Object.entries(value)) {
      members.push([name, await fillBase64(member, memberOf(properties, name), inner)]);
    }
    filled = Object.fromEntries(members);
  }
  for (const part of listAt(described, "allOf")) filled = await fillBase64(filled, part, inner);
  return filled;
}

function fieldsOf(value: Json): [string, Json][] {
  return isJsonObject(value) ? Object.entries(value) : [["file", value]];
}

/** `name=value` pairs: by style where the encoding has one, else by content type; objects are JSON by default. */
function formPairs(value: Json, body: OperationBody, references: References): string[] {
  return fieldsOf(value).flatMap(([name, field]) => {
    if (field === null) return [];
    const encoding = objectAt(body.encoding, name);
    const style = textAt(encoding, "style");
    const explode = booleanAt(encoding, "explode");
    const contentType = textAt(encoding, "contentType");
    const isByStyle = style !== null || explode !== null || memberOf(encoding, "allowReserved") !== undefined;
    // OpenAPI: a style, where there is one, is stronger than a content type.
    const isWhole = !isByStyle && (contentType !== null || isJsonObject(field));
    if (isWhole) {
      const text = partText(field, contentType ?? "application/json", propertyOf(body, name, references));
      return [`${encodeStrictly(name)}=${encodeStrictly(text(references))}`];
    }
    const allowReserved = booleanAt(encoding, "allowReserved") === true;
    return serializeQuery(field, {
      name,
      style: style ?? "form",
      explode: explode ?? (style ?? "form") === "form",
      allowReserved,
    });
  });
}

/** The schema of a field of the form. */
function propertyOf(body: OperationBody, name: string, references: References): unknown {
  const described = references.follow(body.schema)?.value;
  for (const part of [described, ...listAt(described, "allOf")]) {
    const found = memberOf(objectAt(references.follow(part)?.value, "properties"), name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function partText(value: Json, contentType: string, schema: unknown): (references: References) => string {
  if (isXmlType(contentType) && typeof value !== "string") {
    return (references) => writeXml(value, schema, references);
  }
  return () => (isJsonType(contentType) ? JSON.stringify(value) : scalarText(value));
}

/** The parts of a form: a file for each stored file, JSON for objects, text for the rest; a part for each of a list. */
async function formParts(
  value: Json,
  body: OperationBody,
  { reader, references }: { reader: FileReader; references: References },
): Promise<FormPart[]> {
  const parts: FormPart[] = [];
  for (const [name, field] of fieldsOf(value)) {
    const [contentType = null, ...others] = (textAt(objectAt(body.encoding, name), "contentType") ?? "")
      .split(",")
      .map((type) => type.trim())
      .filter((type) => type !== "");
    const schema = propertyOf(body, name, references);
    const isJsonList = Array.isArray(field) && contentType !== null && isJsonType(contentType);
    for (const part of Array.isArray(field) && !isJsonList ? field : [field]) {
      if (part === null) continue;
      if (reader.isFile(part)) {
        const file = await reader.read(part);
        // One type the document names is the part's; of several, the file is one.
        const isNamed = contentType !== null && others.length === 0 && !contentType.includes("*");
        parts.push({
          name,
          fileName: file.name,
          contentType: isNamed ? contentType : file.mediaType,
          content: file.bytes,
        });
        continue;
      }
      const type = contentType ?? (typeof part === "object" ? "application/json" : null);
      const content = Buffer.from(
        type === null ? scalarText(part) : partText(part, type, schema)(references),
      );
      parts.push({ name, fileName: null, contentType: type, content });
    }
  }
  return parts;
}
