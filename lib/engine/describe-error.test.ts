import { describe, expect, it } from "vitest";
import { describeError, describeForeignError } from "./describe-error";

const withCode = (code: string) => Object.assign(new Error("failed"), { code });

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
