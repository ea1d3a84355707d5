import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ElementSplitter } from "./split-elements";

function split(pieces: readonly string[], most = 1000): (string | null)[] {
  const splitter = new ElementSplitter(most);
  return pieces.flatMap((piece) => splitter.take(piece));
}

describe("ElementSplitter", () => {
  it.each([
    ['{"changes": [{"a": 1}, {"b": {"c": [{}]}}]}', ['{"a": 1}', '{"b": {"c": [{}]}}']],
    ['[{"a": "}]{"}, {"b": "\\""}]', ['{"a": "}]{"}', '{"b": "\\""}']],
    ['It\'s "here":\n```json\n{"changes": [{"a": 1}]}\n```', ['{"a": 1}']],
    ['{"changes": [{"a": 1}, {"b":', ['{"a": 1}']],
    ["no list at all", []],
    ['{"changes": []}', []],
  ])("takes the objects out of %j", (text, elements) => {
    expect(split([text])).toEqual(elements);
  });

  it("gives null for an element that is too long, and goes on", () => {
    expect(split([`[{"a": "${"x".repeat(50)}"}, {"b": 1}]`], 20)).toEqual([null, '{"b": 1}']);
  });

  it("finds every element, wherever the text is cut", () => {
    const elements = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), { maxLength: 5 });
    fc.assert(
      fc.property(elements, fc.integer({ min: 1, max: 9 }), (written, size) => {
        const text = JSON.stringify({ changes: written });
        const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
          text.slice(at * size, (at + 1) * size),
        );
        expect(split(pieces, 1_000_000).map((one) => one && JSON.parse(one))).toEqual(
          JSON.parse(JSON.stringify(written)),
        );
      }),
      { numRuns: 500 },
    );
  });
});
