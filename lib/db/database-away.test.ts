import { describe, expect, it } from "vitest";
import { isDatabaseAway } from "./database-away";

const withCode = (code: string) => Object.assign(new Error("failed"), { code });

describe("isDatabaseAway", () => {
  it("R7: tells a server that is away from a statement that is wrong", () => {
    const away = [
      "ECONNREFUSED",
      "ECONNRESET",
      "57P01",
      "57P03",
      "08006",
      "53300",
      "53100",
      "40001",
      "25P03",
    ];
    expect(away.filter((code) => !isDatabaseAway(withCode(code)))).toEqual([]);
    const wrong = ["42601", "23505", "22P02", "42P01"];
    expect(wrong.filter((code) => isDatabaseAway(withCode(code)))).toEqual([]);
    expect(isDatabaseAway(new Error("Connection terminated unexpectedly"))).toBe(true);
    // Of a pool all of whose connections are in use, or can't be made.
    expect(isDatabaseAway(new Error("timeout exceeded when trying to connect"))).toBe(true);
    expect(isDatabaseAway(new Error("a query failed", { cause: withCode("57P01") }))).toBe(true);
    expect(isDatabaseAway(new AggregateError([withCode("ECONNREFUSED")]))).toBe(true);
    expect(isDatabaseAway(new Error("Failed query", { cause: withCode("ECONNRESET") }))).toBe(true);
    expect(isDatabaseAway(Object.assign(withCode("ENOENT"), { syscall: "connect" }))).toBe(true);
    expect(isDatabaseAway(Object.assign(withCode("ENOENT"), { syscall: "open" }))).toBe(false);
    expect(isDatabaseAway(new Error("x", { cause: withCode("22P02") }))).toBe(false);
    expect(isDatabaseAway(null)).toBe(false);
    expect(isDatabaseAway(new TypeError("x is not a function"))).toBe(false);
    expect(isDatabaseAway("text")).toBe(false);
  });
});
