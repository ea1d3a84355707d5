// An OpenAPI document → the tools it describes. Reads text and nothing else: no file, no network, no code (N3, P7).
import { createHash } from "node:crypto";
import type { JsonObject } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import { type CallableOperation, ToolBuilder } from "./build-tools";
import { type ConnectableApi, connectableApis } from "./connectable-api";
import { objectAt, textAt } from "./json-access";
import { apiIdOf } from "./names";
import { type Operation, operationsOf } from "./operations";
import { plainText } from "./plain-text";
import { type ReadDocument, readDocument } from "./read-document";
import { createReferences, type References } from "./references";
import { undeclaredRequirements } from "./security";
import { type ApiServer, addressesOf, serverOf, toServerObject } from "./server";

/** `id` is the first part of its tools' ids; `origin` and `basePath` are of its first server. */
export interface ParsedApi extends ConnectableApi {
  description: string;
  /** As OpenAPI 3, without what is unsafe to keep; references are not resolved. */
  document: JsonObject;
  /** SHA-256 of server and text, in hex. */
  documentHash: string;
}

/** Why a document is refused, by kind; `message` says it to a person. */
export type RefusalReason =
  | "unreadable"
  | "too-large"
  | "not-openapi"
  | "version"
  | "no-operations"
  | "server";

interface Refused {
  kind: "refused";
  reason: RefusalReason;
  message: string;
}

/** An API whose tools are made one by one, as they are asked for: there may be tens of thousands. */
export interface OpenedApi {
  kind: "opened";
  api: ParsedApi;
  /** What becomes a tool, in the order of `tools`. */
  operations: CallableOperation[];
  tools(): AsyncGenerator<Tool>;
  /** A sentence each. */
  warnings: string[];
  /** Operations of the document that do not become tools. */
  leftOut: number;
}

export type ParseResult =
  | ({ kind: "parsed"; tools: Tool[] } & Pick<OpenedApi, "api" | "warnings" | "leftOut">)
  | Refused;

export interface ParseOptions {
  /** Where the document came from: a server without a host is taken to be there. */
  documentUrl?: string;
  /** The id to use, given the one made from the title; so that an API never takes another one's place. */
  chooseId?: (suggested: string, origin: string) => string;
}

export const maxOperations = 30_000;
const maxWarnings = 50;

/** The API with all of its tools, or one sentence about what keeps the document from being imported. */
export async function parseOpenApi(text: string, options: ParseOptions = {}): Promise<ParseResult> {
  const opened = openOpenApi(text, options);
  if (opened.kind === "refused") return opened;
  const { api, warnings, leftOut } = opened;
  const tools: Tool[] = [];
  for await (const tool of opened.tools()) tools.push(tool);
  return { kind: "parsed", api, tools, warnings, leftOut };
}

/** The API, or one sentence about what keeps the document from being imported. */
export function openOpenApi(text: string, options: ParseOptions = {}): OpenedApi | Refused {
  const read = readDocument(text);
  if (read.kind === "refused") return read;
  const { document } = read;
  const documentUrl = options.documentUrl ?? null;
  const server = serverOf(document, documentUrl);
  if ("refused" in server) return refused("server", `The API can't be called: ${server.refused}.`);
  // The servers as they were understood, so that the document says all there is to know without its address.
  document.servers = addressesOf(document, documentUrl).map(toServerObject);

  const references = createReferences(document);
  const operations = gatherOperations(document, references);
  if (operations === null) {
    const most = maxOperations.toLocaleString("en");
    return refused("too-large", `The document has more than ${most} operations. Import a part of it.`);
  }
  if (operations.length === 0) return refused("no-operations", withoutOperations(read));
  const info = objectAt(document, "info");
  const title = plainText(textAt(info, "title") ?? "", 120) || hostOf(server);
  if (title === "") return refused("not-openapi", "The document has no “info.title”, the name of the API.");

  const suggested = apiIdOf(title, hostOf(server));
  const id = options.chooseId?.(suggested, server.origin) ?? suggested;
  const builder = new ToolBuilder({ id, title, server, references, operations });
  const { callable } = builder;
  if (callable.length === 0) {
    const why = `None of the operations can be called from here. ${builder.warnings[0] ?? ""}`.trim();
    return refused("server", why);
  }
  const [connectable] = connectableApis({ id, title, document }, operations);
  if (!connectable) throw new Error("A document whose server is known has a kind of connection.");
  const api: ParsedApi = {
    ...connectable,
    description: plainText(textAt(info, "description") ?? textAt(info, "summary") ?? "", 2000),
    document,
    documentHash: createHash("sha256")
      .update(`${server.origin}${server.basePath}\n`)
      .update(text)
      .digest("hex"),
  };
  const warnings = boundWarnings([
    ...outsideWarning(read),
    ...undeclaredWarning(connectable, document),
    ...builder.warnings,
  ]);
  const leftOut = operations.length - callable.length;
  return { kind: "opened", api, operations: callable, tools: () => builder.tools(), warnings, leftOut };
}

function refused(reason: RefusalReason, message: string): Refused {
  return { kind: "refused", reason, message };
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

/** Why there is nothing to import. */
function withoutOperations({ document, outside }: ReadDocument): string {
  if (outside.length > 0) {
    return (
      `The document refers to others (“${outside[0]}”), which are not fetched, and describes no operations itself. ` +
      "Bundle it into one document first, for example with “npx @redocly/cli bundle”."
    );
  }
  const hooks = ["webhooks", "x-webhooks"].some((key) => Object.keys(objectAt(document, key)).length > 0);
  return hooks
    ? "The document describes only calls that the service makes itself (webhooks), and no operations to call."
    : "The document describes no operations.";
}

function outsideWarning({ outside }: ReadDocument): string[] {
  const [first] = outside;
  if (first === undefined) return [];
  const others = outside.length > 1 ? ` and ${outside.length - 1} more` : "";
  return [
    `The document refers to others (“${first}”${others}), which are not fetched: what they describe is taken to be anything.`,
  ];
}

function undeclaredWarning({ credentials }: ConnectableApi, document: JsonObject): string[] {
  if (credentials.length === 0 || undeclaredRequirements(document).length === 0) return [];
  return [
    "The document describes credentials but not what needs them: calls carry those that the connection has, and go without when it has none.",
  ];
}

function boundWarnings(warnings: readonly string[]): string[] {
  if (warnings.length <= maxWarnings) return [...warnings];
  const more = warnings.length - maxWarnings;
  return [...warnings.slice(0, maxWarnings), `And ${more.toLocaleString("en")} more.`];
}
