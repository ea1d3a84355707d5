import iconv from "iconv-lite";
import { expect, test } from "vitest";
import { ToolError } from "@/lib/tools/tool-contract";
import { decodeText, type Encoding } from "./decode-text";

const text = "Größe;Preis\nÄpfel – frisch;1,20 €\n";

test.each([
  ["utf-8", "with a mark", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)])],
  ["utf-8", "without a mark", Buffer.from(text)],
  ["utf-16le", "with a mark", Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(text, "utf-16le")])],
  ["utf-16be", "with a mark", Buffer.concat([Buffer.from([0xfe, 0xff]), iconv.encode(text, "utf-16be")])],
  ["utf-16le", "without a mark", iconv.encode(text, "utf-16le", { addBOM: false })],
  ["utf-16be", "without a mark", iconv.encode(text, "utf-16be", { addBOM: false })],
  ["windows-1252", "as Excel saves it", iconv.encode(text, "windows-1252")],
] satisfies [Encoding, string, Buffer][])("%s %s is read", (encoding, _how, bytes) => {
  expect(decodeText(bytes, undefined, "a.csv")).toEqual({ text, encoding });
});

test("bytes that are not in the chosen encoding are refused, with the line", () => {
  const bytes = Buffer.concat([Buffer.from("a,b\n1,2\nx,"), Buffer.from([0xff, 0xfe, 0x80])]);
  const call = () => decodeText(bytes, "utf-8", "a.csv");
  expect(call).toThrow(ToolError);
  expect(call).toThrow("“a.csv” is not in the encoding utf-8: line 3 has bytes that are no letters in it.");
});

test("bytes that are no text are refused", () => {
  const image = Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489", "hex");
  expect(() => decodeText(image, undefined, "a.png")).toThrow("“a.png” is not a text file.");
  const noise = Buffer.from(Array.from({ length: 300 }, (_, index) => 1 + ((index * 89) % 255)));
  expect(() => decodeText(noise, undefined, "noise.csv")).toThrow("is not in the encoding windows-1252");
});
