import { describe, expect, test } from "vitest";
import { ToolError } from "@/lib/tools/tool-contract";
import { parseAddress, parseAddresses, parseSender } from "./addresses";

test.each([
  ["ada@example.com", "ada@example.com"],
  ["  ada@example.com ", "ada@example.com"],
  ["o'brien+tag@Sub.Example.COM", "o'brien+tag@sub.example.com"],
  ["jörg@müller.example", "jörg@xn--mller-kva.example"],
  ["root@localhost", "root@localhost"],
])("%j is the address %j", (text, address) => {
  expect(parseAddress(text, "To")).toBe(address);
});

describe("N6: what could be read as more than one address is refused", () => {
  test.each([
    "a@x.com\r\nBcc: evil@e.com",
    "a@x.com\nBcc: evil@e.com",
    "a@x.com\u0000",
    "a@x.com\u2028b@y.com",
    "a@x.com, evil@e.com",
    "a@x.com; evil@e.com",
    "a@x.com evil@e.com",
    "Ada <a@x.com>",
    '"evil@e.com" <a@x.com>',
    "friends: a@x.com, evil@e.com;",
    '"a@x.com, evil@e.com"@z.com',
    '"a b"@x.com',
    "a@x.com (comment)",
    "a(evil@e.com)@x.com",
    "<a@x.com>",
    "a@evil.com@x.com",
    "a@[127.0.0.1]",
    "a@x..com",
    "a@-x.com",
    ".a@x.com",
    "a..b@x.com",
    "@x.com",
    "a@",
    "a",
    "",
    `${"a".repeat(65)}@x.com`,
    `a@${"x".repeat(64)}.com`,
    "a@x.com%0aevil@e.com",
    "mailto:a@x.com",
    "a@x.com?bcc=evil@e.com",
  ])("%j", (text) => {
    expect(() => parseAddress(text, "To")).toThrow(ToolError);
  });
});

test("the field is named, and control characters are written out", () => {
  expect(() => parseAddresses(["ok@x.com", "a@x.com\r\nBcc: e@e.com"], "Copy to")).toThrow(
    "“a@x.com\\r\\nBcc: e@e.com” in “Copy to” is not an e-mail address: it has a line break or another control character in it.",
  );
});

test("addresses come once, in their order", () => {
  expect(parseAddresses(["b@x.com", "a@x.com", "b@X.com"], "To")).toEqual(["b@x.com", "a@x.com"]);
});

test("a sender is one address, with or without a name", () => {
  expect(parseSender("Lamplight <mail@lamplight.example>")).toEqual({
    name: "Lamplight",
    address: "mail@lamplight.example",
  });
  expect(parseSender("mail@lamplight.example")).toEqual({ name: "", address: "mail@lamplight.example" });
  expect(() => parseSender("a@x.com, b@x.com")).toThrow("sender is not one address");
});
