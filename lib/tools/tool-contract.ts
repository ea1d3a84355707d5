// What a built-in tool is: a definition (pure data) and an execute function. One folder each.
import type { Readable } from "node:stream";
import type { Logger } from "pino";
import type { Connection } from "@/lib/domain/connection";
import type { FormAnswer, QuestionForm } from "@/lib/domain/elicitation";
import type { StoredFile } from "@/lib/domain/file";
import type { FileId } from "@/lib/domain/ids";
import type { Json, JsonObject } from "@/lib/domain/json";
import type { Receipt } from "@/lib/domain/receipt";
import type { Progress } from "@/lib/domain/run-event";
import type { Table, TableColumn, TableRow } from "@/lib/domain/table";
import type { Tool } from "@/lib/domain/tool";
import type { ToolErrorKind } from "@/lib/domain/tool-error";

/** A tool's definition as written; `defineTool` adds `source` and `version`. */
export type ToolDefinition = Omit<Tool, "version" | "source" | "id"> & { id: string };

/** A connection with its secret, for the duration of one call. Never logged, never returned. */
export interface OpenConnection extends Connection {
  /** Decrypted secret by name, e.g. `{ password }` or `{ token }`. */
  secret: Record<string, string>;
}

/** What a tool may use beside its inputs. */
export interface ToolContext {
  /** Aborted on timeout and on cancel. */
  signal: AbortSignal;
  /** The same for every attempt of the same approved call. */
  idempotencyKey: string;
  connection: OpenConnection | null;
  files: FileAccess;
  /** HTTP client that refuses private addresses and redirects off the origin (N1, P8). */
  fetch: GuardedFetch;
  /** Writes a text with the model in use, and gives null when there is none. Null where no model is to be asked. */
  writeText: ((prompt: { instructions: string; data: Json }) => Promise<string | null>) | null;
  /** A call of many requests says before each that it is another: each has the tool's time limit, within bounds. */
  renewTime?: () => void;
  /** Shows how far the call is; as often as the tool likes, since not every report is kept. Absent: to nobody. */
  reportProgress?: (progress: Progress) => void;
  /**
   * Asks the person something in the middle of the call, and waits however long it takes: the time does not count as
   * the call's. Rejects when `signal` is aborted or the run ends. Absent where there is nobody to ask.
   */
  askPerson?: (
    question: { question: string; form: QuestionForm },
    signal: AbortSignal,
  ) => Promise<FormAnswer>;
  now: Date;
  /** IANA name. */
  timeZone: string;
  log: Logger;
}

/** What a step takes into memory of a file. */
export const maxReadBytes = 50 * 1024 * 1024;

export interface FileAccess {
  /** Throws a `not-found` ToolError for an unknown id. */
  describe(id: FileId): Promise<StoredFile>;
  /** The whole file. Throws a `too-large` ToolError over `maxReadBytes`. */
  read(id: FileId): Promise<Buffer>;
  /** The file as it is read, however large. */
  open(id: FileId): Promise<{ file: StoredFile; stream: Readable }>;
  /** Stores bytes, or what a stream gives without holding it in memory; whole or not at all. */
  write(file: { name: string; mediaType: string; content: Buffer | Readable }): Promise<StoredFile>;
  /** All rows of a table, from the file behind it when it holds only the first ones. */
  readRows(table: Table): Promise<TableRow[]>;
  /** A table of these rows; puts them into a file when they are many. */
  writeTable(columns: TableColumn[], rows: TableRow[]): Promise<Table>;
}

export interface GuardedRequest {
  url: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer | StreamedBody;
  /**
   * Asked when an answer that is no error has begun (2xx): what takes its body as it comes, however large, or null to have
   * it whole in `body`. What is taken is not limited by `maxResponseBytes`, and its time not by the client's.
   */
  receive?: (answer: AnswerHead) => ((body: Readable) => Promise<void>) | null;
  signal?: AbortSignal;
  /** The connection's origin: the one private address that is allowed, and the only one redirects may reach. */
  boundOrigin?: string;
  /** False: even `boundOrigin` must be a public address; nobody has looked at it and agreed. */
  privateNetwork?: boolean;
  /** Bytes; default 10 MB. */
  maxResponseBytes?: number;
  /** Asked when the connection is there, right before the first byte: false sends nothing. */
  maySend?: () => boolean;
}
/** A body that is read as it is sent: again for each hop of a redirect. */
export interface StreamedBody {
  sizeBytes: number;
  open(): Promise<Readable>;
}

export interface AnswerHead {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
}

export interface GuardedResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  url: string;
}
/** Throws a ToolError: `refused` for an address that is not allowed, `transient` when the network fails. */
export type GuardedFetch = (request: GuardedRequest) => Promise<GuardedResponse>;

export interface ToolResult {
  /** Fits the tool's output schema. */
  output: Json;
  receipt?: Receipt;
}

/** `input` has been checked against the tool's input schema. Throws `ToolError` for everything expected. */
export type ExecuteTool = (input: JsonObject, context: ToolContext) => Promise<ToolResult>;

/** An expected failure of a call. */
export class ToolError extends Error {
  readonly kind: ToolErrorKind;
  readonly evidence: Json;
  /** True when the effect may have taken place all the same: the answer was lost after sending. */
  readonly effectUncertain: boolean;

  constructor(
    kind: ToolErrorKind,
    message: string,
    options: { evidence?: Json; effectUncertain?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "ToolError";
    this.kind = kind;
    this.evidence = options.evidence ?? null;
    this.effectUncertain = options.effectUncertain ?? false;
  }
}
