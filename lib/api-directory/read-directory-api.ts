// A document of the directory → what is shown and searched of it.
import { createHash } from "node:crypto";
import type { DirectoryApi, DirectoryOperation } from "@/lib/domain/api-directory";
import { isJsonObject, type JsonObject } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import { listAt, objectAt, textAt } from "@/lib/tools/openapi/json-access";
import { parseOpenApi } from "@/lib/tools/openapi/parse-openapi";

export interface ReadDirectoryApi {
  api: Omit<DirectoryApi, "apiId" | "operations">;
  operations: Omit<DirectoryOperation, "apiId">[];
  /** The operations as tools: what the index is made from. */
  tools: Tool[];
}

const shown = { title: 160, description: 1000, operation: 300 };

/** Never refuses: an API that can't be imported is in the directory as well, and says why. */
export async function readDirectoryApi(id: string, text: string): Promise<ReadDirectoryApi> {
  const parsed = await parseOpenApi(text, { chooseId: () => indexIdOf(id) });
  const info = parsed.kind === "parsed" ? objectAt(parsed.api.document, "info") : infoOf(text);
  const tools = parsed.kind === "parsed" ? parsed.tools : [];
  const [provider = id] = id.split("/");
  const api = {
    ...{ id, provider, title: clean(textAt(info, "title") ?? id, shown.title) },
    description: clean(textAt(info, "description") ?? textAt(info, "summary") ?? "", shown.description),
    version: clean(textAt(info, "version") ?? "", 60),
    categories: listAt(info, "x-apisguru-categories")
      .filter((category) => typeof category === "string")
      .map((category) => clean(category, 40))
      .slice(0, 8),
    origin: parsed.kind === "parsed" ? parsed.api.origin : "",
    problem: parsed.kind === "refused" ? parsed.message : null,
  };
  const operations = tools.map((tool) => {
    const { source } = tool;
    const isOperation = source.kind === "openapi";
    return {
      ...{ id: tool.id, title: tool.title, effect: tool.effect },
      description: tool.description.slice(0, shown.operation),
      method: isOperation ? source.method.toUpperCase() : "",
      path: isOperation ? source.path : "",
    };
  });
  return { api, operations, tools };
}

/** The first part of the ids of its operations in the index: the same for the same API, and no other's. */
function indexIdOf(id: string): string {
  const hash = createHash("sha256").update(id).digest("hex").slice(0, 8);
  const name = id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 40);
  return `${name === "" ? "api" : name}-${hash}`;
}

function infoOf(text: string): JsonObject {
  try {
    const document: unknown = JSON.parse(text);
    return isJsonObject(document) ? objectAt(document, "info") : {};
  } catch {
    return {};
  }
}

/** Without what PostgreSQL can't store. */
function clean(text: string, length: number): string {
  return text.replaceAll("\u0000", "").slice(0, length).toWellFormed();
}
