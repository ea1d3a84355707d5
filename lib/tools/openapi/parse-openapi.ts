// An OpenAPI document → the tools it describes. Reads text and nothing else: no file, no network, no code (N3, P7).
import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { type ToolId, toolIdSchema } from "@/lib/domain/ids";
import type { JsonObject } from "@/lib/domain/json";
import type { Tool, Undo } from "@/lib/domain/tool";
import { defineTool } from "@/lib/tools/define-tool";
import { effectOf, UndoFinder } from "./classify-operation";
import { type ConnectableApi, connectableApis } from "./connectable-api";
import { controlInputsOf } from "./control-inputs";
import { objectAt, textAt } from "./json-access";
import { apiIdOf, descriptionOf, examplesOf, operationNameOf, titleOf } from "./names";
import { inputSchemaOf, inputsOf } from "./operation-inputs";
import { outputOf } from "./operation-output";
import { type Operation, operationsOf } from "./operations";
import { readDocument } from "./read-document";
import { createReferences, type References } from "./references";
import {
  type ApiServer,
  addressesOf,
  connectionKindOf,
  serverOf,
  serverOfOperation,
  toServerObject,
} from "./server";
import { iconFor } from "./tool-icon";

/** `id` is the first part of its tools' ids; `origin` and `basePath` are of its first server. */
export interface ParsedApi extends ConnectableApi {
  description: string;
  /** Without what is unsafe to keep; references are not resolved. */
  document: JsonObject;
  /** SHA-256 of server and text, in hex. */
  documentHash: string;
}

export type ParseResult =
  | { kind: "parsed"; api: ParsedApi; tools: Tool[]; warnings: string[] }
  | { kind: "refused"; message: string };

export interface ParseOptions {
  /** Where the document came from: a server without a host is taken to be there. */
  documentUrl?: string;
  /** The id to use, given the one made from the title; so that an API never takes another one's place. */
  chooseId?: (suggested: string, origin: string) => string;
}

export const maxOperations = 10_000;
const maxWarnings = 50;
const maxOrigins = 20;
/** Schemas written out for all tools together, about; and for one at most and at least. */
const schemaBudget = 800_000;
const schemaBudgetOfTool = { most: 3000, least: 60 };

/** The API and its tools, or one sentence about what keeps the document from being imported. */
export async function parseOpenApi(text: string, options: ParseOptions = {}): Promise<ParseResult> {
  const read = readDocument(text);
  if (read.kind === "refused") return read;
  const { document } = read;
  const info = objectAt(document, "info");
  const title = textAt(info, "title")?.slice(0, 120);
  if (!title) return { kind: "refused", message: "The document has no “info.title”, the name of the API." };
  const documentUrl = options.documentUrl ?? null;
  const server = serverOf(document, documentUrl);
  if ("refused" in server) return { kind: "refused", message: `The API can't be called: ${server.refused}.` };
  // The servers as they were understood, so that the document says all there is to know without its address.
  document.servers = addressesOf(document, documentUrl).map(toServerObject);

  const references = createReferences(document);
  const operations = gatherOperations(document, references);
  if (operations === null) {
    return {
      kind: "refused",
      message: `The document has more than ${maxOperations.toLocaleString("en")} operations. Import a part of it.`,
    };
  }
  if (operations.length === 0) return { kind: "refused", message: "The document describes no operations." };

  const suggested = apiIdOf(title, hostOf(server));
  const id = options.chooseId?.(suggested, server.origin) ?? suggested;
  const builder = new ToolBuilder({ id, title, server, references, operations });
  const tools = await builder.build();
  if (tools.length === 0) {
    return {
      kind: "refused",
      message: `None of the operations can be called from here. ${builder.warnings[0] ?? ""}`.trim(),
    };
  }
  const [connectable] = connectableApis({ id, title, document });
  if (!connectable) throw new Error("A document whose server is known has a kind of connection.");
  const api: ParsedApi = {
    ...connectable,
    description: (textAt(info, "description") ?? textAt(info, "summary") ?? "").slice(0, 2000),
    document,
    documentHash: createHash("sha256").update(`${server.origin}${server.basePath}\n${text}`).digest("hex"),
  };
  return { kind: "parsed", api, tools, warnings: boundWarnings(builder.warnings) };
}

function hostOf({ origin }: ApiServer): string {
  return origin.replace(/^https?:\/\//, "").replace(/[{}]/g, "");
}

function gatherOperations(document: JsonObject, references: References): Operation[] | null {
  const found: Operation[] = [];
  for (const operation of operationsOf(document, references)) {
    if (found.length === maxOperations) return null;
    found.push(operation);
  }
  return found;
}

interface BuildContext {
  id: string;
  title: string;
  server: ApiServer;
  references: References;
  operations: readonly Operation[];
}

/** Makes the tools of one document. */
class ToolBuilder {
  readonly warnings: string[] = [];
  readonly #context: BuildContext;
  /** Schemas that may be written out for one tool. */
  readonly #budget: number;
  readonly #ids: ReadonlyMap<Operation, ToolId>;
  readonly #undo: UndoFinder;
  readonly #kindOfOperation = new Map<Operation, string>();
  readonly #kinds = new Set<string>();

  constructor(context: BuildContext) {
    this.#context = context;
    const { operations } = context;
    const callable = operations.filter((operation) => {
      const kind = this.#kindOf(operation);
      if (kind !== null) this.#kindOfOperation.set(operation, kind);
      return kind !== null;
    });
    const { most, least } = schemaBudgetOfTool;
    this.#budget = Math.max(least, Math.min(most, (2 * schemaBudget) / operations.length));
    this.#ids = toolIds(context.id, callable);
    this.#undo = new UndoFinder(callable);
  }

  async build(): Promise<Tool[]> {
    const tools: Tool[] = [];
    for (const [operation, id] of this.#ids) {
      const tool = this.#tool(operation, id);
      if (tool) tools.push(tool);
      // Thousands of operations take a second or two: whoever else uses this process gets a turn.
      if (tools.length % 100 === 0) await nextTurn();
    }
    return tools;
  }

  /**
   * The kind of connection an operation is called through: one on another origin has one of its own, so that
   * credentials go where a person has sent them and nowhere else (P8). Null, with a warning, when it has no usable server.
   */
  #kindOf(operation: Operation): string | null {
    const { id, server } = this.#context;
    const own = serverOfOperation(operation, server);
    if (own === null) {
      this.#leaveOut(operation, "the server it is on can't be called from here");
      return null;
    }
    const kind = connectionKindOf(id, own.origin === server.origin ? null : own.origin);
    this.#kinds.add(kind);
    if (this.#kinds.size <= maxOrigins) return kind;
    this.#kinds.delete(kind);
    this.#leaveOut(operation, `the document has operations on more than ${maxOrigins} origins`);
    return null;
  }

  #leaveOut(operation: Operation, reason: string): void {
    this.warnings.push(
      `${operation.method.toUpperCase()} ${operation.path.slice(0, 120)} was left out: ${reason}.`,
    );
  }

  #tool(operation: Operation, id: ToolId): Tool | null {
    const { references, title } = this.#context;
    const budget = { left: this.#budget };
    const inputs = inputsOf(operation, { references, direction: "input", budget });
    if (inputs.problem !== null) {
      this.#leaveOut(operation, inputs.problem);
      return null;
    }
    // An answer may use what the inputs left over.
    const output = outputOf(operation, { references, direction: "output", budget });
    const undoOperation = this.#undo.find(operation);
    const effect = effectOf(operation, undoOperation !== null);
    const idempotency = idempotencyOf(operation, effect, inputs.idempotencyHeader !== null);
    return defineTool(
      {
        id,
        title: titleOf(operation),
        description: descriptionOf(operation, title),
        examples: examplesOf(operation, title),
        icon: iconFor([operation.operationId ?? "", operation.path, ...operation.tags, title]),
        effect,
        undo: this.#undoOf(effect, undoOperation),
        input: inputSchemaOf(inputs.inputs),
        output: output.schema,
        outputTrust: "untrusted",
        controlInputs: controlInputsOf(inputs.inputs),
        connectionKind: this.#kindOfOperation.get(operation) ?? connectionKindOf(this.#context.id, null),
        timeoutMs: 30_000,
        retry: idempotency === "none" ? { attempts: 1, backoffMs: 0 } : { attempts: 3, backoffMs: 500 },
        idempotency,
        asksPerson: false,
      },
      {
        kind: "openapi",
        apiId: this.#context.id,
        apiTitle: title,
        method: operation.method,
        path: operation.path,
      },
    );
  }

  #undoOf(effect: Tool["effect"], operation: Operation | null): Undo {
    const toolId = operation && this.#ids.get(operation);
    if (effect === "read") return { kind: "none" };
    if (toolId) return { kind: "tool", toolId };
    return effect === "irreversible" ? { kind: "none" } : { kind: "unknown" };
  }
}

/** An id for every operation; of two that would have the same, the second gets a number. */
function toolIds(apiId: string, operations: readonly Operation[]): Map<Operation, ToolId> {
  const taken = new Set<string>();
  return new Map(
    operations.map((operation) => {
      const name = operationNameOf(operation);
      let id = `${apiId}.${name}`;
      for (let count = 2; taken.has(id); count += 1) id = `${apiId}.${name}-${count}`;
      taken.add(id);
      return [operation, toolIdSchema.parse(id)] as const;
    }),
  );
}

function idempotencyOf(operation: Operation, effect: Tool["effect"], hasKey: boolean): Tool["idempotency"] {
  if (effect === "read") return "natural";
  if (hasKey) return "key";
  return operation.method === "put" || operation.method === "delete" ? "natural" : "none";
}

function boundWarnings(warnings: readonly string[]): string[] {
  if (warnings.length <= maxWarnings) return [...warnings];
  const more = warnings.length - maxWarnings;
  return [...warnings.slice(0, maxWarnings), `And ${more.toLocaleString("en")} more.`];
}
