import { describe, expect, it } from "vitest";
import { ProblemError } from "./problem";
import { readJson } from "./read-json";

const request = (
  body: string | Uint8Array<ArrayBuffer> | undefined,
  type: string | null = "application/json",
) => {
  const made = new Request("http://127.0.0.1/", { method: "POST", body });
  if (type === null) made.headers.delete("content-type");
  else made.headers.set("content-type", type);
  return made;
};

async function problemOf(made: Request, maxBytes = 1000) {
  try {
    await readJson(made, maxBytes);
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  }
  return null;
}

describe("readJson", () => {
  it("reads JSON, whatever is said of its charset", async () => {
    expect(await readJson(request('{"a":[1,"é"]}'), 1000)).toEqual({ a: [1, "é"] });
    expect(await readJson(request("[]", "application/json; charset=utf-8"), 1000)).toEqual([]);
  });

  it("takes no body for an empty object", async () => {
    expect(await readJson(request(undefined, null), 1000)).toEqual({});
    expect(await readJson(request(undefined), 1000)).toEqual({});
    expect(await readJson(request(" \n"), 1000)).toEqual({});
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "multipart/form-data"])(
    "N9, P5: refuses %s, which a form elsewhere could send",
    async (type) => {
      expect(await problemOf(request('{"a":1}', type))).toMatchObject({ status: 415 });
    },
  );

  it("refuses a body of no type at all", async () => {
    expect(await problemOf(request('{"a":1}', null))).toMatchObject({ status: 415 });
  });

  it("says where JSON breaks", async () => {
    expect(await problemOf(request('{"a":'))).toMatchObject({
      status: 400,
      detail: expect.stringMatching(/^The body is not JSON: .+/),
    });
  });

  it("refuses bytes that are not UTF-8", async () => {
    expect(await problemOf(request(new Uint8Array([0x22, 0xe9, 0x22])))).toMatchObject({
      status: 400,
      detail: "The body is not text in UTF-8, which JSON is written in.",
    });
  });

  it("N11: gives up on a body as soon as it is too large", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(100).fill(0x20));
      },
    });
    const made = new Request("http://127.0.0.1/", {
      method: "POST",
      body: endless,
      headers: { "content-type": "application/json" },
      duplex: "half",
    } as RequestInit);
    expect(await problemOf(made)).toMatchObject({ status: 413 });
    expect(sent).toBeLessThan(20);
  });

  it("N4: refuses what is nested too deeply, without running out of stack", async () => {
    const depth = 200_000;
    const made = request(`${"[".repeat(depth)}${"]".repeat(depth)}`);
    expect(await problemOf(made, 1_000_000)).toMatchObject({
      status: 400,
      detail: "The body can't be taken: it is nested more than 100 levels deep.",
    });
  });

  it("P1: refuses a property that would become a prototype, however deep", async () => {
    expect(await problemOf(request('{"a":[{"__proto__":{"admin":true}}]}'))).toMatchObject({
      status: 400,
      detail: 'The body can\'t be taken: a property is named "__proto__".',
    });
    expect(await readJson(request('{"constructor":{"prototype":1}}'), 1000)).toEqual({
      constructor: { prototype: 1 },
    });
  });
});
