import { expect, it } from "vitest";
import { storableJson } from "./storable-json";

it("storableJson keeps everything but what PostgreSQL can't store", () => {
  const value = { "a\u0000": ["\ud83d", "\ud83d\ude00", 1, null, true, { b: "x\u0000y" }] };
  expect(storableJson(value)).toEqual({
    "a\ufffd": ["\ufffd", "\ud83d\ude00", 1, null, true, { b: "x\ufffdy" }],
  });
});
