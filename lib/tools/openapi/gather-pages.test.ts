import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { guardedFetch } from "@/lib/connections/guarded-fetch";
import { startServer } from "@/lib/connections/testing/http-server";
import type { Json, JsonObject } from "@/lib/domain/json";
import { ToolError } from "@/lib/tools/tool-contract";
import { gatherPages, type Page, type PagedCall } from "./gather-pages";
import { nextLink } from "./link-header";
import { itemsFileName, type NextPage, type Paging } from "./paging";
import { memoryFiles } from "./testing/documents";

interface Asked {
  input: JsonObject | null;
  target: string | null;
}

const origin = "https://shop.example";

/** Gathers the pages of a service that answers each call as `answer` says. */
async function gather(
  next: NextPage,
  answer: (asked: Asked, count: number) => JsonObject | { output: JsonObject; link: string },
  more: Partial<PagedCall> & { items?: Paging["items"] } = {},
) {
  const asked: Asked[] = [];
  const files = memoryFiles();
  const call = async (one: Asked): Promise<Page> => {
    asked.push(one);
    const given = answer(one, asked.length);
    const isLinked = "link" in given && typeof given.link === "string" && "output" in given;
    const output = (isLinked ? given.output : given) as JsonObject;
    const headers: Record<string, string> = isLinked ? { link: String(given.link) } : {};
    return { output, response: { status: 200, headers, body: Buffer.alloc(0), url: `${origin}/v1/orders` } };
  };
  const { items = ["items"], ...rest } = more;
  const gathering = gatherPages({
    paging: { items, next },
    maxPages: 10,
    input: {},
    service: "Shop",
    origin,
    signal: new AbortController().signal,
    files,
    callWith: (input) => call({ input, target: null }),
    callAt: (target) => call({ input: null, target: target.href }),
    report: null,
    ...rest,
  });
  const output: JsonObject = await gathering.then((page) => page.output);
  return { output, asked, files };
}

async function failureOf(work: Promise<unknown>): Promise<ToolError> {
  const error = await work.then(
    () => null,
    (one: unknown) => one,
  );
  if (error instanceof ToolError) return error;
  throw new Error("It was answered.", { cause: error });
}

const pagesOf = (...pages: Json[][]) => pages;
const numbers = pagesOf([{ id: 1 }, { id: 2 }], [{ id: 3 }, { id: 4 }], [{ id: 5 }]);
const all = [1, 2, 3, 4, 5].map((id) => ({ id }));
const at = (page: number): Json[] => numbers[page] ?? [];

describe("pages follow one another", () => {
  test("by a cursor in the answer, until there is none", async () => {
    const next: NextPage = { kind: "cursor", input: "cursor", cursor: ["meta", "next_cursor"] };
    const { output, asked } = await gather(
      next,
      (_asked, count) => ({
        items: at(count - 1),
        meta: { total: 5, next_cursor: count < 3 ? `c${count}` : null },
      }),
      { input: { limit: 2 } },
    );
    expect(asked.map(({ input }) => input)).toEqual([
      { limit: 2 },
      { limit: 2, cursor: "c1" },
      { limit: 2, cursor: "c2" },
    ]);
    expect(output).toEqual({ items: all, meta: { total: 5, next_cursor: null } });
  });

  test("by the last item, as long as the service says there are more", async () => {
    const next: NextPage = { kind: "last-item", input: "starting_after", field: "id", more: ["has_more"] };
    const { output, asked } = await gather(
      next,
      (_asked, count) => ({ data: at(count - 1), has_more: count < 3 }),
      { items: ["data"] },
    );
    expect(asked.map(({ input }) => input)).toEqual([{}, { starting_after: 2 }, { starting_after: 4 }]);
    expect(output).toEqual({ data: all, has_more: false });
  });

  test.each([
    [0, undefined, [undefined, 1, 2, 3]],
    [1, undefined, [undefined, 2, 3, 4]],
    [1, 1, [1, 2, 3, 4]],
    [1, "1", ["1", "2", "3", "4"]],
  ] as const)("by their number, the first being %j and %j given", async (first, given, expected) => {
    const next: NextPage = { kind: "page", input: "page", first, size: null };
    const input: JsonObject = given === undefined ? {} : { page: given };
    const { output, asked } = await gather(next, (_asked, count) => ({ items: at(count - 1) }), { input });
    expect(asked.map((one) => one.input?.page)).toEqual(expected);
    expect(output).toEqual({ items: all });
  });

  test("by the number of items so far; a page that isn't full is the last", async () => {
    const next: NextPage = { kind: "offset", input: "offset", first: 0, size: "limit" };
    const { output, asked } = await gather(next, (_asked, count) => ({ items: at(count - 1) }), {
      input: { limit: 2, offset: 10 },
    });
    expect(asked.map((one) => one.input?.offset)).toEqual([10, 12, 14]);
    expect(output).toEqual({ items: all });
  });

  test("by the Link header, and by an address in the answer, whole or relative", async () => {
    const header = await gather({ kind: "link-header" }, (_asked, count) => ({
      output: { items: at(count - 1) },
      link: count < 3 ? `<${origin}/v1/orders?page=${count + 1}>; rel="next", <${origin}/>; rel="last"` : "",
    }));
    expect(header.asked.map(({ target }) => target)).toEqual([
      null,
      `${origin}/v1/orders?page=2`,
      `${origin}/v1/orders?page=3`,
    ]);
    expect(header.output).toEqual({ items: all });
    const link = await gather({ kind: "link", link: ["next"] }, (_asked, count) => ({
      items: at(count - 1),
      next: count < 3 ? `?page=${count + 1}` : null,
    }));
    expect(link.asked.at(-1)?.target).toBe(`${origin}/v1/orders?page=3`);
    expect(link.output).toEqual({ items: all, next: null });
  });
});

describe("it ends", () => {
  const endless: NextPage = { kind: "cursor", input: "cursor", cursor: ["next"] };

  test("at the number of pages asked for, and what is left can still be asked for", async () => {
    const { output, asked } = await gather(
      endless,
      (_asked, count) => ({ items: [count], next: `c${count}` }),
      {
        maxPages: 3,
      },
    );
    expect(asked).toHaveLength(3);
    expect(output).toEqual({ items: [1, 2, 3], next: "c3" });
  });

  test("at a cursor that comes again", async () => {
    const { output, asked } = await gather(endless, (_asked, count) => ({ items: [count], next: "same" }));
    expect(asked).toHaveLength(2);
    expect(output).toEqual({ items: [1, 2], next: "same" });
  });

  test("at the same items again, which are not taken twice", async () => {
    const next: NextPage = { kind: "page", input: "page", first: 1, size: null };
    const { output, asked } = await gather(next, () => ({ items: [1, 2] }));
    expect(asked).toHaveLength(2);
    expect(output).toEqual({ items: [1, 2] });
  });

  test("at a counted page that is not found, but not at one a cursor leads to", async () => {
    const missing = () => new ToolError("not-found", "There is no page 2.");
    const answer = (_asked: Asked, count: number): JsonObject => {
      if (count > 1) throw missing();
      return { items: [1], next: "c1" };
    };
    const { output } = await gather({ kind: "page", input: "page", first: 1, size: null }, answer);
    expect(output).toEqual({ items: [1], next: "c1" });
    expect((await failureOf(gather(endless, answer))).kind).toBe("not-found");
  });

  test("when the call is broken off between two pages", async () => {
    const controller = new AbortController();
    const failure = await failureOf(
      gather(
        endless,
        (_asked, count) => {
          if (count === 2) controller.abort();
          return { items: [count], next: `c${count}` };
        },
        { signal: controller.signal },
      ),
    );
    expect(failure.kind).toBe("transient");
  });

  test("R8: at 40 MB, with an error that says so", async () => {
    const item = "x".repeat(9 * 1024 * 1024);
    const failure = await failureOf(
      gather(endless, (_asked, count) => ({ items: [`${count}${item}`], next: `c${count}` })),
    );
    expect(failure).toMatchObject({ kind: "broken-tool", message: expect.stringContaining("40 MB") });
  });
});

test("items that don't fit in an output are in a file, with all the others", async () => {
  const item = (page: number, index: number) => ({ id: page * 100 + index, text: "ü".repeat(500) });
  const { output, files } = await gather(
    { kind: "page", input: "page", first: 1, size: null },
    (_asked, count) => ({
      items: count > 5 ? [] : Array.from({ length: 100 }, (_, index) => item(count, index)),
    }),
  );
  expect(output).toEqual({ items: expect.any(Array), [itemsFileName]: expect.stringMatching(/^file_/) });
  expect(output.items).toHaveLength(200);
  const [stored] = files.stored.values();
  const lines = stored?.bytes.toString("utf8").trimEnd().split("\n") ?? [];
  expect(lines).toHaveLength(500);
  expect(JSON.parse(lines.at(-1) ?? "")).toEqual(item(5, 99));
  expect(stored).toMatchObject({ name: "Shop.jsonl", mediaType: "application/x-ndjson" });
});

test("a limit in the middle is waited for when the service asks for little patience", async () => {
  let refusals = 0;
  const { output, asked } = await gather(
    { kind: "page", input: "page", first: 1, size: null },
    ({ input }) => {
      const page = Number(input?.page ?? 1);
      if (page === 2 && refusals < 2) {
        refusals += 1;
        throw new ToolError("quota", "Too many.", { evidence: { retryAfterSeconds: 0 } });
      }
      return { items: at(page - 1) };
    },
  );
  expect(output).toEqual({ items: all });
  expect(asked).toHaveLength(6);
  const failure = await failureOf(
    gather({ kind: "page", input: "page", first: 1, size: null }, (_asked, count) => {
      if (count > 1) throw new ToolError("quota", "Too many.", { evidence: { retryAfterSeconds: 3600 } });
      return { items: [1] };
    }),
  );
  expect(failure.kind).toBe("quota");
});

test("P8: an address of the next page on another origin is not followed", async () => {
  const trap = await startServer((_request, _incoming, outgoing) => outgoing.end("[]"));
  try {
    for (const link of [
      `${trap.origin}/v1/orders`,
      `//${new URL(trap.origin).host}/v1/orders`,
      `http://shop.example@${new URL(trap.origin).host}/`,
      "http://shop.example/v1/orders",
      "https://shop.example:8443/v1/orders",
      "https://shop.example.evil.example/v1/orders",
      "javascript:alert(1)",
      "file:///etc/passwd",
    ]) {
      for (const next of [{ kind: "link-header" }, { kind: "link", link: ["next"] }] satisfies NextPage[]) {
        const asked: (string | null)[] = [];
        const failure = await failureOf(
          gather(
            next,
            ({ target }) => {
              asked.push(target);
              return {
                output: { items: [1], next: link },
                link: `<${link}>; rel=next`,
                items: [1],
                next: link,
              };
            },
            {
              callAt: async (target) => {
                // If it came to that, it would really be called.
                await guardedFetch({ url: target.href, boundOrigin: trap.origin });
                throw new Error("followed");
              },
            },
          ),
        );
        expect(failure.kind).toBe("refused");
        expect(asked).toEqual([null]);
      }
    }
    await nextTurn();
    expect(trap.connections()).toBe(0);
  } finally {
    await trap.close();
  }
});

test.each([
  ['<https://a.example/x?a=1,2&b=3>; rel="next"', "https://a.example/x?a=1,2&b=3"],
  ['</1>; rel=prev, </3>; title="a, b"; rel="last next"', "/3"],
  ["</2>;rel=next", "/2"],
  ["</2>; REL=Next", "/2"],
  ['</2>; rel="nextish"', null],
  ["rel=next", null],
  ["", null],
])("in %j the next address is %j", (header, expected) => {
  expect(nextLink(header)).toBe(expected);
});
