import { expect, it } from "vitest";
import type { JsonObject, JsonSchema } from "@/lib/domain/json";
import type { Tool } from "@/lib/domain/tool";
import { findingOf, lookUpCall } from "./look-up-call";
import { suggestPartner } from "./suggest-partner";
import { exampleTool } from "./testing/example-tools";

const text: JsonSchema = { type: "string" };
const listOf = (items: JsonSchema): JsonSchema => ({ type: "array", items });
const object = (properties: Record<string, JsonSchema>, required = Object.keys(properties)): JsonSchema => ({
  ...{ type: "object", properties, required },
});
const tool = (name: string, input: JsonSchema, output: JsonSchema, rest: Partial<Tool> = {}) =>
  exampleTool(`memory.${name}`, {
    ...{ source: { kind: "mcp", serverId: "memory", serverTitle: "Memory", name }, input, output },
    ...rest,
  });
const writes: Partial<Tool> = { effect: "write", idempotency: "none" };

const entity = object({ name: text, entityType: text, observations: listOf(text) });
const graph = object({ entities: listOf(entity), relations: listOf(object({ from: text, to: text })) });
const create = tool(
  "create_entities",
  object({ entities: listOf(entity) }),
  object({ entities: listOf(entity) }),
  writes,
);
const readGraph = tool("read_graph", object({}), graph);
const search = tool("search_nodes", object({ query: text }), graph);
const open = tool("open_nodes", object({ names: listOf(text) }), graph);

const issue = object({ number: { type: "integer" }, title: text });
const repo = { owner: text, repo: text };
const createIssue = tool("create_issue", object({ ...repo, title: text, body: text }), issue, writes);
const listIssues = tool("list_issues", object(repo), object({ issues: listOf(issue) }));
const searchIssues = tool("search_issues", object({ query: text }), object({ issues: listOf(issue) }));
const getPull = tool("get_pull_requests", object(repo), object({ pulls: listOf(issue) }));

const namesOf = (one: Tool, readers: Tool[]) => suggestPartner(one, readers)?.by.id.split(".")[1] ?? null;

it("searches for what was made by what that is called, and knows it by all of its texts", () => {
  const suggested = suggestPartner(create, [readGraph, open, search]);
  expect(suggested).toMatchObject({ by: { id: search.id } });
  expect(suggested?.lookUp).toEqual({
    ...{ kind: "tool", toolId: search.id, found: [], output: { entities: ["entities"] } },
    inputs: { query: { from: "input", path: ["entities", 0, "name"] } },
    match: ["name", "entityType"].map((field) => ({
      field: ["entities", 0, field],
      input: ["entities", 0, field],
    })),
  });
});

it("takes the one whose name has the thing that is written, and of those the one that is asked for most of it", () => {
  expect(namesOf(createIssue, [getPull, searchIssues, listIssues])).toBe("list_issues");
  expect(namesOf(createIssue, [getPull, searchIssues])).toBe("search_issues");
  expect(suggestPartner(createIssue, [searchIssues])?.lookUp).toMatchObject({
    ...{ inputs: { query: { from: "input", path: ["title"] } }, found: ["issues"] },
    match: [{ field: ["title"], input: ["title"] }],
  });
});

it("suggests nothing where none clearly reads it: of other things, with other inputs, off, of another server, or changing", () => {
  expect(namesOf(createIssue, [getPull])).toBeNull();
  expect(namesOf(create, [readGraph, open])).toBeNull();
  expect(
    namesOf(createIssue, [tool("get_issue", object({ number: { type: "integer" } }), issue)]),
  ).toBeNull();
  // Its answer is said to be a text, or nothing is said of it.
  expect(namesOf(createIssue, [tool("list_issues", object(repo), object({ content: text }))])).toBeNull();
  expect(namesOf(createIssue, [{ ...listIssues, off: "by-person" }])).toBeNull();
  expect(namesOf(createIssue, [{ ...listIssues, effect: "write" }])).toBeNull();
  const elsewhere = { ...listIssues, source: { ...listIssues.source, serverId: "other" } as Tool["source"] };
  expect(namesOf(createIssue, [elsewhere])).toBeNull();
  expect(namesOf({ ...createIssue, idempotency: "key" }, [listIssues])).toBeNull();
});

it("finds the call's where it is the first that is found, and nothing where another is", () => {
  const { lookUp } = suggestPartner(create, [search]) ?? {};
  if (!lookUp) throw new Error("nothing was suggested");
  const [ada, adam] = ["Ada", "Adam"].map((name) => ({ name, entityType: "person", observations: [] }));
  const lost = { tool: create, provenance: {}, inputs: { entities: [ada] } as JsonObject };
  const find = (...entities: unknown[]) => findingOf(lost, lookUp, { entities, relations: [] } as JsonObject);
  expect(find(ada)).toMatchObject({ kind: "found", output: { entities: [ada] } });
  expect(find(adam, ada)).toMatchObject({ kind: "not-found" });
  expect(find()).toMatchObject({ kind: "not-found" });
});

it("R2: a call that made several at once is not known by one of them", () => {
  const { lookUp } = suggestPartner(create, [search]) ?? {};
  if (!lookUp) throw new Error("nothing was suggested");
  const made = (...names: string[]) => ({
    tool: create,
    provenance: {},
    inputs: { entities: names.map((name) => ({ name, entityType: "person", observations: [] })) },
  });
  expect(lookUpCall(made("Ada"), lookUp, search)).toMatchObject({ kind: "call", inputs: { query: "Ada" } });
  expect(lookUpCall(made("Ada", "Bob"), lookUp, search)).toEqual({
    ...{ kind: "cannot" },
    reason: "“entities” were sent at once: one that is found says nothing of the others.",
  });
});
