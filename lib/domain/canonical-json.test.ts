import { expect, test } from "vitest";
import { canonicalJson, SharedTexts } from "./canonical-json";

test("the same value is the same text, whatever the order of its keys", () => {
  expect(canonicalJson({ b: [1, { d: null, c: undefined }], a: "x" })).toBe('{"a":"x","b":[1,{"d":null}]}');
  expect(canonicalJson(undefined)).toBe("null");
});

test("parts that values share come out as they do alone", () => {
  const address = { street: { name: "a", number: 1 }, city: "b" };
  const values = [
    { home: address, work: address },
    { to: { address }, from: address.street },
    [address, address.street, address],
  ];
  const known = new SharedTexts();
  for (const value of [...values, ...values]) expect(canonicalJson(value, known)).toBe(canonicalJson(value));
});
