// A request as a service reads it: every value taken out of the place and style its document names. Written from the
// specification's tables, not from the code that writes requests.
import type { IncomingHttpHeaders } from "node:http";
import { Readable } from "node:stream";
import busboy from "busboy";
import { XMLParser } from "fast-xml-parser";
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import type { DescribedBody, DescribedParameter } from "./described-operations";

/** A value as it was on the wire: texts, or real values where the content was JSON. */
export type Wire = { text: string } | { json: Json } | { list: Wire[] } | { fields: [string, Wire][] };

export interface RawRequest {
  /** Path and query as sent. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export class WrongRequest extends Error {}

type Kind = "text" | "list" | "fields";
/** The kind of value the caller sent: what an untyped schema does not tell. */
export const kindOf = (value: Json): Kind =>
  Array.isArray(value) ? "list" : isJsonObject(value) ? "fields" : "text";

const decode = (raw: string): string => decodeURIComponent(raw);
const text = (raw: string): Wire => ({ text: decode(raw) });

/** Pieces of an exploded or joined value. */
function pieces(raws: string[], kind: Kind, isPaired: boolean): Wire {
  if (kind === "list") return { list: raws.map(text) };
  if (isPaired) {
    return {
      fields: raws.map((raw): [string, Wire] => {
        const at = raw.indexOf("=");
        if (at < 0) throw new WrongRequest(`“${raw}” is no pair`);
        return [decode(raw.slice(0, at)), text(raw.slice(at + 1))];
      }),
    };
  }
  if (raws.length % 2 !== 0) throw new WrongRequest(`${raws.length} pieces are no pairs`);
  const fields: [string, Wire][] = [];
  for (let index = 0; index < raws.length; index += 2) {
    fields.push([decode(raws[index] ?? ""), text(raws[index + 1] ?? "")]);
  }
  return { fields };
}

/** The raw texts in the places of a template's parameters. */
export function splitPath(template: string, path: string): Map<string, string> {
  const names: string[] = [];
  // A document may tell operations of one address apart by a fragment, which is never sent.
  const pattern = template
    .replace(/#.*$/, "")
    .split(/(\{[^{}]*\})/)
    .map((part) => {
      if (!/^\{.*\}$/.test(part)) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      names.push(part.slice(1, -1));
      return "([^/?#]+)";
    })
    .join("");
  const found = new RegExp(`^${pattern}$`).exec(path);
  if (!found) throw new WrongRequest(`the path ${path} is not ${template}`);
  return new Map(names.map((name, index) => [name, found[index + 1] ?? ""]));
}

export function decodePath(raw: string, { style, explode, name }: DescribedParameter, kind: Kind): Wire {
  if (style === "label") {
    if (!raw.startsWith(".")) throw new WrongRequest(`${raw} is no label`);
    const rest = raw.slice(1);
    return kind === "text" ? text(rest) : pieces(rest.split(explode ? "." : ","), kind, explode);
  }
  if (style === "matrix") {
    if (!raw.startsWith(";")) throw new WrongRequest(`${raw} is no matrix`);
    const pairs = raw.slice(1).split(";");
    if (explode && kind === "fields") return pieces(pairs, kind, true);
    const values = pairs.map((pair) => {
      if (!pair.startsWith(`${encodeURIComponent(name)}=`)) throw new WrongRequest(`${pair} is not ${name}`);
      return pair.slice(pair.indexOf("=") + 1);
    });
    if (explode && kind === "list") return pieces(values, kind, false);
    return kind === "text" ? text(values[0] ?? "") : pieces((values[0] ?? "").split(","), kind, false);
  }
  return kind === "text" ? text(raw) : pieces(raw.split(","), kind, explode);
}

export function decodeHeader(raw: string, { explode, contentType }: DescribedParameter, kind: Kind): Wire {
  if (contentType?.includes("json")) return { json: JSON.parse(raw) };
  if (kind === "text") return { text: raw };
  // Nothing is percent-encoded in a header.
  const encoded = raw.split(",").map((piece) => piece.replace(/[^=]+/g, encodeURIComponent));
  return pieces(encoded, kind, explode);
}

/** The pairs of a query or a form, still encoded; each is taken once. */
export class Pairs {
  readonly #left: [string, string][];

  constructor(raw: string, separator: RegExp | string) {
    this.#left = raw === "" ? [] : raw.split(separator).map(splitPair);
    for (const [name, value] of this.#left) {
      if (/[+ ]/.test(name + value)) throw new WrongRequest(`“${name}=${value}” has a + or a space`);
    }
  }

  /** Names that nothing asked for. */
  get left(): string[] {
    return this.#left.map(([name]) => decode(name));
  }

  take(isWanted: (name: string) => boolean): [string, string][] {
    const taken: [string, string][] = [];
    for (let index = 0; index < this.#left.length; ) {
      const pair = this.#left[index];
      if (pair && isWanted(decode(pair[0]))) taken.push(...this.#left.splice(index, 1));
      else index += 1;
    }
    return taken;
  }
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf("=");
  return at < 0 ? [pair, ""] : [pair.slice(0, at), pair.slice(at + 1)];
}

const delimiters: Record<string, RegExp> = {
  spaceDelimited: /%20/,
  pipeDelimited: /%7C|\|/i,
  tabDelimited: /%09/,
};

/** @param fields the names an exploded object may have */
export function decodePairs(
  pairs: Pairs,
  { name, style, explode, contentType }: Omit<DescribedParameter, "in" | "schema">,
  { kind, fields }: { kind: Kind; fields: readonly string[] },
): Wire | undefined {
  if (style === "deepObject" && kind !== "text") return decodeBrackets(pairs, name);
  if (explode && kind === "fields" && contentType === null) {
    const own = pairs.take((one) => fields.includes(one));
    return own.length === 0 ? undefined : { fields: own.map(([key, raw]) => [decode(key), text(raw)]) };
  }
  const found = pairs.take((one) => one === name).map(([, raw]) => raw);
  const [first] = found;
  if (first === undefined) return undefined;
  if (contentType !== null)
    return contentType.includes("json") ? { json: JSON.parse(decode(first)) } : text(first);
  if (kind === "text") return text(first);
  if (explode) return pieces(found, kind, false);
  return pieces(first.split(delimiters[style] ?? ","), kind, false);
}

/** `name[a][b]=…`, `name[]=…`, `name[0][a]=…` */
function decodeBrackets(pairs: Pairs, name: string): Wire | undefined {
  const own = pairs.take((one) => one.startsWith(`${name}[`));
  if (own.length === 0) return undefined;
  const root: BracketNode = { children: new Map(), text: null };
  let unnamed = 0;
  for (const [key, raw] of own) {
    let at = root;
    for (const [, segment = ""] of decode(key)
      .slice(name.length)
      .matchAll(/\[([^\]]*)\]/g)) {
      const step = segment === "" ? `#${unnamed++}` : segment;
      const next = at.children.get(step) ?? { children: new Map(), text: null };
      at.children.set(step, next);
      at = next;
    }
    at.text = decode(raw);
  }
  return bracketWire(root);
}

interface BracketNode {
  children: Map<string, BracketNode>;
  text: string | null;
}

function bracketWire({ children, text: own }: BracketNode): Wire {
  if (own !== null) return { text: own };
  const entries = [...children];
  const isList = entries.every(([key], index) => key.startsWith("#") || key === String(index));
  if (isList) return { list: entries.map(([, child]) => bracketWire(child)) };
  return { fields: entries.map(([key, child]) => [key, bracketWire(child)]) };
}

/** What a body's parts hold: JSON, fields, or files by name. */
export interface DecodedBody {
  contentType: string;
  value: Wire | null;
  files: Map<string, { content: Buffer; type: string; name: string }[]>;
  /** All texts in an XML document, in their order; null for other bodies. */
  xmlTexts: string[] | null;
  bytes: Buffer;
}

/** @param sent the value that was sent, for the kinds of its fields */
export async function decodeBody(
  request: RawRequest,
  described: DescribedBody,
  sent: Json | undefined,
): Promise<DecodedBody> {
  const contentType = request.headers["content-type"] ?? "";
  const base = contentType.split(";")[0]?.trim() ?? "";
  const media = [...described.contents].find(([type]) => isSameType(type, contentType));
  if (!media) throw new WrongRequest(`the body is ${contentType}, not ${[...described.contents.keys()]}`);
  const encoding = media[1].encoding;
  const decoded: DecodedBody = {
    contentType: base,
    value: null,
    files: new Map(),
    xmlTexts: null,
    bytes: request.body,
  };
  const raw = request.body.toString("utf8");
  if (/json$/.test(base)) decoded.value = { json: JSON.parse(raw) };
  else if (base === "application/x-www-form-urlencoded" && isJsonObject(sent))
    decoded.value = decodeForm(raw, encoding, sent);
  else if (base === "multipart/form-data") await decodeMultipart(request, decoded);
  else if (/xml$/.test(base) && isJsonObject(sent))
    decoded.xmlTexts = textsIn(new XMLParser(xmlOptions).parse(raw));
  return decoded;
}

const xmlOptions = {
  ignoreAttributes: false,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
};

function textsIn(node: Json): string[] {
  if (typeof node === "string") return node.trim() === "" ? [] : [node];
  if (Array.isArray(node)) return node.flatMap(textsIn);
  return isJsonObject(node)
    ? Object.entries(node).flatMap(([key, inner]) => (key === "?xml" ? [] : textsIn(inner)))
    : [];
}

function isSameType(described: string, sent: string): boolean {
  const [type = "", subtype = ""] = (described.split(";")[0] ?? "").trim().toLowerCase().split("/");
  const [sentType = "", sentSubtype = ""] = (sent.split(";")[0] ?? "").trim().toLowerCase().split("/");
  if (type === "*") return true;
  return type === sentType && (subtype.includes("*") || subtype === sentSubtype);
}

function decodeForm(raw: string, encoding: JsonObject, sent: Json | undefined): Wire {
  const pairs = new Pairs(raw, "&");
  const fields: [string, Wire][] = [];
  for (const [name, value] of Object.entries(isJsonObject(sent) ? sent : {})) {
    const own = isJsonObject(encoding[name]) ? encoding[name] : {};
    const kind = kindOf(value);
    const isStyled = own.style !== undefined || own.explode !== undefined;
    const contentType =
      isStyled || (own.contentType === undefined && kind !== "fields")
        ? null
        : String(own.contentType ?? "application/json");
    const style = String(own.style ?? "form");
    const explode = typeof own.explode === "boolean" ? own.explode : style === "form";
    const inner = isJsonObject(value) ? Object.keys(value) : [];
    const found = decodePairs(pairs, { name, style, explode, contentType }, { kind, fields: inner });
    if (found) fields.push([name, found]);
  }
  if (pairs.left.length > 0) throw new WrongRequest(`the form has ${pairs.left} beside what was sent`);
  return { fields };
}

async function decodeMultipart({ headers, body }: RawRequest, decoded: DecodedBody): Promise<void> {
  const fields = new Map<string, Wire[]>();
  const parser = busboy({ headers, defParamCharset: "utf8", preservePath: true });
  parser.on("field", (name, value, { mimeType }) => {
    const wire: Wire = /json/.test(mimeType) ? { json: JSON.parse(value) } : { text: value };
    fields.set(name, [...(fields.get(name) ?? []), wire]);
  });
  parser.on("file", (name, stream, { filename, mimeType }) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      const file = { content: Buffer.concat(chunks), type: mimeType, name: filename ?? "" };
      decoded.files.set(name, [...(decoded.files.get(name) ?? []), file]);
    });
  });
  await new Promise<void>((resolve, reject) => {
    parser.on("close", resolve);
    parser.on("error", reject);
    Readable.from([body]).pipe(parser);
  });
  decoded.value = {
    fields: [...fields].map(([name, wires]): [string, Wire] => {
      const [only] = wires;
      return [name, wires.length === 1 && only ? only : { list: wires }];
    }),
  };
}

/** Null when what arrived is what was sent; else where it differs. */
export function difference(sent: Json, got: Wire | undefined, place: string): string | null {
  const isNothing = sent === null || (typeof sent === "object" && members(sent).length === 0);
  if (got === undefined) return isNothing ? null : `${place} did not arrive`;
  if ("json" in got) {
    const [a, b] = [JSON.stringify(sent), JSON.stringify(got.json)];
    return a === b ? null : `${place} was ${a.slice(0, 200)} and arrived as ${b.slice(0, 200)}`;
  }
  if ("text" in got) {
    // A list of one is a part like any other.
    const one = Array.isArray(sent) && sent.length === 1 ? (sent[0] ?? null) : sent;
    const written = typeof one === "string" ? one : JSON.stringify(one);
    return written === got.text
      ? null
      : `${place} was ${written.slice(0, 200)} and arrived as ${got.text.slice(0, 200)}`;
  }
  if ("list" in got) {
    const items = Array.isArray(sent) ? sent.filter((item) => item !== null) : null;
    if (items === null || items.length !== got.list.length)
      return `${place} arrived as ${got.list.length} items`;
    return (
      items.map((item, index) => difference(item, got.list[index], `${place}[${index}]`)).find(Boolean) ??
      null
    );
  }
  const names = got.fields.map(([name]) => name);
  const wanted = isJsonObject(sent) ? members(sent) : [];
  const extra = names.find((name) => !wanted.some(([one]) => one === name));
  if (extra !== undefined) return `${place} has “${extra}”, which was not sent`;
  return (
    wanted
      .map(([name, value]) =>
        difference(value, got.fields.find(([one]) => one === name)?.[1], `${place}.${name}`),
      )
      .find(Boolean) ?? null
  );
}

/** What of an object or list is there at all: empty and null members aren't. */
function members(value: JsonObject | Json[]): [string, Json][] {
  return Object.entries(value).filter(
    ([, inner]) => inner !== null && !(typeof inner === "object" && members(inner).length === 0),
  );
}
