import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { findApi, upsertApi } from "./apis";
import { db } from "./client";
import { pack, unpack } from "./packed";
import { apis } from "./schema";

const api = {
  ...{ id: "shop", title: "Shop", description: "", origin: "https://shop.example", documentHash: "0" },
  document: { openapi: "3.1.0", paths: { "/ü☃": {} }, "x-long": "x".repeat(1_000_000) },
};

test("a document comes back as it was stored, and takes little room", async () => {
  await upsertApi(api);
  expect((await findApi("shop"))?.document).toEqual(api.document);
  const { rows } = await db().execute<{ bytes: number }>(
    sql`select length(${apis.document})::int as bytes from ${apis}`,
  );
  expect(rows[0]?.bytes).toBeLessThan(1000);
});

test("a row from before documents were packed is read all the same", async () => {
  await upsertApi(api);
  // What the migration makes of a document that was stored as JSON.
  await db().execute(
    sql`update ${apis} set document = convert_to(${JSON.stringify(api.document)}::jsonb::text, 'UTF8')`,
  );
  expect((await findApi("shop"))?.document).toEqual(api.document);
});

test("a text is unpacked up to a size and no further", () => {
  const packed = pack("x".repeat(1000));
  expect(unpack(packed, 1000)).toHaveLength(1000);
  expect(unpack(packed, 999)).toBeNull();
  expect(unpack(Buffer.from("plain"), 4)).toBeNull();
});
