import { describe, expect, it } from "vitest";
import { actionOf, agreement } from "./action";

describe("actionOf", () => {
  it.each([
    ["What will the weather be tomorrow?", "read"],
    ["please show me the orders", "read"],
    ["look up the phone number of Grace", "read"],
    ["Emailing the report to finance", "send"],
    ["delete the old backups", "delete"],
    ["Book a flight", "create"],
    ["Updates a template", "change"],
    ["add up the amounts", null],
    ["quarterly sales", null],
    ["", null],
  ])("takes “%s” for %s", (text, action) => {
    expect(actionOf(text)).toBe(action);
  });
});

describe("agreement", () => {
  it("is against what can't be the same, and says nothing where it can't tell", () => {
    expect([
      agreement("read", "read"),
      agreement("read", "delete"),
      agreement("send", "read"),
      agreement("create", "change"),
      agreement(null, "delete"),
      agreement("send", null),
    ]).toEqual([1, -1, -1, 0, 0, 0]);
  });
});
