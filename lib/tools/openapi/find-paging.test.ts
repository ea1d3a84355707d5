import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/domain/json";
import { shapesContext, shapesOf } from "./operation-shapes";
import { operationsOf } from "./operations";
import { createReferences } from "./references";
import { documentOf, parsed } from "./testing/documents";
import { readSpecification } from "./testing/real-specifications";

const items = { type: "array", items: { type: "object", properties: { id: { type: "string" } } } };
const text = { type: "string" };
const whole = { type: "integer" };

/** The paging of a GET with these query parameters and this answer. */
async function pagingOf(query: Record<string, JsonObject>, answer: JsonObject, more: JsonObject = {}) {
  const { headers, ...rest } = more;
  const document = documentOf({
    "/things": {
      get: {
        operationId: "listThings",
        parameters: Object.entries(query).map(([name, schema]) => ({ name, in: "query", schema })),
        responses: {
          200: {
            description: "",
            content: { "application/json": { schema: answer } },
            ...(headers ? { headers } : {}),
          },
        },
        ...rest,
      },
    },
  });
  const references = createReferences(document);
  const [operation] = [...operationsOf(document, references)];
  if (!operation) throw new Error("There is an operation.");
  return shapesOf(operation, shapesContext(references, 500)).paging;
}

const object = (properties: JsonObject): JsonObject => ({ type: "object", properties });

describe("pages are recognised", () => {
  test("by a cursor and the field it comes from", async () => {
    expect(await pagingOf({ pageToken: text }, object({ nextPageToken: text, things: items }))).toEqual({
      items: ["things"],
      next: { kind: "cursor", input: "pageToken", cursor: ["nextPageToken"] },
    });
    const nested = object({ data: items, response_metadata: object({ next_cursor: text }) });
    expect(await pagingOf({ cursor: text }, nested)).toEqual({
      items: ["data"],
      next: { kind: "cursor", input: "cursor", cursor: ["response_metadata", "next_cursor"] },
    });
    const hubspot = object({ results: items, paging: object({ next: object({ after: text, link: text }) }) });
    expect((await pagingOf({ after: text }, hubspot))?.next).toEqual({
      kind: "cursor",
      input: "after",
      cursor: ["paging", "next", "after"],
    });
    const aws = object({
      Things: { allOf: [items, { description: "Some." }] },
      NextToken: { allOf: [text, { description: "Pagination token" }] },
    });
    expect((await pagingOf({ NextToken: text }, aws))?.next).toMatchObject({
      kind: "cursor",
      cursor: ["NextToken"],
    });
  });

  test("by the next page's address, in the answer or its headers", async () => {
    const django = object({ count: whole, next: { ...text, format: "uri" }, previous: text, results: items });
    expect(await pagingOf({ page: whole }, django)).toEqual({
      items: ["results"],
      next: { kind: "link", link: ["next"] },
    });
    const hal = object({
      _embedded: object({ things: items }),
      _links: object({ next: object({ href: text }) }),
    });
    expect(await pagingOf({}, hal)).toEqual({
      items: ["_embedded", "things"],
      next: { kind: "link", link: ["_links", "next", "href"] },
    });
    const odata = object({ value: items, "@odata.nextLink": text });
    expect((await pagingOf({}, odata))?.next).toEqual({ kind: "link", link: ["@odata.nextLink"] });
    const headers = { Link: { schema: text } };
    expect(await pagingOf({ page: whole }, items, { headers })).toEqual({
      items: ["items"],
      next: { kind: "link-header" },
    });
  });

  test("by the last item, by counting pages, and by counting items", async () => {
    const stripe = object({ data: items, has_more: { type: "boolean" } });
    expect((await pagingOf({ starting_after: text, limit: whole }, stripe))?.next).toEqual({
      kind: "last-item",
      input: "starting_after",
      field: "id",
      more: ["has_more"],
    });
    expect((await pagingOf({ page: whole, per_page: whole }, items))?.next).toEqual({
      kind: "page",
      input: "page",
      first: 1,
      size: "per_page",
    });
    expect((await pagingOf({ page: { ...whole, default: 0 } }, items))?.next).toMatchObject({ first: 0 });
    expect((await pagingOf({ offset: whole, limit: whole }, object({ things: items })))?.next).toEqual({
      kind: "offset",
      input: "offset",
      first: 0,
      size: "limit",
    });
    const counted = { ...whole, description: "The page number, beginning with 1." };
    expect((await pagingOf({ offset: counted }, items))?.next).toMatchObject({
      kind: "page",
      input: "offset",
    });
  });

  test("not where nothing goes on", async () => {
    expect(await pagingOf({ page: whole }, object({ id: text }))).toBeNull();
    expect(await pagingOf({ start: { ...text, format: "date" }, limit: whole }, items)).toBeNull();
    expect(await pagingOf({ offset: { ...whole, description: "A timestamp." } }, items)).toBeNull();
    // Which list it is that goes on, nobody can tell.
    expect(await pagingOf({ page: whole }, object({ cats: items, dogs: items }))).toBeNull();
    expect(await pagingOf({ token: text }, items)).toBeNull();
  });
});

test("a tool with pages has one more input, whatever its own are called", async () => {
  const parameters = ["page", "maxPages"].map((name) => ({ name, in: "query", schema: { type: "integer" } }));
  const responses = { 200: { description: "", content: { "application/json": { schema: items } } } };
  const { tool } = await parsed(
    documentOf({ "/things": { get: { operationId: "list", parameters, responses } } }),
  );
  const { properties = {}, required } = tool("list").input;
  expect(Object.keys(properties)).toEqual(["page", "maxPages", "gatherMaxPages"]);
  expect(properties.gatherMaxPages).toMatchObject({ title: "All pages, at most", minimum: 1, maximum: 100 });
  expect(required).toEqual([]);
});

test.each([
  ["slack", "cursor"],
  ["stripe", "last-item"],
  ["google-drive", "cursor"],
  ["spotify", "link"],
  ["twilio-messaging", "link"],
  ["discourse", "page"],
  ["figshare", "page"],
  ["soundcloud", "offset"],
])("%s has pages by %s", async (name, kind) => {
  const { api, tools } = await parsed(readSpecification(name));
  const references = createReferences(api.document);
  const context = shapesContext(references, 500);
  const kinds = [...operationsOf(api.document, references)].flatMap(
    (operation) => shapesOf(operation, context).paging?.next.kind ?? [],
  );
  expect(kinds).toContain(kind);
  const offered = tools.filter(({ input }) => Object.hasOwn(input.properties ?? {}, "maxPages"));
  expect(offered).toHaveLength(kinds.length);
});
