import { describe, expect, it } from "vitest";
import { describeError, describeForeignError } from "./describe-error";
import { isDatabaseAway } from "./persistently";

const withCode = (code: string) => Object.assign(new Error("failed"), { code });

describe("isDatabaseAway", () => {
  it("tells a server that is away from a statement that is wrong", () => {
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
    expect(isDatabaseAway(new Error("a query failed", { cause: withCode("57P01") }))).toBe(true);
    expect(isDatabaseAway(new AggregateError([withCode("ECONNREFUSED")]))).toBe(true);
    expect(isDatabaseAway(new TypeError("x is not a function"))).toBe(false);
    expect(isDatabaseAway("text")).toBe(false);
  });
});

describe("describeError", () => {
  it("S1: leaves out what an error quotes", () => {
    const cause = withCode("23505");
    const query = Object.assign(new Error("Failed query: insert …\nparams: hunter2", { cause }), {
      query: "insert …",
      params: ["hunter2"],
    });
    expect(JSON.stringify(describeError(query))).not.toContain("hunter2");
    expect(describeError(query)).toMatchObject({ message: "a query failed", cause: { code: "23505" } });
    expect(JSON.stringify(describeForeignError(new Error("token hunter2")))).not.toContain("hunter2");
    expect(describeError("hunter2")).toEqual({ name: "string", message: "" });
  });
});
