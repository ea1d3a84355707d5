// A service made from nothing but a specification: it knows which call comes next, takes the request apart, checks
// every part of it against the document, and answers with a sample of what the document promises.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { XMLBuilder } from "fast-xml-parser";
import { sample } from "openapi-sampler";
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import { CheckableSchemas } from "./checkable-schemas";
import {
  decodeBody,
  decodeHeader,
  decodePairs,
  decodePath,
  difference,
  kindOf,
  Pairs,
  type RawRequest,
  splitPath,
  WrongRequest,
} from "./decode-request";
import {
  type DescribedAnswer,
  type DescribedOperation,
  type DescribedParameter,
  resolver,
} from "./described-operations";
import { SecretCheck } from "./secret-check";

/** What the caller sends, by place and by the document's own names. */
export interface SentValues {
  path: JsonObject;
  query: JsonObject;
  header: JsonObject;
  cookie: JsonObject;
  /** Undefined for no body. */
  body: Json | undefined;
  /** Values that stand for a stored file, and its bytes. */
  files: Map<string, Buffer>;
}

export interface ExpectedCall {
  operation: DescribedOperation;
  basePath: string;
  sent: SentValues;
  /** The answer has only what it must have. */
  isBrief: boolean;
  /** Tokens and passwords by security scheme. */
  credentials: ReadonlyMap<string, { user: string; secret: string }>;
}

export interface GivenAnswer {
  status: number;
  type: string | null;
  /** What was answered, before it was written in its type. */
  value: Json | Buffer | undefined;
  schema: Json | undefined;
}

/** Every call carries these, whatever the document says. */
const ownHeaders = new Set([
  ...["host", "connection", "accept", "accept-encoding", "user-agent", "content-type", "content-length"],
  "transfer-encoding",
]);

export class GeneratedService {
  readonly #server = createServer((incoming, outgoing) => void this.#handle(incoming, outgoing));
  readonly #document: JsonObject;
  readonly #requests: CheckableSchemas;
  readonly #answers: CheckableSchemas;
  readonly #sampled: JsonObject;
  #expected: ExpectedCall | null = null;
  #problem: string | null = null;
  #answer: GivenAnswer | null = null;
  origin = "";

  private constructor(document: JsonObject) {
    this.#document = document;
    this.#requests = new CheckableSchemas(document, "request");
    this.#answers = new CheckableSchemas(document, "answer");
    const sampled = withoutExamples(document, false);
    this.#sampled = isJsonObject(sampled) ? sampled : {};
  }

  static async start(document: JsonObject): Promise<GeneratedService> {
    const service = new GeneratedService(document);
    await new Promise<void>((resolve) => service.#server.listen(0, "127.0.0.1", resolve));
    service.origin = `http://127.0.0.1:${(service.#server.address() as AddressInfo).port}`;
    return service;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  expect(call: ExpectedCall): void {
    this.#expected = call;
    this.#problem = "no request came";
    this.#answer = null;
  }

  /** What was wrong with the request that came; null for nothing. */
  get problem(): string | null {
    return this.#problem;
  }

  get answer(): GivenAnswer | null {
    return this.#answer;
  }

  /** True when the sample that was answered does not fit the document: where that contradicts itself, none does. */
  isAnswerContradictory(): boolean {
    const { value, schema } = this.#answer ?? {};
    if (value === undefined || schema === undefined || Buffer.isBuffer(value)) return false;
    return this.#answers.problem(schema, value) !== null;
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const expected = this.#expected;
    try {
      if (!expected) throw new WrongRequest("nothing was to be called");
      const request = { url: incoming.url ?? "", headers: incoming.headers, body: Buffer.concat(chunks) };
      await this.#check(incoming.method ?? "", request, expected);
      this.#problem = null;
      this.#give(expected, request, outgoing);
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
      outgoing.writeHead(400, { "content-type": "text/plain" }).end("wrong request");
    }
  }

  async #check(
    method: string,
    request: RawRequest,
    { operation, basePath, sent, credentials }: ExpectedCall,
  ) {
    if (method !== operation.method.toUpperCase()) throw new WrongRequest(`the method is ${method}`);
    const [path = "", query = ""] = request.url.split("?");
    if (!path.startsWith(basePath)) throw new WrongRequest(`${path} is not below ${basePath}`);
    const raws = splitPath(operation.path, path.slice(basePath.length));
    const pairs = new Pairs(query, "&");
    const cookies = new Pairs(request.headers.cookie ?? "", "; ");
    const headers = new Set(Object.keys(request.headers).filter((name) => !ownHeaders.has(name)));
    headers.delete("cookie");
    const secrets = new SecretCheck(this.#document, { request, pairs, cookies, headers, credentials });
    const taken = secrets.check(operation.security);
    for (const parameter of operation.parameters) {
      // A key may be a parameter as well; it is the key that goes.
      if (taken.has(`${parameter.in} ${parameter.name}`)) continue;
      this.#checkParameter(parameter, { request, raws, pairs, cookies, headers, sent });
    }
    if (pairs.left.length > 0) throw new WrongRequest(`the query has ${pairs.left}, which nothing describes`);
    if (cookies.left.length > 0) throw new WrongRequest(`the cookie ${cookies.left} is not described`);
    const extra = [...headers].filter((name) => !/^(x-)?idempoten(cy|ce)-?key$/i.test(name));
    if (extra.length > 0) throw new WrongRequest(`the headers ${extra} are not described`);
    await this.#checkBody(request, operation, sent);
  }

  #checkParameter(
    parameter: DescribedParameter,
    at: {
      request: RawRequest;
      raws: Map<string, string>;
      pairs: Pairs;
      cookies: Pairs;
      headers: Set<string>;
      sent: SentValues;
    },
  ): void {
    const { name } = parameter;
    const place = `${parameter.in} ${name}`;
    const values = at.sent[parameter.in];
    if (!Object.hasOwn(values, name)) return;
    const value = values[name] ?? null;
    const kind = kindOf(value);
    const fields = isJsonObject(value) ? Object.keys(value) : [];
    const wire = (() => {
      switch (parameter.in) {
        case "path":
          return decodePath(at.raws.get(name) ?? "", parameter, kind);
        case "query":
          return decodePairs(at.pairs, parameter, { kind, fields });
        case "cookie":
          return decodePairs(at.cookies, parameter, { kind, fields });
        case "header": {
          at.headers.delete(name.toLowerCase());
          const raw = at.request.headers[name.toLowerCase()];
          return raw === undefined ? undefined : decodeHeader(String(raw), parameter, kind);
        }
        default:
          return parameter.in satisfies never;
      }
    })();
    const wrong = difference(value, wire, place) ?? this.#requests.problem(parameter.schema, value);
    if (wrong) throw new WrongRequest(wrong.startsWith(place) ? wrong : `${place}: ${wrong}`);
  }

  async #checkBody(request: RawRequest, operation: DescribedOperation, sent: SentValues): Promise<void> {
    if (sent.body === undefined || operation.body === null) {
      if (request.body.length > 0) throw new WrongRequest("there is a body nothing was given for");
      return;
    }
    const decoded = await decodeBody(request, operation.body, sent.body);
    const isFile = (value: Json) => typeof value === "string" && sent.files.has(value);
    if (isFile(sent.body) && !decoded.contentType.startsWith("multipart/")) {
      if (!decoded.bytes.equals(sent.files.get(String(sent.body)) ?? Buffer.alloc(0))) {
        throw new WrongRequest("the body is not the file");
      }
      return;
    }
    const fields = isJsonObject(sent.body) ? Object.entries(sent.body) : [];
    for (const [name, value] of decoded.contentType === "multipart/form-data" ? fields : []) {
      const ids = (Array.isArray(value) ? value : [value]).filter(isFile);
      const files = decoded.files.get(name) ?? [];
      const isSame = ids.every((id, index) =>
        files[index]?.content.equals(sent.files.get(String(id)) ?? Buffer.alloc(0)),
      );
      if (files.length !== ids.length || !isSame)
        throw new WrongRequest(`the file ${name} did not arrive whole`);
    }
    if (decoded.contentType.startsWith("multipart/") && !isJsonObject(sent.body)) {
      // A form that is one value: its name is nowhere said.
      const [[only] = []] = [...decoded.files.values()];
      const [field] = decoded.value && "fields" in decoded.value ? decoded.value.fields : [];
      if (field && difference(sent.body, field[1], "the form") === null) return;
      if (!isFile(sent.body) || !only?.content.equals(sent.files.get(String(sent.body)) ?? Buffer.alloc(0))) {
        throw new WrongRequest("the form is not the file");
      }
      return;
    }
    if (decoded.value) {
      const rest = isJsonObject(sent.body)
        ? Object.fromEntries(fields.filter(([, value]) => ![value].flat().some(isFile)))
        : sent.body;
      const wrong = difference(rest, decoded.value, "the body");
      if (wrong) throw new WrongRequest(wrong);
      const media = [...operation.body.contents].find(
        ([type]) => type.split(";")[0]?.trim() === decoded.contentType,
      );
      const invalid =
        "json" in decoded.value && media ? this.#requests.problem(media[1].schema, decoded.value.json) : null;
      if (invalid) throw new WrongRequest(`the body: ${invalid}`);
    } else if (decoded.xmlTexts) {
      const wanted = leavesOf(sent.body).sort();
      const got = decoded.xmlTexts.toSorted();
      if (wanted.join("\n") !== got.join("\n")) throw new WrongRequest(`the XML has ${got}, not ${wanted}`);
    } else if (typeof sent.body === "string" && decoded.bytes.toString("utf8") !== sent.body) {
      throw new WrongRequest("the text is another");
    }
  }

  /** Answers in the type the caller wants most among those the document has. */
  #give({ operation, isBrief }: ExpectedCall, request: RawRequest, outgoing: ServerResponse): void {
    const wanted =
      String(request.headers.accept ?? "")
        .split(",")[0]
        ?.split(";q=")[0]
        ?.trim() ?? "";
    const chosen = operation.answers
      .flatMap((answer) => [...answer.contents].map(([type, schema]) => ({ answer, type, schema })))
      .find(({ type }) => type === wanted || (wanted === "application/json" && type.includes("*")));
    const [first] = operation.answers;
    const answer: DescribedAnswer = chosen?.answer ?? first ?? { status: 200, contents: new Map() };
    const isBare = [204, 205, 304].includes(answer.status) || operation.method === "head";
    if (!chosen || isBare) {
      this.#answer = { status: answer.status, type: null, value: undefined, schema: undefined };
      outgoing.writeHead(answer.status).end();
      return;
    }
    const type = chosen.type === "*/*" ? "application/json" : chosen.type.replace("*", "x-test");
    const { value, bytes } = this.#sample(type, chosen.schema, isBrief);
    this.#answer = { status: answer.status, type, value, schema: chosen.schema };
    outgoing.writeHead(answer.status, { "content-type": type }).end(bytes);
  }

  #sample(type: string, schema: Json, isBrief: boolean): { value: Json | Buffer; bytes: Buffer } {
    const described = resolver(this.#document)(schema);
    const isBinary = described.format === "binary" || described.type === "file";
    const base = type.split(";")[0]?.trim() ?? "";
    if (!isBinary && (/json$/.test(base) || /xml$/.test(base))) {
      const value = sampleOf(withoutExamples(schema, false), this.#sampled, isBrief);
      const text = /json$/.test(base) ? JSON.stringify(value) : new XMLBuilder().build({ answer: value });
      return { value, bytes: Buffer.from(text) };
    }
    if (/csv$/.test(base)) return asText("name,amount\nAda,1\nGrace,2\n");
    if (/^text\/|yaml$/.test(base) && !isBinary) return asText("Some text: ü ☃");
    const bytes = Buffer.from([0, 255, 1, 254, 37, 80, 68, 70]);
    return { value: bytes, bytes };
  }
}

const asText = (text: string) => ({ value: text, bytes: Buffer.from(text) });

function sampleOf(schema: Json, document: JsonObject, isBrief: boolean): Json {
  const options = { quiet: true, skipWriteOnly: true, skipNonRequired: isBrief, maxSampleDepth: 15 };
  const value: unknown = sample(isJsonObject(schema) ? schema : {}, options, document);
  return (JSON.parse(JSON.stringify(value ?? null)) ?? null) as Json;
}

/** What a vendor gives as an example often does not fit the vendor's schema; a sample is made of the schema alone. */
function withoutExamples(node: Json, isMap: boolean): Json {
  if (Array.isArray(node)) return node.map((inner) => withoutExamples(inner, false));
  if (!isJsonObject(node)) return node;
  const kept = Object.entries(node).filter(
    ([key]) =>
      isMap || !(["example", "examples", "default", "pattern"].includes(key) || key.startsWith("x-")),
  );
  if (!isMap && isJsonObject(node.properties) && node.type === undefined) kept.push(["type", "object"]);
  // A member whose schema is `false` must not be there.
  const possible = kept.filter(([, inner]) => !(isMap && inner === false));
  return Object.fromEntries(
    possible.map(([key, inner]) => [
      key,
      key === "enum" ? inner : withoutExamples(inner, key === "properties" && !isMap),
    ]),
  );
}

function leavesOf(value: Json): string[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  if (isJsonObject(value)) return Object.values(value).flatMap(leavesOf);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.trim() === "" ? [] : [text];
}
