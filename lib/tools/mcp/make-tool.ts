// A tool as its server lists it → a tool of the catalogue.
import { createHash } from "node:crypto";
import type { Effect } from "@/lib/domain/effect";
import { toolIdSchema } from "@/lib/domain/ids";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  type JsonSchema,
  jsonSchemaSchema,
} from "@/lib/domain/json";
import type { ListedTool, McpServer } from "@/lib/domain/mcp-server";
import { needsConnection, serverConnectionKind } from "@/lib/domain/mcp-server";
import type { Tool } from "@/lib/domain/tool";
import { sealedTool } from "@/lib/tools/define-tool";
import { namesWhatIsReached } from "@/lib/tools/openapi/control-inputs";
import { contentOutput } from "./content-output";
import { shortLine, withoutHidden } from "./visible-text";

const longestTitle = 100;
const longestDescription = 4000;
const longestFieldText = 1000;
const deepestSchema = 24;
const maxSchemaBytes = 200_000;
const timeoutMs = 5 * 60_000;

/** The id of a server's tool; two names never give the same one. */
export function toolIdOf(serverId: string, name: string): Tool["id"] {
  const plain = /^[a-zA-Z0-9_.-]{1,128}$/.test(name);
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 8);
  const part = plain ? name : `${name.replace(/[^a-zA-Z0-9_.-]+/g, "_").slice(0, 110)}-${hash}`;
  return toolIdSchema.parse(`${serverId}.${part}`);
}

/** What the server's hints say a call does. They are hints: the operator has the last word. */
export function hintedEffect({ annotations }: Pick<ListedTool, "annotations">): Effect {
  if (annotations?.readOnlyHint === true) return "read";
  return annotations?.destructiveHint === true ? "irreversible" : "write";
}

/** True when the server says that repeating a call changes nothing more. */
export function isHintedRepeatable({ annotations }: Pick<ListedTool, "annotations">): boolean {
  return annotations?.readOnlyHint === true || annotations?.idempotentHint === true;
}

/** Why a tool can't be called, as a sentence; null when it can. */
export function listedProblem(listed: ListedTool): string | null {
  if (listed.name.trim() === "" || listed.name.length > 256) {
    return "Its name is empty or longer than 256 characters.";
  }
  const schema = JSON.stringify([listed.input, listed.output]);
  if (schema.length > maxSchemaBytes) return `Its schemas are larger than ${maxSchemaBytes / 1000} kB.`;
  if (depthOf(listed.input) > deepestSchema) return "The schema of its inputs is nested too deeply.";
  const input = readSchema(listed.input);
  if (!input) return "The schema of its inputs is not a JSON Schema.";
  if (input.type !== undefined && input.type !== "object") return "Its inputs are not an object.";
  if (listed.output && !readSchema(listed.output)) return "The schema of its output is not a JSON Schema.";
  return null;
}

/**
 * The tool as it enters the catalogue.
 * @param pin part of its version: where the server is changed, every approval of the tool is void (A3)
 */
export function makeTool(
  server: Pick<McpServer, "id" | "title" | "transport" | "signIn">,
  listed: ListedTool,
  { effect, pin }: { effect: Effect; pin: string },
): Tool {
  const title = titleOf(listed);
  const description = withoutHidden(listed.description ?? "").trim();
  const input = readSchema(listed.input) ?? {};
  const output = listed.output ? readSchema(listed.output) : null;
  const tool: Omit<Tool, "version"> = {
    id: toolIdOf(server.id, listed.name),
    title,
    description: description.slice(0, longestDescription),
    examples: examplesOf(title, description),
    source: { kind: "mcp", serverId: server.id, serverTitle: server.title, name: listed.name },
    icon: "plug",
    effect,
    undo: effect === "write" ? { kind: "unknown" } : { kind: "none" },
    input: { ...input, type: "object", properties: input.properties ?? {} },
    output: output ?? contentOutput,
    outputTrust: "untrusted",
    controlInputs: Object.entries(input.properties ?? {})
      .filter(([name, schema]) => namesWhatIsReached(name, schema))
      .map(([name]) => name),
    connectionKind: needsConnection(server) ? serverConnectionKind(server.id) : null,
    timeoutMs,
    retry: effect === "read" ? { attempts: 3, backoffMs: 1000 } : { attempts: 1, backoffMs: 0 },
    idempotency: effect === "read" || isHintedRepeatable(listed) ? "natural" : "none",
    asksPerson: false,
  };
  const { version } = sealedTool({ ...tool, description: `${pin}\n${tool.description}` });
  return { ...tool, version };
}

function titleOf({ title, annotations, name }: ListedTool): string {
  const hinted = typeof annotations?.title === "string" ? annotations.title : null;
  const given = shortLine(title ?? hinted ?? "", longestTitle);
  if (given !== "") return given;
  const words = withoutHidden(name)
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_./-]+/g, " ")
    .trim()
    .toLowerCase();
  return shortLine(words.charAt(0).toUpperCase() + words.slice(1), longestTitle) || "Unnamed tool";
}

/** Phrasings it is found by: its title, and the first sentence of its description. */
function examplesOf(title: string, description: string): string[] {
  const sentence = shortLine(description.split(/(?<=[.!?])\s|\n\n/)[0] ?? "", 160).replace(/[.!?]$/, "");
  return [...new Set([title, sentence])].filter((phrase) => phrase.length >= 4);
}

function depthOf(value: Json): number {
  const open: { value: Json; depth: number }[] = [{ value, depth: 1 }];
  let deepest = 0;
  for (let next = open.pop(); next; next = open.pop()) {
    const { value: inner, depth } = next;
    deepest = Math.max(deepest, depth);
    if (typeof inner !== "object" || inner === null) continue;
    for (const child of Object.values(inner)) open.push({ value: child, depth: depth + 1 });
  }
  return deepest;
}

/** A schema as the catalogue keeps it; null when it is none. */
function readSchema(schema: JsonObject): JsonSchema | null {
  if (depthOf(schema) > deepestSchema) return null;
  const parsed = jsonSchemaSchema.safeParse(tidy(schema));
  return parsed.success ? parsed.data : null;
}

const textKeywords = new Set(["title", "description"]);

/** Without `__proto__`, and with texts of what is visible only. */
function tidy(value: Json, keyword = ""): Json {
  if (typeof value === "string") {
    return textKeywords.has(keyword) ? withoutHidden(value).slice(0, longestFieldText) : value;
  }
  if (Array.isArray(value)) return value.map((one) => tidy(one));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== "__proto__")
      // What stands under `properties` is named by the server, and is no keyword.
      .map(([name, inner]) => [name, tidy(inner, keyword === "properties" ? "" : name)]),
  );
}
