import { describe, expect, test } from "vitest";
import { unpack } from "@/lib/db/packed";
import { maxDocumentBytes } from "@/lib/domain/api-import";
import { ProblemError } from "./problem";
import { receiveDocument } from "./receive-document";

/** A body that is made as it is read, as one from the network is. */
function uploadOf(size: number, name = "large.json"): Request {
  const boundary = "limit";
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/json\r\n\r\n`;
  const chunk = Buffer.alloc(64 * 1024, "x");
  let left = size;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from(head)),
    pull(controller) {
      if (left === 0) {
        controller.enqueue(Buffer.from(`\r\n--${boundary}--\r\n`));
        controller.close();
        return;
      }
      const part = chunk.subarray(0, Math.min(left, chunk.length));
      left -= part.length;
      controller.enqueue(part);
    },
  });
  return new Request("http://127.0.0.1/api/imports", {
    ...{ method: "POST", body, duplex: "half" },
    headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
  });
}

async function problemOf(request: Request) {
  const error = await receiveDocument(request).catch((caught: unknown) => caught);
  if (!(error instanceof ProblemError)) throw new Error("It was taken.");
  return error.problem;
}

describe("a document that is sent", () => {
  test("N4: is compressed as it arrives: of 48 MB a few kilobytes are kept", async () => {
    const { name, packed } = await receiveDocument(uploadOf(maxDocumentBytes));
    expect(name).toBe("large.json");
    expect(packed.length).toBeLessThan(100_000);
    expect(unpack(packed)).toHaveLength(maxDocumentBytes);
    expect(unpack(packed, 1_000_000)).toBeNull();
  });

  test("N4, N11: is refused with the limit when it is larger, whether or not it says so", async () => {
    const problem = await problemOf(uploadOf(maxDocumentBytes + 1));
    expect(problem).toMatchObject({ status: 413, detail: expect.stringContaining("the limit is 48 MB") });
    const declared = uploadOf(10);
    declared.headers.set("content-length", "900000000");
    expect((await problemOf(declared)).detail).toContain("900 MB");
  });

  test("P5: is a file of a form and nothing else", async () => {
    const json = new Request("http://127.0.0.1/api/imports", {
      ...{ method: "POST", body: '{"file":{"path":"/etc/passwd"}}' },
      headers: { "content-type": "application/json" },
    });
    expect(await problemOf(json)).toMatchObject({ status: 415 });
  });

  test("has no name when it was pasted", async () => {
    const form = new FormData();
    form.append("file", new File(["openapi: 3.1.0"], ""));
    const request = new Request("http://127.0.0.1/api/imports", { method: "POST", body: form });
    const { name, packed } = await receiveDocument(request);
    expect({ name, text: unpack(packed) }).toEqual({ name: null, text: "openapi: 3.1.0" });
  });
});
