// The operations of real specifications, called twice over a real connection: with what is required, and with
// everything. On the other side is a service made from the same specification, which checks what arrives with a
// reading of its own (testing/generated/) and answers with a sample of what the document promises.
import { afterAll, describe, expect, test } from "vitest";
import type { FileId } from "@/lib/domain/ids";
import { isJsonObject, type Json, type JsonObject } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import { checkSchema, describeProblems } from "@/lib/tools/check-schema";
import { type ExecuteTool, type FileAccess, type OpenConnection, ToolError } from "@/lib/tools/tool-contract";
import { openApiExecutor } from "./execute-openapi";
import { expandContext } from "./expand-schema";
import { inputsOf, type OperationInput, type OperationInputs } from "./operation-inputs";
import { findOperation } from "./operations";
import { pagesInputName } from "./paging";
import { createReferences } from "./references";
import type { ApiCredential } from "./security";
import { connectionTo, contextOf, memoryFiles, type Parsed, parsed } from "./testing/documents";
import { type DescribedOperation, describeOperation } from "./testing/generated/described-operations";
import { GeneratedService, type SentValues } from "./testing/generated/generated-service";
import { makeInputs } from "./testing/generated/make-values";
import { readSpecification, specificationNames } from "./testing/real-specifications";

const names = specificationNames();
const totals = {
  documents: 0,
  operations: 0,
  described: 0,
  calls: 0,
  values: 0,
  unsigned: 0,
  contradictions: 0,
};
const basePath = "/base";
/** Of a larger document as many are called, evenly chosen; all of them with LAMPLIGHT_EVERY_OPERATION=1. */
const mostOperations = process.env.LAMPLIGHT_EVERY_OPERATION === "1" ? Number.POSITIVE_INFINITY : 100;

afterAll(() => {
  console.info(
    `Executed ${totals.operations} of ${totals.described} operations of ${totals.documents} specifications in ${totals.calls} calls ` +
      `with ${totals.values} inputs; ${totals.unsigned} calls need a client certificate or a signature, ` +
      `${totals.contradictions} samples of answers do not fit their own document.`,
  );
});

test("there are at least 30 specifications", () => {
  expect(names.length).toBeGreaterThanOrEqual(30);
});

/** Full of what means something in a URL or a form. */
const nastyText = "a b&c=d/e?f#g%20h+ü☃,;:'\"\\[]{}|<>@!$()*~^`";
/** Nothing is encoded in a header, so a comma in one item of a list makes two. */
const headerText = 'a b;c="d"/e?f#g%20h+é\'\\[]{}|<>@!$()*~^`';
/** Templates put parameters beside each other with dots, colons and other letters that are not encoded. */
const pathText = "a b&c=d/e?f#g%20h+ü☃,;'\"\\[]{}|<>@!$()*^`";
/** A list with spaces, pipes or tabs between its items can't have them inside. */
const plainText = "a&b=c,d";

describe.each(names)("%s", (name) => {
  test(`every operation (of more than ${mostOperations} as many, evenly chosen) arrives as its document says, and its answer fits`, {
    timeout: 600_000,
  }, async () => {
    const text = readSpecification(name);
    const document: JsonObject = JSON.parse(text);
    const api = await parsed(text, { documentUrl: "https://vendor.example/openapi.json" });
    const service = await GeneratedService.start(document);
    const caller = await Caller.create(document, api, service);
    const called = evenlyChosen(api.tools);
    try {
      for (const tool of called) {
        await caller.call(tool);
      }
    } finally {
      await service.stop();
    }
    expect(caller.problems).toEqual([]);
    totals.documents += 1;
    totals.operations += called.length;
    totals.described += api.tools.length;
  });
});

/** The same ones each time, from the first to the last. */
function evenlyChosen(tools: readonly Tool[]): readonly Tool[] {
  const step = Math.max(1, tools.length / mostOperations);
  return tools.filter((_tool, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

class Caller {
  readonly problems: string[] = [];
  readonly #document: JsonObject;
  readonly #api: Parsed;
  readonly #service: GeneratedService;
  readonly #files: FileAccess;
  readonly #file: { id: FileId; bytes: Buffer };
  readonly #references;
  /** Whole answers of the largest documents are megabytes of everything that hangs together. */
  readonly #isLarge: boolean;

  private constructor(
    document: JsonObject,
    api: Parsed,
    rest: { service: GeneratedService; files: FileAccess; file: { id: FileId; bytes: Buffer } },
  ) {
    this.#document = document;
    this.#api = api;
    this.#service = rest.service;
    this.#files = rest.files;
    this.#file = rest.file;
    this.#references = createReferences(api.api.document);
    this.#isLarge = JSON.stringify(document).length > 1_000_000;
  }

  static async create(document: JsonObject, api: Parsed, service: GeneratedService): Promise<Caller> {
    const files = memoryFiles();
    const bytes = Buffer.from([0, 13, 10, 45, 45, 255, 128, 34]);
    const { id } = await files.write({ name: 'a "file".bin', mediaType: "image/png", content: bytes });
    return new Caller(document, api, { service, files, file: { id, bytes } });
  }

  /** Calls a tool with what it needs, then with everything it takes. */
  async call(tool: Tool): Promise<void> {
    const { source } = tool;
    if (source.kind !== "openapi") throw new Error("not imported");
    const operation = describeOperation(this.#document, source.method, source.path);
    const shapes = this.#inputsOf(source);
    const execute = openApiExecutor(this.#api.api, tool);
    for (const all of [false, true]) {
      const problem = await this.#callOnce(tool, { all, operation, shapes, execute });
      if (problem === null) continue;
      this.problems.push(`${source.method} ${source.path} (${all ? "all" : "required"}): ${problem}`);
    }
  }

  /** What went wrong; null for nothing. */
  async #callOnce(
    tool: Tool,
    call: { all: boolean; operation: DescribedOperation; shapes: OperationInputs; execute: ExecuteTool },
  ): Promise<string | null> {
    const { operation, shapes } = call;
    const input = this.#makeInput(tool, shapes, call);
    const invalid = checkSchema(tool.input, input);
    if (invalid.length > 0) return `made inputs do not fit: ${describeProblems(invalid)}`;
    totals.calls += 1;
    totals.values += Object.keys(input).length;
    const sent = this.#placed(input, shapes);
    const isBrief = !call.all || this.#isLarge;
    this.#service.expect({
      operation,
      basePath: this.#basePath(tool, operation),
      sent,
      isBrief,
      credentials: this.#credentials(),
    });
    try {
      const connection = this.#connection(tool);
      const { output } = await call.execute(input, contextOf({ connection, files: this.#files }));
      if (this.#service.problem !== null) return this.#service.problem;
      const problems = checkSchema(tool.output, output);
      if (problems.length > 0) {
        if (!this.#service.isAnswerContradictory()) {
          return `the output does not fit: ${describeProblems(problems)}`;
        }
        totals.contradictions += 1;
      }
      return this.#lost(output);
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      if (error.kind === "credentials" && !this.#canSignIn(operation)) {
        totals.unsigned += 1;
        return null;
      }
      if (this.#service.problem === null && this.#service.isAnswerContradictory()) {
        totals.contradictions += 1;
        return null;
      }
      return `${this.#service.problem ?? "the request was right"}; ${error.message}`;
    }
  }

  /** Another origin has a connection of its own, and that says the path. */
  #basePath(tool: Tool, { ownBasePath }: DescribedOperation): string {
    const isElsewhere = tool.connectionKind?.includes("@") === true;
    return ownBasePath === null || isElsewhere ? basePath : ownBasePath;
  }

  /** False when each way in needs what can't be sent from here: client certificates, signatures. */
  #canSignIn({ security }: DescribedOperation): boolean {
    const known = new Set(this.#api.api.credentials.map(({ scheme }) => scheme));
    return security.length === 0 || security.some((one) => Object.keys(one).every((name) => known.has(name)));
  }

  #inputsOf(source: { path: string; method: string }): OperationInputs {
    const operation = findOperation(this.#api.api.document, this.#references, source);
    if (!operation) throw new Error(`${source.path} is not there`);
    // Names and places don't depend on how much of the schemas is written out.
    return inputsOf(operation, expandContext(this.#references, "input", 50));
  }

  #makeInput(
    tool: Tool,
    { inputs }: OperationInputs,
    { all, operation }: { all: boolean; operation: DescribedOperation },
  ): JsonObject {
    const byInput = new Map(inputs.map((one) => [one.input, one]));
    const made = makeInputs(tool.input, {
      all,
      fileId: this.#file.id,
      text: (name) => textFor(byInput.get(name), operation),
    });
    const { [pagesInputName]: _pages, ...rest } = made;
    return rest;
  }

  /** The inputs by the places their document has them in. */
  #placed(input: JsonObject, { inputs, body }: OperationInputs): SentValues {
    const sent: SentValues = {
      ...{ path: {}, query: {}, header: {}, cookie: {}, body: undefined },
      files: new Map([[this.#file.id, this.#file.bytes]]),
    };
    const members: JsonObject = {};
    for (const { input: name, place } of inputs) {
      const value = Object.hasOwn(input, name) ? input[name] : undefined;
      if (value === undefined) continue;
      // One that is the whole query is in none of these documents.
      if (place.in === "parameter" && place.parameter.in !== "querystring")
        sent[place.parameter.in][place.parameter.name] = value;
      else if (place.in === "body-property") members[place.name] = value;
      else if (place.in === "body") sent.body = value;
    }
    const isNeeded = inputs.some(({ place, required }) => place.in === "body-property" && required);
    if (body?.isFlat && (isNeeded || Object.keys(members).length > 0)) sent.body = members;
    return sent;
  }

  #credentials(): Map<string, { user: string; secret: string }> {
    return new Map(
      this.#api.api.credentials.map((credential, index) => [
        credential.scheme,
        { user: `user-${index}`, secret: secretFor(credential, index) },
      ]),
    );
  }

  #connection(tool: Tool): OpenConnection {
    const secret: Record<string, string> = {};
    const config: JsonObject = { basePath };
    for (const [index, credential] of this.#api.api.credentials.entries()) {
      secret[credential.secretName] = secretFor(credential, index);
      if (credential.send.kind === "basic") config[credential.send.userName] = `user-${index}`;
    }
    const kind = tool.connectionKind ?? "";
    return connectionTo(this.#api.api, this.#service.origin, { kind, secret, config });
  }

  /** Says what of the answer the output does not have; null when it has everything. */
  #lost(output: Json): string | null {
    const { answer } = this.#service;
    if (!answer || answer.value === undefined || !isJsonObject(output)) return null;
    if (Buffer.isBuffer(answer.value)) return output.sizeBytes === 8 ? null : "the file is not whole";
    const found = [output, output.items, output.value, output.body].filter((one) => one !== undefined);
    if (!/json/.test(answer.type ?? "")) {
      return output.text === answer.value ||
        output.table !== undefined ||
        !/text\/(?!csv)/.test(answer.type ?? "")
        ? null
        : "the text is another";
    }
    const wanted = JSON.stringify(answer.value);
    const isThere = found.some((one) => JSON.stringify(one) === wanted);
    return isThere ? null : `of the answer ${wanted.slice(0, 300)} something is lost`;
  }
}

/** Tokens that share the Authorization header are one token: some documents name its two ways to be got. */
function secretFor({ send }: ApiCredential, index: number): string {
  return send.kind === "bearer" ? "secret-canary-token" : `secret-canary-${index}`;
}

function textFor(input: OperationInput | undefined, operation: DescribedOperation): string {
  if (input?.place.in !== "parameter") return nastyText;
  const { parameter } = input.place;
  if (parameter.in === "header") return headerText;
  if (parameter.in === "path") return pathText;
  const described = operation.parameters.find(
    (one) => one.name === parameter.name && one.in === parameter.in,
  );
  return /Delimited$/.test(described?.style ?? "") ? plainText : nastyText;
}
