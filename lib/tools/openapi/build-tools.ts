// The operations of one document → its tools.
import { setImmediate as nextTurn } from "node:timers/promises";
import { operationKey } from "@/lib/domain/api-import";
import { SharedTexts } from "@/lib/domain/canonical-json";
import { type ToolId, toolIdSchema } from "@/lib/domain/ids";
import type { Tool, Undo } from "@/lib/domain/tool";
import { defineTool } from "@/lib/tools/define-tool";
import { effectOf } from "./classify-operation";
import { controlInputsOf } from "./control-inputs";
import { descriptionOf, examplesOf, operationNameOf, titleOf } from "./names";
import { inputSchemaOf, type OperationInputs } from "./operation-inputs";
import type { OperationOutput } from "./operation-output";
import { type ShapesContext, shapesContext, shapesOf } from "./operation-shapes";
import type { Operation } from "./operations";
import type { References } from "./references";
import { type ApiServer, connectionKindOf, serverOfOperation } from "./server";
import { iconFor } from "./tool-icon";
import { UndoFinder } from "./undo-finder";
import { type Undoing, undoInputsOf } from "./undo-inputs";

interface BuildContext {
  id: string;
  title: string;
  server: ApiServer;
  references: References;
  operations: readonly Operation[];
}

/** An operation that becomes a tool. */
export interface CallableOperation {
  id: ToolId;
  /** What it is known by from one import to the next. */
  key: string;
}

/** Schemas written out for all tools together, about; and for one at most and at least. */
const schemaBudget = 1_500_000;
const schemaBudgetOfTool = { most: 1500, least: 100 };
/** Origins that one document may have operations on. */
const maxOrigins = 20;

const usualTimeoutMs = 30_000;
/** Of calls that send or fetch a file. */
const fileTimeoutMs = 120_000;

/** Makes the tools of one document; what can't be called is named in `warnings`. */
export class ToolBuilder {
  readonly warnings: string[] = [];
  readonly #context: BuildContext;
  readonly #shapes: ShapesContext;
  /** Texts of what many tools share: their versions are hashes over all of it. */
  readonly #written = new SharedTexts();
  readonly #ids: ReadonlyMap<Operation, ToolId>;
  readonly #titles: ReadonlyMap<Operation, string>;
  readonly #undo: UndoFinder;
  readonly #kindOfOperation = new Map<Operation, string>();
  readonly #kinds = new Set<string>();

  constructor(context: BuildContext) {
    this.#context = context;
    const { operations } = context;
    for (const operation of operations) {
      const kind = this.#kindOf(operation);
      if (kind !== null) this.#kindOfOperation.set(operation, kind);
    }
    const callable = [...this.#kindOfOperation.keys()];
    const { most, least } = schemaBudgetOfTool;
    const budget = Math.max(least, Math.min(most, schemaBudget / operations.length));
    this.#shapes = shapesContext(context.references, budget);
    this.#ids = toolIds(context.id, callable);
    this.#titles = toolTitles(callable);
    this.#undo = new UndoFinder(callable);
  }

  /** The operations that become tools, in the document's order. */
  get callable(): CallableOperation[] {
    return [...this.#ids].map(([operation, id]) => ({
      id,
      key: operationKey(operation.method, operation.path),
    }));
  }

  /** The tools one by one: thousands of them are never in memory together unless somebody keeps them. */
  async *tools(): AsyncGenerator<Tool> {
    let made = 0;
    for (const [operation, id] of this.#ids) {
      yield this.#tool(operation, id);
      made += 1;
      // Thousands of operations take a second or two: whoever else uses this process gets a turn.
      if (made % 100 === 0) await nextTurn();
    }
  }

  /**
   * The kind of connection an operation is called through: one on another origin has one of its own, so that
   * credentials go where a person has sent them and nowhere else (P8). Null, with a warning, when it can't be called.
   */
  #kindOf(operation: Operation): string | null {
    const { id, server } = this.#context;
    if (operation.method === "trace") {
      return this.#leaveOut(operation, "its answer would show the credentials it was sent");
    }
    const own = serverOfOperation(operation, server);
    if (own === null) return this.#leaveOut(operation, "the server it is on can't be called from here");
    const kind = connectionKindOf(id, own.origin === server.origin ? null : own.origin);
    if (!this.#kinds.has(kind) && this.#kinds.size === maxOrigins) {
      return this.#leaveOut(operation, `the document has operations on more than ${maxOrigins} origins`);
    }
    this.#kinds.add(kind);
    return kind;
  }

  #leaveOut({ method, path }: Operation, reason: string): null {
    this.warnings.push(`${method.toUpperCase()} ${path.slice(0, 120)} was left out: ${reason}.`);
    return null;
  }

  #tool(operation: Operation, id: ToolId): Tool {
    const { id: apiId, title: apiTitle } = this.#context;
    const { inputs, output } = shapesOf(operation, this.#shapes);
    const undoOperation = this.#undo.find(operation);
    const effect = effectOf(operation, undoOperation !== null);
    const idempotency = idempotencyOf(operation, effect, inputs.idempotencyHeader !== null);
    const title = this.#titles.get(operation) ?? titleOf(operation);
    return defineTool(
      {
        id,
        title,
        description: descriptionOf(operation, apiTitle),
        examples: examplesOf(operation, apiTitle),
        icon: iconFor([operation.operationId ?? "", operation.path, ...operation.tags, apiTitle]),
        effect,
        undo: this.#undoOf(effect, undoOperation, { operation, inputs, output }),
        input: inputSchemaOf(inputs.inputs),
        output: output.schema,
        outputTrust: "untrusted",
        controlInputs: controlInputsOf(inputs.inputs),
        connectionKind: this.#kindOfOperation.get(operation) ?? connectionKindOf(apiId, null),
        timeoutMs: movesFiles(inputs, output) ? fileTimeoutMs : usualTimeoutMs,
        // A change that can't be repeated is tried again only when it was refused before it was made, as by 429: what
        // may have been made is for a person (R2).
        retry: { attempts: 3, backoffMs: 500 },
        idempotency,
        asksPerson: false,
      },
      { kind: "openapi", apiId, apiTitle, method: operation.method, path: operation.path },
      this.#written,
    );
  }

  #undoOf(effect: Tool["effect"], undo: Operation | null, of: Omit<Undoing, "undo">): Undo {
    const toolId = undo && this.#ids.get(undo);
    if (effect === "read") return { kind: "none" };
    if (toolId) {
      const { references } = this.#context;
      const called = { operation: undo, inputs: () => shapesOf(undo, this.#shapes).inputs };
      const inputs = undoInputsOf({ ...of, undo: called }, references);
      return { kind: "tool", toolId, ...(inputs ? { inputs } : {}) };
    }
    return effect === "irreversible" ? { kind: "none" } : { kind: "unknown" };
  }
}

/** An id for every operation; of two that would have the same, the second gets a number. */
function toolIds(apiId: string, operations: readonly Operation[]): Map<Operation, ToolId> {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return new Map(
    operations.map((operation) => {
      const name = operationNameOf(operation);
      let id = `${apiId}.${name}`;
      let count = counts.get(name) ?? 2;
      for (; taken.has(id); count += 1) id = `${apiId}.${name}-${count}`;
      counts.set(name, count);
      taken.add(id);
      return [operation, toolIdSchema.parse(id)] as const;
    }),
  );
}

/** Titles; of operations that would have the same, each says what it calls. */
function toolTitles(operations: readonly Operation[]): Map<Operation, string> {
  const titles = new Map(operations.map((operation) => [operation, titleOf(operation)]));
  const counts = new Map<string, number>();
  for (const title of titles.values()) counts.set(title, (counts.get(title) ?? 0) + 1);
  for (const [operation, title] of titles) {
    if ((counts.get(title) ?? 0) < 2) continue;
    const { method, path } = operation;
    titles.set(operation, `${title} (${method.toUpperCase()} ${path.slice(0, 80)})`);
  }
  return titles;
}

function idempotencyOf(operation: Operation, effect: Tool["effect"], hasKey: boolean): Tool["idempotency"] {
  if (effect === "read") return "natural";
  if (hasKey) return "key";
  return operation.method === "put" || operation.method === "delete" ? "natural" : "none";
}

function movesFiles({ body }: OperationInputs, { shape }: OperationOutput): boolean {
  return shape === "file" || body?.kind === "bytes" || body?.kind === "multipart";
}
