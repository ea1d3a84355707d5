import { describe, expect, it } from "vitest";
import { addressOf, viewOf } from "./catalogue-address";

describe("the address of the catalogue", () => {
  it("holds the search and every filter, and is read back as it was", () => {
    const view = {
      query: "pay & refund",
      filters: { source: "openapi", sourceId: "shop", effect: "write", connected: false },
    } as const;
    expect(addressOf(view)).toBe(
      "?q=pay+%26+refund&source=openapi&sourceId=shop&effect=write&connected=false",
    );
    expect(viewOf(new URLSearchParams(addressOf(view)))).toEqual(view);
    expect(addressOf({ query: "", filters: {} })).toBe("");
  });

  it("leaves out what it can't read", () => {
    const params = new URLSearchParams(
      `source=ftp&effect=delete&connected=maybe&sourceId=${"x".repeat(300)}&q=${"y".repeat(20_000)}`,
    );
    expect(viewOf(params)).toEqual({ query: "y".repeat(10_000), filters: {} });
  });
});
