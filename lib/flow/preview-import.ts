// What an import would do, without doing it: each operation as a tool, against the tool there is.
import { findApiSummary } from "@/lib/db/apis";
import { plansUsing, type UsingPlan } from "@/lib/db/plans-using";
import { apiToolIds, findStoredTools, type StoredTool } from "@/lib/db/tools";
import { type ImportPreview, type PreviewedTool, selector, wholeSelection } from "@/lib/domain/api-import";
import { canonicalJson } from "@/lib/domain/canonical-json";
import type { ToolId } from "@/lib/domain/ids";
import type { JsonSchema } from "@/lib/domain/json";
import { isJsonObject } from "@/lib/domain/json";
import { requiredInputs, type Tool } from "@/lib/domain/tool";
import { listAt, objectAt, textAt } from "@/lib/tools/openapi/json-access";
import type { OpenedApi, ParsedApi } from "@/lib/tools/openapi/parse-openapi";
import type { ApiCredential } from "@/lib/tools/openapi/security";
import { inParts, operationOf } from "./store-api";

const shownDescription = 240;
const shownPlans = 5;

/** The preview of an import, and the selection it begins with: that of the import before. */
export async function previewImport(opened: OpenedApi): Promise<ImportPreview> {
  const { api, warnings } = opened;
  const before = await findApiSummary(api.id);
  const stored = await apiToolIds(api.id);
  const plans = await plansUsing(stored);
  const comparison = {
    isWanted: selector(before?.selection ?? wholeSelection),
    plans,
    tagsOf: tagReader(api),
  };
  const tools: PreviewedTool[] = [];
  for await (const part of inParts(opened.tools())) {
    const known = await findStoredTools(part.map(({ id }) => id));
    tools.push(...part.map((tool) => previewTool(tool, { ...comparison, before: known.get(tool.id) })));
  }
  const described = new Set<ToolId>(opened.operations.map(({ id }) => id));
  const gone = await findStoredTools(stored.filter((id) => !described.has(id)));
  tools.push(...[...gone.values()].map((one) => removedTool(one, plans)));
  return {
    api: {
      ...{ id: api.id, title: api.title, description: api.description.slice(0, 1000), origin: api.origin },
      version: textAt(objectAt(api.document, "info"), "version")?.slice(0, 60) ?? "",
      importedAt: before?.importedAt ?? null,
      isSameDocument: before?.documentHash === api.documentHash,
    },
    credentials: { need: api.needsCredentials, kinds: [...new Set(api.credentials.map(credentialWords))] },
    tools,
    warnings: [...warnings],
  };
}

interface Comparison {
  before: StoredTool | undefined;
  isWanted: (operation: string) => boolean;
  plans: ReadonlyMap<ToolId, UsingPlan[]>;
  tagsOf: (tool: Tool) => string[];
}

function previewTool(tool: Tool, { before, isWanted, plans, tagsOf }: Comparison): PreviewedTool {
  const changes = before ? describeChanges(before.imported, tool) : [];
  const isSame = before?.imported.version === tool.version;
  const change = before ? (isSame ? "same" : "changed") : "new";
  return {
    ...rowOf(before?.edits ? { ...tool, title: before.edits.title ?? tool.title } : tool),
    tags: tagsOf(tool),
    change,
    changes: change === "changed" && changes.length === 0 ? ["details of its schema"] : changes,
    isSelected: isWanted(operationOf(tool)),
    isEdited: Boolean(before?.edits),
    plans: (plans.get(tool.id) ?? []).slice(0, shownPlans),
  };
}

function removedTool({ tool, edits }: StoredTool, plans: ReadonlyMap<ToolId, UsingPlan[]>): PreviewedTool {
  return {
    ...rowOf(tool),
    ...{ tags: [], change: "removed", changes: [], isSelected: false, isEdited: edits !== null },
    plans: (plans.get(tool.id) ?? []).slice(0, shownPlans),
  };
}

function rowOf(tool: Tool) {
  const { source } = tool;
  const isOperation = source.kind === "openapi";
  return {
    ...{ operation: operationOf(tool), id: tool.id, title: tool.title, effect: tool.effect },
    description: tool.description.slice(0, shownDescription),
    method: isOperation ? source.method.toUpperCase() : "",
    path: isOperation ? source.path : "",
  };
}

/** What is different between two imports of one tool, a phrase each. */
export function describeChanges(before: Tool, after: Tool): string[] {
  const changes: string[] = [];
  if (before.effect !== after.effect) changes.push(`effect: ${before.effect} → ${after.effect}`);
  if (operationOf(before) !== operationOf(after)) {
    changes.push(`called as ${operationOf(after)}, before as ${operationOf(before)}`);
  }
  if (before.title !== after.title) changes.push(`title: “${before.title}” → “${after.title}”`);
  if (before.description !== after.description) changes.push("description");
  changes.push(...inputChanges(before, after));
  if (!isSame(before.output, after.output)) changes.push("what it gives");
  if (before.connectionKind !== after.connectionKind) changes.push("the connection it needs");
  return changes;
}

function inputChanges(before: Tool, after: Tool): string[] {
  const earlier = before.input.properties ?? {};
  const later = after.input.properties ?? {};
  const required = new Set(requiredInputs(after));
  const wasRequired = new Set(requiredInputs(before));
  const changes: string[] = [];
  for (const name of Object.keys(later)) {
    const known: JsonSchema | undefined = Object.hasOwn(earlier, name) ? earlier[name] : undefined;
    if (!known) changes.push(`new input “${name}”${required.has(name) ? ", required" : ""}`);
    else if (required.has(name) !== wasRequired.has(name)) {
      changes.push(`input “${name}” is ${required.has(name) ? "required now" : "optional now"}`);
    } else if (!isSame(known, later[name])) changes.push(`input “${name}”`);
  }
  const gone = Object.keys(earlier).filter((name) => !Object.hasOwn(later, name));
  return [...changes, ...gone.map((name) => `input “${name}” is gone`)];
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

/** The tags a document puts on its operations. */
function tagReader({ document }: ParsedApi): (tool: Tool) => string[] {
  const paths = objectAt(document, "paths");
  return ({ source }) => {
    if (source.kind !== "openapi") return [];
    const item = Object.hasOwn(paths, source.path) ? paths[source.path] : null;
    if (!isJsonObject(item)) return [];
    return listAt(objectAt(item, source.method), "tags")
      .filter((tag) => typeof tag === "string")
      .map((tag) => tag.slice(0, 80))
      .slice(0, 10);
  };
}

function credentialWords({ send, oauth }: ApiCredential): string {
  if (oauth) return "Sign-in (OAuth 2)";
  if (send.kind === "basic") return "User name and password";
  if (send.kind === "aws") return "AWS access key";
  return send.kind === "bearer" ? "Token" : `API key (${send.in})`;
}
